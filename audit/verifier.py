"""防改校验: does the record still say what was written? One sentence a finding; none means it does.

Checks the chain row by row, every edition against its seal and its rows, both signatures under whatever
is or was public, the history behind each submission, the files, the guards, and - with a signed head
that left the building - that no tail was cut and no past rewritten.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from . import clock, content, files, guards, seals
from .ledger import FIRST_HASH
from .models import Attachment, Edition, Hand, Item, LedgerEntry, LedgerText
from .models.item import kinds
from .standing import Finding, check_appointments, check_erasures, check_publications, flag_faults, time_faults
from .states import BORN, OPEN, SIGNING_ACTS, STEPS

CLOCK_SLACK = 5 * 60 * 1_000_000  # microseconds a server's clock may be set back


@dataclass(frozen=True)
class Head:
    """The state of the ledger at a moment: how many rows, the last one's hash."""

    rows: int
    hash: str
    at_us: int


def head() -> Head:
    last = LedgerEntry.objects.order_by("-number").first()
    return Head(last.number if last else 0, last.hash if last else FIRST_HASH, clock.microseconds(clock.now()))


def verify(against: Head | None = None) -> Iterator[Finding]:
    """Every finding, cheapest first. Reads only."""
    for name in guards.missing(connection):
        yield Finding("guard", "数据库", f"保护触发器 {name} 不在了或被改过")
    yield from check_chain()
    if against:
        yield from check_against(against)
    yield from check_editions()
    yield from check_publications()
    yield from check_appointments()
    yield from check_erasures()
    yield from check_history()
    yield from check_files()


def check_chain() -> Iterator[Finding]:
    previous, number, at_us = FIRST_HASH, 0, 0
    words = dict(LedgerText.objects.values_list("entry_id", "erased_by"))
    for row in LedgerEntry.objects.order_by("number").iterator(2000):
        where = f"第 {row.number} 行"
        if row.number != number + 1:
            yield Finding("gap", where, f"第 {number + 1} 行到第 {row.number - 1} 行不见了")
        if row.previous_hash != previous:
            yield Finding("chain", where, "和上一行接不上")
        if row.hash != row.computed_hash():
            yield Finding("row", where, "内容被改过")
        if row.clock == "server" and row.at_us < at_us - CLOCK_SLACK:
            yield Finding("clock", where, "时间早于上一行")
        if row.texts_digest and row.number not in words and not LedgerText.objects.filter(pk=row.number).exists():
            yield Finding("words", where, "所附文字不见了")
        previous, number = row.hash, row.number
        at_us = row.at_us if row.clock == "server" else at_us
    yield from _check_words()


def _check_words() -> Iterator[Finding]:
    erasures = {row.number: row for row in LedgerEntry.objects.filter(act="erase")}
    for words in LedgerText.objects.select_related("entry").iterator(2000):
        where = f"第 {words.entry_id} 行"
        if words.erased_by:
            if words.text or not _erases(erasures.get(words.erased_by), words.entry):
                yield Finding("words", where, "文字标为已清除，但对不上清除记录")
        elif words.digest() != words.entry.texts_digest:
            yield Finding("words", where, "所附文字被改过")


def _erases(erasure: LedgerEntry | None, row: LedgerEntry) -> bool:
    """Is the row one whose words this erasure takes: earlier, of the same edition or of the item as a whole?"""
    return (
        erasure is not None
        and row.number < erasure.number
        and row.item_uuid == erasure.item_uuid
        and row.edition_number in (None, erasure.edition_number)
    )


def check_against(old: Head) -> Iterator[Finding]:
    """Against a head signed earlier: the tail is there, and the past is the same past."""
    if old.rows == 0:
        return
    row = LedgerEntry.objects.filter(number=old.rows).first()
    signed_at = timezone.localtime(clock.from_microseconds(old.at_us))
    if row is None:
        yield Finding(
            "tail", f"第 {old.rows} 行", f"签存于 {signed_at:%Y-%m-%d %H:%M} 时有 {old.rows} 行，现在尾部被截掉了"
        )
    elif row.hash != old.hash:
        yield Finding("rewritten", f"第 {old.rows} 行", "和签存的链头不一致，之前的记录被改写过")


def _rows_by_edition(**only) -> dict[tuple, list[LedgerEntry]]:
    found: dict[tuple, list[LedgerEntry]] = defaultdict(list)
    rows = LedgerEntry.objects.exclude(item_uuid=None).exclude(edition_number=None)
    for row in rows.filter(act__in=STEPS, **only).order_by("number").iterator(2000):
        found[row.item_uuid, row.edition_number].append(row)
    return found


def _hands(**only) -> dict[int, set[tuple]]:
    hands = defaultdict(set)
    for edition_id, person, kind in Hand.objects.filter(**only).values_list("edition_id", "person_number", "kind"):
        hands[edition_id].add((person, kind))
    return hands


