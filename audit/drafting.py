"""Writing the working text: what `/admin/` and 写一条 on the desk both call. Nothing here moves an edition.

Every function asks the right, writes the history under the person's name, and raises `DraftError` with a
Chinese sentence where it cannot.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from . import clock, elements, files, rights
from .checks import Case, Given, Incomplete, StepError, complete
from .models import Account, Attachment, Column, Item, Unit
from .rich_text import clean_html, image_digests
from .screening import gate as screening
from .screening.scanning import leave_to_worker
from .uploads import Upload, UploadError, accept, clean_name, different_name, with_suffix
from .word import read_word

PICTURE = re.compile(r'<img src="files:([0-9a-f]{64})" alt="[^"]*">')
LOCKED = "这条信息正在审核中，现在不能改。要改请先取回。"


class DraftError(StepError):
    """The draft was not saved; the sentence says why."""


class Stale(DraftError):
    """Somebody saved in between; the text typed is not lost, the form shows both."""


def may_draft(account: Account, unit: Unit, column: Column) -> bool:
    """Unit and column are judged together: an officer's columns do not open a reporter's unit elsewhere."""
    return rights.seat_for(account, "draft", unit=unit, column=column) is not None


def save(account: Account, item: Item, *, seen: int | None = None) -> bool:
    """Save a new or changed working text under the account's name; False when nothing had changed.

    seen: the revision the person's form was filled from (None for a new item).
    """
    if account.person is None or not may_draft(account, item.unit, item.column):
        raise DraftError("您的岗位不能往这个单位和栏目里写。请另选，或请党政办核对任职。")
    item.body = settled_body(item)
    with transaction.atomic():
        if item._state.adding:
            item.drafter = account.person
        else:
            stored = _stored(account, item)
            if seen is not None and stored.revision != seen:
                raise Stale("您打开之后，别人也改过这条信息。您写的都在下面，没有丢；请对照后再保存。")
            item.revision = stored.revision
            if not changed_fields(stored, item):
                _follow_body(account, item)
                return False
        item._history_user = account
        item.save()
        _follow_body(account, item)
    return True


def _stored(account: Account, item: Item) -> Item:
    """The row as it is now, locked for this transaction; the right is asked of where it lies now."""
    locked = type(item).objects.select_for_update(of=("self", "item_ptr"))  # not the unit and column of everybody
    stored = locked.select_related("unit", "column").get(pk=item.pk)
    if not rights.can(account, "draft", stored):
        raise DraftError("这条信息不在您的岗位范围内，不能改。")
    if stored.is_locked:
        raise DraftError(LOCKED)
    return stored


UNCOUNTED = {"revision", "changed_at", "created_at", "kind", "drafter", "item_ptr"}


def changed_fields(stored: Item, item: Item) -> list[str]:
    fields = [f for f in item._meta.concrete_fields if f.name not in UNCOUNTED]
    return [f.name for f in fields if getattr(stored, f.attname) != getattr(item, f.attname)]


def known_digests(item: Item) -> set[str]:
    """Files that belong, or once belonged, to the item; no other may stand in its text."""
    history = Attachment.history.filter(item_id=item.pk, erased_by=None)
    return set(item.attachments.values_list("sha256", flat=True)) | set(history.values_list("sha256", flat=True))


def settled_body(item: Item) -> str:
    """The body clean, without pictures that are not the item's own."""
    body = clean_html(item.body)
    if not image_digests(body):
        return body
    own = set() if item._state.adding else known_digests(item)
    return clean_html(PICTURE.sub(lambda found: found[0] if found[1] in own else "", body))


def _follow_body(account: Account, item: Item) -> None:
    """Pictures no longer in the text go from the attachments; ones put back (undo) return."""
    shown = image_digests(item.body)
    rows = {row.sha256: row for row in item.attachments.filter(inline=True)}
    for sha256, row in rows.items():
        if sha256 not in shown:
            detach(account, row)
    kept = set(item.attachments.values_list("sha256", flat=True))
    for sha256 in shown:
        if sha256 not in kept:
            was = Attachment.history.filter(item_id=item.pk, sha256=sha256, erased_by=None).latest("history_date")
            _add(account, item, Attachment(name=was.name, size=was.size, content_type=was.content_type, inline=True,
                                           sha256=sha256))  # fmt: skip


def _add(account: Account, item: Item, row: Attachment) -> Attachment:
    last = item.attachments.order_by("-position").values_list("position", flat=True).first()
    row.item_id, row.position = item.pk, (last or 0) + 1
    row.uploaded_by = account.person  # type: ignore[assignment]
    row._history_user = account  # type: ignore[attr-defined]
    row.save()
    return row


