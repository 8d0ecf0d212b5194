"""Do the facts beside the ledger still stand as the ledger says: flags and times of editions, index numbers and
positions, appointments, what an erasure took? Part of the verifier."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from .appointments import subject_of
from .models import Appointment, Attachment, Edition, LedgerEntry, LedgerText, Placement, Publication
from .models.item import kinds
from .models.people import PostKind

MOMENT = timedelta(minutes=1)  # between a fact and its row, written in one transaction
SEATS = {
    "pass": PostKind.OFFICER, "propose_withhold": PostKind.OFFICER, "sign": PostKind.LEADER,
    "sign_onward": PostKind.LEADER, "withhold": PostKind.LEADER, "countersign": PostKind.PRINCIPAL,
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """kind: short name. where: "第 7 行" or "第 2 稿 <title>". sentence: what is wrong."""

    kind: str
    where: str
    sentence: str

    def __str__(self):
        return f"{self.where}：{self.sentence}"


def flag_faults(edition: Edition) -> Iterator[str]:
    """The columns that lists, search and schedule go by, against the sealed text."""
    meta = edition.meta_data
    for name, label in (("board_only", "只上墙"), ("lists_persons", "人员名单"), ("needs_principal", "主要负责人签发")):
        if meta.get(name, getattr(edition, name)) != getattr(edition, name):
            yield f"“{label}”的标记和封签里的不一样"
    stated = meta.get("not_before") or ""
    if (datetime.fromisoformat(stated) if stated else None) != edition.not_before:
        yield "约定的上网时间和封签里的不一样"
    if (meta.get("expires_on") or "") != (edition.expires_on.isoformat() if edition.expires_on else ""):
        yield "公开到的日期和封签里的不一样"
    places = (meta.get("kind"), meta["unit"]["slug"], meta["columns"][-1]["slug"])
    if places != (edition.kind, edition.unit.slug, edition.column.slug):
        yield "种类、单位或栏目和封签里的不一样"


def time_faults(edition: Edition, rows: list[LedgerEntry]) -> Iterator[str]:
    """When it went up and came down, against the rows that did it."""
    if edition.publication_id not in (None, edition.item_id):
        yield "索引号是别的信息的"
    ups = [row for row in rows if row.act == "publish"]
    downs = [row for row in rows if row.act in ("withdraw", "expire", "supersede")]
    for label, at, by in (("上网", edition.published_at, ups[:1]), ("停止公开", edition.ended_at, downs[:1])):
        if (at is None) != (not by) or (at and by and abs(at - by[0].at) > MOMENT):
            yield f"{label}时间和办理记录里的不一样"


def check_publications() -> Iterator[Finding]:
    rows: dict = {}
    for row in LedgerEntry.objects.filter(act="publish").order_by("number").iterator(2000):
        rows.setdefault(row.item_uuid, []).append(row)
    registered = Publication.objects.in_bulk()
    for item in set(rows) - set(registered):
        yield Finding("index", f"信息 {item}", "公开过，索引号登记不见了")
    for item, publication in registered.items():
        published = rows.get(item) or list(LedgerEntry.objects.filter(act="publish", item_uuid=item))
        for sentence in _number_faults(publication, published):
            yield Finding("index", publication.index_number, sentence)
    yield from _check_positions(registered)


def _number_faults(publication: Publication, rows: list[LedgerEntry]) -> Iterator[str]:
    if not rows:
        yield "有索引号，没有上网记录"
        return
    if any(row.subject not in ("", publication.index_number) for row in rows):
        yield "索引号和上网记录里的不一样"
    if publication.slug != f"{publication.month}-{publication.serial:05d}":
        yield "索引号和登记的月份、序号对不上"
    if abs(publication.first_published_at - rows[0].at) > MOMENT:
        yield "首次上网时间和上网记录里的不一样"


def _check_positions(registered: dict) -> Iterator[Finding]:
    """Positions against the last publishing row of each item (older rows did not keep them)."""
    told: dict = {}
    words = LedgerText.objects.filter(entry__act="publish", erased_by=None).order_by("entry_id")
    for item, text in words.values_list("entry__item_uuid", "text").iterator(2000):
        told[item] = json.loads(text).get("positions")
    placed: dict = defaultdict(dict)
    for item, slug, position in Placement.objects.values_list("item_id", "column__slug", "position"):
        placed[item][slug] = position
    for item, positions in told.items():
        if positions is not None and placed[item] != positions:
            yield Finding("index", f"信息 {item}", "在栏目里的位置和上网记录里的不一样")
    for item in set(placed) - set(registered):
        if not Publication.objects.filter(pk=item).exists():
            yield Finding("index", f"信息 {item}", "没有公开过，却在栏目里占了位置")


def check_appointments() -> Iterator[Finding]:
    """Each appointment against its rows, and each review and signature against an appointment of that moment."""
    held: dict = defaultdict(list)
    named = set(Appointment.objects.values_list("proposed_row", "confirmed_row", "ended_row", "refused_row"))
    rows = LedgerEntry.objects.in_bulk({number for numbers in named for number in numbers if number})
    wished = LedgerEntry.objects.filter(act="propose_end_appointment").order_by("-number")
    asked = {row.refers_to: row for row in wished}
    for appointment in Appointment.objects.select_related("person", "post"):
        held[appointment.person.staff_number, appointment.post.kind].append(appointment)
        for sentence in _appointment_faults(appointment, rows, asked.get(appointment.proposed_row)):
            yield Finding("appointment", f"任职 {appointment}", sentence)
    for row in LedgerEntry.objects.filter(act__in=SEATS, clock="server").order_by("number").iterator(2000):
        if not any(_holds(appointment, row) for appointment in held[row.person_number, SEATS[row.act]]):
            yield Finding("appointment", f"第 {row.number} 行", f"{row.person_name}办“{row.label}”时没有这个岗位的任职")


def _appointment_faults(
    appointment: Appointment, rows: dict[int, LedgerEntry], asked: LedgerEntry | None
) -> Iterator[str]:
    """asked: the row that first proposed to end it."""
    proposed, confirmed = rows.get(appointment.proposed_row), rows.get(appointment.confirmed_row or 0)
    if proposed is None or proposed.act not in ("appoint", "appoint_first"):
        yield "没有提名的记录"
        return
    title = subject_of(appointment.person, appointment.post, appointment.mode).partition("）")[2]
    if f"（{appointment.person.staff_number}）{title}" not in proposed.subject:
        yield "提名记录里是别人或别的岗位"
    reviewing = appointment.post.reviewing and proposed.act != "appoint_first"
    if appointment.confirmed_row and reviewing:
        settled = confirmed and confirmed.act == "confirm_appointment" and confirmed.refers_to == proposed.number
        own = (proposed.person_number, appointment.person.staff_number)
        if not confirmed or not settled or confirmed.person_number in own:
            yield "没有另一位领导确认的记录"
    for number, act in ((appointment.ended_row, "end_appointment"), (appointment.refused_row, "refuse_appointment")):
        if number and (number not in rows or rows[number].act != act or rows[number].refers_to != proposed.number):
            yield "结束或不同意没有相应的记录"
    ended = rows.get(appointment.ended_row or 0)
    if ended and appointment.confirmed_row and appointment.post.reviewing:
        by_herself = ended.person_number == appointment.person.staff_number
        if not by_herself and (asked is None or asked.person_number == ended.person_number):
            yield "审核岗位的任职由一个人结束了"


def _holds(appointment: Appointment, row: LedgerEntry) -> bool:
    """Was it in force when the row was written?"""
    begun = appointment.confirmed_row and appointment.confirmed_row < row.number
    over = appointment.ended_row and appointment.ended_row < row.number
    running = appointment.starts <= row.at + MOMENT and (appointment.ends is None or row.at < appointment.ends + MOMENT)
    return bool(begun and not over and running)


def check_erasures() -> Iterator[Finding]:
    """As many saves are blank as each certificate says, and none without one."""
    blank: dict[int, int] = defaultdict(int)
    for model in (*kinds().values(), Attachment):
        erased = model.history.exclude(erased_by=None)  # type: ignore[attr-defined]
        counted = erased.order_by().values_list("erased_by").annotate(Count("pk"))
        for number, count in counted:
            blank[number] += count
    erased = dict(LedgerEntry.objects.filter(act="erase").values_list("number", "subject"))
    for number in {*erased, *blank}:
        if f"修改记录 {blank[number]} 条" not in erased.get(number, ""):
            yield Finding("erasure", f"第 {number} 行", "清除的修改记录和清除证明里的条数对不上")
