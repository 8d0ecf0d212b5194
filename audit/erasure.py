"""清除: destroying the content of an edition no resident sees, after two persons agreed.

Called by `workflow.take_step(account, "erase", edition, given)` alone, which has asked both persons and
written the row everything destroyed here points to. Digests, ledger and certificate stay, and the
verifier says "erased by act n". What is destroyed: the edition's parts and salts, the words of its acts,
the history rows and the working text that no other edition stands on, attachments and their files.
"""

import json
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q

from . import duties, files
from .models import (
    Attachment,
    Edition,
    ElementCheck,
    Item,
    LedgerEntry,
    LedgerText,
    Original,
    Ruling,
    Scan,
    ScanJob,
    Verification,
)
from .screening import gate as screening
from .states import OPEN


@dataclass(frozen=True)
class Plan:
    """What an erasure will destroy beside the edition itself."""

    item: Item
    keepers: list[Edition]  # editions that stay: published, superseded or under review
    history: list[int]
    attachment_history: list[int]
    attachments: list[int]
    sha256s: set[str]

    @property
    def certificate(self) -> str:
        rows = len(self.history) + len(self.attachment_history)
        return f"清除内容：正文一稿、修改记录 {rows} 条、附件 {len(self.sha256s)} 个"


def plan(edition: Edition) -> Plan:
    item = edition.item.concrete()
    keepers = list(
        item.editions.filter(state__in=(*OPEN, "published", "superseded"), erased_by=None)
        .exclude(pk=edition.pk)
        .order_by("number")
    )
    history = item.history.exclude(pk__in=_stood_on(item.history, keepers, edition)).filter(erased_by=None)
    kept_files = {file["sha256"] for keeper in keepers for file in keeper.files}
    told = Attachment.history.filter(item_id=item.pk, erased_by=None)
    kept_names = Q(pk__in=[])  # the same bytes under another name: that name goes
    for keeper in keepers:
        for file in keeper.files:
            kept_names |= Q(sha256=file["sha256"], name=file["name"])
    past = told.exclude(kept_names)
    attachments = item.attachments.exclude(sha256__in=kept_files)
    return Plan(
        item=item,
        keepers=keepers,
        history=list(history.values_list("history_id", flat=True)),
        attachment_history=list(past.values_list("history_id", flat=True)),
        attachments=list(attachments.values_list("pk", flat=True)),
        sha256s={file["sha256"] for file in edition.files}.union(past.values_list("sha256", flat=True)) - kept_files,
    )


def _stood_on(history, keepers: list[Edition], edition: Edition) -> set[int]:
    """History rows that stay: those the kept editions were made from, and drafting begun after a newer one."""
    kept = set()
    for keeper in keepers:
        row = history.filter(history_date__lte=keeper.submitted_at).order_by("-history_date", "-history_id")
        kept.update(row.values_list("history_id", flat=True)[:1])
    if keepers and keepers[-1].number > edition.number:
        later = history.filter(history_date__gt=keepers[-1].submitted_at)
        kept.update(later.values_list("history_id", flat=True))
    return kept


def destroy(edition: Edition, doomed: Plan, row: LedgerEntry) -> None:
    """Blank everything in the plan, pointing to the erase row; inside that row's transaction."""
    number, item = row.number, doomed.item
    titles = _titles(edition, doomed)
    blank = dict.fromkeys(Edition.CONTENT, "")
    Edition.objects.filter(pk=edition.pk).update(**blank, erased_by=number)
    words = LedgerText.objects.filter(
        Q(entry__edition_number=edition.number) | Q(entry__edition_number=None),
        entry__item_uuid=item.pk, entry__number__lt=number, erased_by=None,
    )  # fmt: skip
    LedgerText.objects.filter(pk__in=list(words.values_list("pk", flat=True))).update(
        text="", salt="", erased_by=number
    )
    item.history.filter(history_id__in=doomed.history).update(
        **dict.fromkeys(item.CONTENT_FIELDS, ""), erased_by=number
    )
    Attachment.history.filter(history_id__in=doomed.attachment_history).update(
        **dict.fromkeys(Attachment.CONTENT_FIELDS, ""), erased_by=number
    )
    if not (doomed.keepers and doomed.keepers[-1].number > edition.number):
        _reset_working_text(doomed)
    LogEntry.objects.filter(object_id=str(item.pk)).delete()
    _forget(titles)
    duties.forget()
    _forget_screening(doomed)
    for sha256 in doomed.sha256s:  # before the commit: a crash in between must not leave them behind
        if not _still_used(sha256):
            files.destroy(sha256)
    for name in (*blank, "erased_by"):
        setattr(edition, name, number if name == "erased_by" else "")
    transaction.on_commit(_truncate_log)


def _forget_screening(doomed: Plan) -> None:
    """Places and notes of a scan may hold names, a basis may quote: the scans are made again when asked for, and
    only decisions about what stays are kept."""
    kept = {subject.sha256 for keeper in doomed.keepers for subject in screening.subjects(keeper.parts())}
    Ruling.objects.filter(item_id=doomed.item.pk).exclude(sha256__in=kept).delete()
    Scan.objects.all().delete()
    ScanJob.objects.filter(item_id=doomed.item.pk).delete()
    Original.objects.filter(item_id=doomed.item.pk, sha256__in=doomed.sha256s).delete()


def _reset_working_text(doomed: Plan) -> None:
    """Back to the last edition that stays, or to nothing; without a history row of what it said."""
    item = doomed.item
    values = dict.fromkeys(item.CONTENT_FIELDS, "")
    if doomed.keepers:
        keeper = doomed.keepers[-1]
        values |= {"title": keeper.title, "summary": keeper.summary, "body": keeper.body}
    else:
        values["title"] = "（内容已清除）"
    if not item.is_locked:
        type(item).objects.filter(pk=item.pk).update(**values)
        ElementCheck.objects.filter(item_id=item.pk).delete()
        # past simple-history's signal, which would write the file's name down once more
        gone = Attachment.objects.filter(pk__in=doomed.attachments)
        gone._raw_delete(gone.db)


def _titles(edition: Edition, doomed: Plan) -> set[str]:
    """What the destroyed content was called: pages and lists quote it."""
    saves = doomed.item.history.filter(history_id__in=doomed.history).values_list("title", flat=True)
    names = [file["name"] for file in edition.files]
    kept = {keeper.title for keeper in doomed.keepers} | {file["name"] for k in doomed.keepers for file in k.files}
    return {edition.title, *saves, *names} - kept - {""}


def _forget(titles: set[str]) -> None:
    """The verifier's old findings and what sessions still wanted to say quote titles and names of files."""
    for look in Verification.objects.exclude(findings=[]):
        told = [finding for finding in look.findings if not any(title in finding for title in titles)]
        if told != look.findings:
            gone = len(look.findings) - len(told)
            look.findings = [*told, f"另有 {gone} 处，所指内容已清除"]
            look.save(update_fields=["findings"])
    for session in Session.objects.iterator():
        said = json.dumps(session.get_decoded(), ensure_ascii=False)
        if any(json.dumps(title, ensure_ascii=False)[1:-1] in said for title in titles):
            session.delete()


def _truncate_log() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:  # what the write-ahead log still holds of the old pages
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _still_used(sha256: str) -> bool:
    return (
        Attachment.objects.filter(sha256=sha256).exists()
        or Edition.objects.filter(Q(attachments__contains=sha256) | Q(body__contains=sha256)).exists()
    )