def check_editions() -> Iterator[Finding]:
    rows_of, hands, seen = _rows_by_edition(), _hands(), set()
    births = LedgerText.objects.filter(entry__act__in=("submit", "submit_mended"), erased_by=None)
    told = {number: json.loads(text) for number, text in births.values_list("entry_id", "text")}
    editions = Edition.objects.select_related("unit", "column").order_by("pk")
    for edition in editions.iterator(500):
        key = (edition.item_id, edition.number)
        seen.add(key)
        where = f"《{edition.title or '已清除'}》第 {edition.number} 稿"
        faults = list(_edition_faults(edition, rows_of[key], hands[edition.pk], told))
        if faults:  # an act may have been taken between the readings: look again at this one alone
            rows = _rows_by_edition(item_uuid=edition.item_id)[key]
            faults = list(_edition_faults(editions.get(pk=edition.pk), rows, _hands(edition=edition)[edition.pk], told))
        for sentence in faults:
            yield Finding("edition", where, sentence)
    for key in set(rows_of) - seen:
        if rows_of[key]:
            yield Finding("edition", f"信息 {key[0]} 第 {key[1]} 稿", "办理记录里有，版本不见了")


def _edition_faults(edition: Edition, rows: list[LedgerEntry], hands: set[tuple], told: dict) -> Iterator[str]:
    digests = json.loads(edition.digests)
    if seals.seal(digests) != edition.seal:
        yield "封签和摘要对不上"
    if edition.erased_by:
        if not any(row.number == edition.erased_by and row.act == "erase" for row in rows):
            yield "标为已清除，但没有清除记录"
    elif seals.digests(edition.parts(), json.loads(edition.salts)) != digests:
        yield "内容和封签对不上，被改过"
    else:
        yield from flag_faults(edition)
    if any(row.seal != edition.seal for row in rows):
        yield "封签和办理记录里的不一样"
    moves = [row for row in rows if STEPS[row.act].target is not None]
    state = BORN
    for row in moves:
        if row.from_state != state or (row.act, row.to_state) != (row.act, STEPS[row.act].target):
            yield f"第 {row.number} 行的状态接不上"
        state = row.to_state
    if not moves or state != edition.state or moves[-1].number != edition.moved_by_id:
        yield "现在的状态没有相应的办理记录"
    yield from time_faults(edition, rows)
    born = rows[0] if rows else None
    copied = {tuple(pair) for pair in told.get(born.number, {}).get("hands", ())} if born else set()
    if born and (born.person_number not in {person for person, _ in hands} or copied - hands):
        yield "经手人的记录少了"
    if edition.published_at:
        yield from _missing_signatures(edition, rows, {person for person, _ in hands | copied})


def _missing_signatures(edition: Edition, rows: list[LedgerEntry], hands: set[str]) -> Iterator[str]:
    reviewers = {row.person_number for row in rows if row.act == "pass"}
    signers = {row.person_number for row in rows if row.act in SIGNING_ACTS}
    if not reviewers:
        yield "公开了，但没有初审记录"
    if not any(row.act in ("sign", "countersign") for row in rows):
        yield "公开了，但没有签发记录"
    elif edition.needs_principal and not any(row.act == "countersign" for row in rows):
        yield "公开了，但没有主要负责人的签发记录"
    onward = {row.person_number for row in rows if row.act == "sign_onward"}
    if onward & {row.person_number for row in rows if row.act == "countersign"}:
        yield "两道签发是同一个人"
    if reviewers & signers:
        yield "初审和签发是同一个人"
    if signers & hands:
        yield "签发人经手过这一稿"


def check_history() -> Iterator[Finding]:
    """The digest of the edits, taken at each submission, against the edits as they are now."""
    models = kinds()
    kind_of = dict(Item.objects.values_list("pk", "kind"))
    submitted: dict = {
        (item, number): at for item, number, at in Edition.objects.values_list("item_id", "number", "submitted_at")
    }
    rows = LedgerText.objects.filter(entry__act__in=("submit", "submit_mended"), erased_by=None)
    for words in rows.select_related("entry").order_by("entry_id").iterator(500):
        entry = words.entry
        if entry.item_uuid not in kind_of:
            yield Finding("history", f"第 {entry.number} 行", "这条信息的底稿不见了")
            continue
        item = models[kind_of[entry.item_uuid]](pk=entry.item_uuid)
        files_erased = Attachment.history.filter(item_id=item.pk).exclude(erased_by=None)
        if item.history.exclude(erased_by=None).exists() or files_erased.exists():
            continue  # erased by an act the ledger names; `check_erasures` counts what it took
        if content.history_digest(item, submitted.get((entry.item_uuid, entry.edition_number), entry.at)) != json.loads(
            words.text
        ).get("history"):
            yield Finding("history", f"第 {entry.number} 行", "送审前的修改记录被动过")


def check_files() -> Iterator[Finding]:
    """Every file that a public edition, or one on its way there, names is there, bit for bit."""
    whole: dict[str, bool] = {}
    for edition in Edition.objects.filter(state__in=(*OPEN, "published", "superseded")).order_by("pk").iterator(500):
        for file in edition.files:
            sha256 = file["sha256"]
            if sha256 not in whole:
                whole[sha256] = files.is_whole(sha256)
            if not whole[sha256]:
                gone = not files.path_of(sha256).exists()
                where = f"《{edition.title}》附件 {file['name']}"
                yield Finding("file", where, "文件不见了" if gone else "文件被换过")