def attach(account: Account, item: Item, received: Iterable[Upload], *, inline: bool = False) -> list[str]:
    """Attach files to a saved item, in their order. Returns sentences worth telling (renamed, twice …)."""
    notes: list[str] = []
    received = list(received)
    slow = set()
    for upload in received:
        try:
            if not screening.keep_out_classified(account, upload.name, upload.data):
                slow.add(upload.name)
        except screening.CannotDecide as refused:
            raise DraftError(str(refused)) from refused
    with transaction.atomic():
        _stored(account, item)
        rows = list(item.attachments.all())
        for upload in received:
            notes += upload.notes
            sha256 = files.put(upload.data)
            if any(row.sha256 == sha256 and (inline or not row.inline) for row in rows):
                if not inline:
                    notes.append(f"“{upload.name}”和已有的附件一模一样，没有重复添加。")
                continue
            if not inline and sum(not row.inline for row in rows) >= settings.UPLOAD_MAX_FILES:
                raise DraftError(f"一条信息最多 {settings.UPLOAD_MAX_FILES} 个附件，“{upload.name}”起没有加上。")
            name = different_name(upload.name, {row.name for row in rows})
            if name != upload.name and not inline:
                notes.append(f"已有同名的附件，新的一个改名为“{name}”。")
            rows.append(_add(account, item, Attachment(
                name=name, sha256=sha256, size=len(upload.data), content_type=upload.content_type, inline=inline,
            )))  # fmt: skip
            if upload.name in slow:
                leave_to_worker(item, sha256, name, account)
                notes.append(f"“{name}”要多查一会儿，查完才能送审；可以先写别的。")
    return notes


def detach(account: Account, row: Attachment) -> None:
    """Take a file off the working text. Its history stays, and editions that carry it keep it."""
    with transaction.atomic():
        _stored(account, row.item.concrete())
        row._history_user = account  # type: ignore[attr-defined]
        row.delete()


def rearrange(account: Account, row: Attachment) -> None:
    """Save a changed name, order or paper_only of an attachment; the ending stays what its content is."""
    with transaction.atomic():
        _stored(account, row.item.concrete())
        was = Attachment.objects.get(pk=row.pk).name
        row.name = with_suffix(clean_name(row.name), f".{was.rpartition('.')[2]}")
        row._history_user = account  # type: ignore[attr-defined]
        row.save()


@dataclass
class Imported:
    item: Item
    notes: list[str] = field(default_factory=list)


def import_word(account: Account, item: Item, name: str, data: bytes, *, keep_file: bool = False) -> Imported:
    """Fill an unsaved item (unit and column given) from a Word file and save it with its pictures.

    Raises WordError (its own sentence) or DraftError; then nothing was kept.
    """
    draft = read_word(name, data, limit=settings.UPLOAD_MAX_BYTES)
    notes = list(draft.notes)
    title, body = draft.title, draft.body_html
    if len(title) > 120:
        body = f"<h2>{clean_html(title)[3:-4]}</h2>{body}"
        title = title[:120]
        notes.insert(0, "标题超过 120 字：已截短，全文放在正文开头，请改短。")
    pictures: list[Upload] = []
    for picture in draft.pictures:
        try:
            upload = accept(picture.name, picture.data)
        except UploadError as error:
            notes.append(f"有一张插图没有带入：{error}")
            continue
        pictures.append(upload)
        body = body.replace(f"files:{picture.sha256}", f"files:{files.put(upload.data)}")
    item.title = item.title or title
    item.document_number = item.document_number or draft.document_number[:60]
    if draft.formed_on and draft.formed_on > clock.local_date(clock.now()):
        notes.append(f"落款日期 {draft.formed_on:%Y年%-m月%-d日} 晚于今天，没有填，请核对。")
    else:
        item.formed_on = item.formed_on or draft.formed_on
    if draft.named_attachments:
        notes.append("文中提到附件：" + "；".join(draft.named_attachments) + "。请一并上传。")
    with transaction.atomic():
        save(account, item)
        attach(account, item, pictures, inline=True)
        item.body = body
        save(account, item)
        if keep_file:
            notes += attach(account, item, [accept(name, data)])
    return Imported(item, notes)


def missing(account: Account, item: Item) -> list[str]:
    """What still keeps it from being submitted, a line each; empty when nothing does."""
    return wanting(account, item) or screening.told_blocking(screening.look_at_item(item))


def wanting(account: Account, item: Item) -> list[str]:
    """What the drafter has left out, a line each; what was found in what she wrote is the screening's."""
    if lacking := item.concrete().lacking():
        return lacking
    case = Case("submit", account, None, item, Given(), clock.now())
    try:
        complete(case)
    except Incomplete as error:
        listed = re.search(r"缺：(.+?)。", str(error))
        return listed[1].split("、") if listed else [str(error)]
    left = elements.unanswered(item.concrete())
    return [elements.sentence(left)] if left else []


def digest(upload: Upload) -> str:
    """The SHA-256 a file is kept under."""
    return hashlib.sha256(upload.data).hexdigest()
