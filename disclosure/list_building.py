"""From the office's raw table to drafts: read, held while the clerk decides, then made - one list, or one a village.

Pure rules are in `audit/screening/lists.py`; here they meet the person, her rights and the database.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from audit import drafting, rights
from audit.characters import one_line
from audit.facts import value
from audit.models import Account, Unit
from audit.models import Column as Place
from audit.screening import lists, scanning
from audit.screening.lists import DROP, KEEP, MASK, Column, Listing, ListTrouble, Raw
from audit.screening.readers.kinds import ZipNames, kind_of
from audit.screening.told import context

from .models import PersonList
from .person_list import amount, has_money, last_published, listing_of

TABLES = ("xlsx", "xls", "odf", "text")
# What a column may be taken for: kinds of `raw_lists`, in the words of the page. Those of MEANINGS can be published.
KINDS = {
    "name": "姓名", "village": "村", "group": "组", "amount": "金额", "item": "内容（面积、项目、标准……）", "number": "序号",
    "id_number": "身份证号", "card": "银行账号", "phone": "电话", "account": "邮箱、微信", "address": "住址",
    "illness": "健康状况", "background": "个人情况", "signature": "签字、备注", "other": "认不出",
}  # fmt: skip
ACTS = {KEEP: "留下", MASK: "遮住", DROP: "删去"}
# Never published as they stand, whatever the clerk calls them (domain.md §11; PIPL art 28).
PROTECTED = ("id_number", "card", "phone", "account", "illness", "background", "address")
ONCE = ("name", "village", "group", "amount")


@dataclass
class Told:
    """What the clerk said of the list: the same for every village it is split into."""

    programme: str
    period: str
    basis: str
    unit: int
    column: int
    formed_on: str = ""
    expires_on: str = ""
    item: str = ""  # the draft whose rows are replaced; "" for a new one

    @property
    def days(self) -> dict[str, date | None]:
        given = {"formed_on": self.formed_on, "expires_on": self.expires_on}
        return {name: date.fromisoformat(text) if text else None for name, text in given.items()}


@dataclass
class Held:
    """Between the two steps: what was said, the table as it was read, and what was decided about its columns so far."""

    told: Told
    raw: Raw
    choices: list[list[str]] = field(default_factory=list)  # for each column [kind, act]
    each: bool = False  # one draft a village

    def as_bytes(self) -> bytes:
        kept = asdict(self) | {"total": str(self.raw.stated_total or "")}
        kept["raw"].pop("stated_total")
        return json.dumps(kept, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Held":
        kept = json.loads(data)
        raw, total = kept["raw"], kept["total"]
        return cls(Told(**kept["told"]), Raw(
            raw["sheet"], tuple(Column(**column) for column in raw["columns"]), tuple(map(tuple, raw["rows"])),
            tuple(raw["numbers"]), Decimal(total) if total else None, tuple(raw["notes"]),
        ), kept["choices"], kept["each"])  # fmt: skip


def read_raw(account: Account, name: str, data: bytes) -> Raw:
    """The office's file, nothing of it kept. ListTrouble or scanning.CannotDecide, each a sentence."""
    reading = scanning.read_unkept(account, name, data)
    if not reading.readable:
        raise ListTrouble(reading.why.replace("无法检查", "读不出名单"))
    kind = kind_of(data, ZipNames(data))
    if kind not in TABLES:
        raise ListTrouble(f"“{name[:40]}”不是表格。请在电脑上用 WPS 或 Excel 打开，另存为 .xlsx 再上传。")
    try:
        return _clean(lists.find_list("名单.csv" if kind == "text" else "名单.xlsx", data, reading))
    except ListTrouble as trouble:
        raise ListTrouble(
            str(trouble).replace("，没有遮盖", "，没有读成名单").replace("不能遮盖", "读不出名单")
        ) from trouble


def _clean(raw: Raw) -> Raw:
    """Without the control and invisible signs that old systems leave in cells; each cell one line."""
    columns = tuple(replace(column, label=one_line(column.label)) for column in raw.columns)
    return replace(raw, columns=columns, rows=tuple(tuple(map(one_line, row)) for row in raw.rows))


def default_choices(raw: Raw) -> list[list[str]]:
    """By rule: what the headings say. Numbers of rows go: pages and posters count by themselves."""
    return [[column.kind, DROP if column.kind == "number" else column.act] for column in raw.columns]


def problems_of(raw: Raw, choices: Sequence[Sequence[str]]) -> list[str]:
    """Sentences on decisions that cannot stand."""
    found = []
    for column, (kind, act) in zip(raw.columns, choices, strict=True):
        if act == KEEP and (kind in PROTECTED or lists.kind_of(column.label)[0] in PROTECTED):
            found.append(f"“{column.label}”是个人信息，不能原样公开，请选“遮住”或“删去”。")
    for once in ONCE:
        named = [
            column.label
            for column, (kind, act) in zip(raw.columns, choices, strict=True)
            if kind == once and act != DROP
        ]
        if len(named) > 1:
            found.append(
                f"{'、'.join(f'“{label}”' for label in named)}都当成了“{KINDS[once]}”，只能有一列，别的请改成“内容”。"
            )
    if not any(kind == "name" and act != DROP for kind, act in choices):
        found.append("要有一列是“姓名”，公开的名单才知道是谁。")
    return found


def built(raw: Raw, choices: Sequence[Sequence[str]]) -> Listing:
    """The list to publish under these decisions. ListTrouble where a row or a decision cannot stand."""
    if wrong := problems_of(raw, choices):
        raise ListTrouble("".join(wrong))
    decided = [replace(column, kind=kind, act=act) for column, (kind, act) in zip(raw.columns, choices, strict=True)]
    listing = lists.build(replace(raw, columns=tuple(decided)), None, context().masks)
    kept = [
        f"“{column.label}”按规定该{ACTS[by_rule]}，起草人选了“留下”，请核对。"
        for column, (_, act), (_, by_rule) in zip(raw.columns, choices, default_choices(raw), strict=True)
        if act == KEEP and by_rule != KEEP and column.kind != "number"
    ]
    return replace(listing, notes=(*listing.notes, *kept))


def arranged(raw: Raw, choices: Sequence[Sequence[str]], listing: Listing) -> tuple[list[list[str]], list[list[str]]]:
    """(columns, rows) as `PersonList` keeps them: the name first, then the group, money last; the village before all."""
    kept = [kind for kind, act in choices if act != DROP]
    order = sorted(
        (place for place, kind in enumerate(kept) if kind != "village"),
        key=lambda place: {"name": 0, "group": 1, "amount": 3}.get(kept[place], 2),
    )
    known = ("name", "group", "amount")
    columns = [[listing.labels[place], kept[place] if kept[place] in known else "item"] for place in order]
    return columns, [[line.village, *(line.values[place] for place in order)] for line in listing.lines]


def villages() -> list[Unit]:
    return list(Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True))


def split(listing: Listing) -> dict[str, Listing]:
    """Village (by its short name) → its part; {"": all} where no column is the village. ListTrouble names the rows
    that belong to no village of the town."""
    if not any(line.village for line in listing.lines):
        return {"": listing}
    parts = lists.by_village(listing, [unit.short_name for unit in villages()])
    return {name: _of_village(part, name) for name, part in parts.items()}


def _of_village(part: Listing, name: str) -> Listing:
    return replace(part, lines=tuple(replace(line, village=name) for line in part.lines))


def whole(parts: dict[str, Listing], listing: Listing, village: str = "") -> Listing:
    """All of it in one. village: the only one whose list it is; ListTrouble where others stand in it."""
    if others := [name for name in parts if village and name not in ("", village)]:
        raise ListTrouble(f"这是{village}的名单，表里还有{'、'.join(others)}的人。请去掉，或由镇里的单位上传。")
    joined = replace(listing, lines=tuple(line for part in parts.values() for line in part.lines))
    return _of_village(joined, village) if village else joined


@dataclass(frozen=True)
class Home:
    """Where one village's draft would lie. unit None: this person may not write there."""

    village: str
    listing: Listing
    unit: Unit | None = None
    column: Place | None = None


def homes(account: Account, parts: dict[str, Listing]) -> list[Home]:
    """For each village its own unit and its column of lists, where the person may draft into both."""
    units = {unit.short_name: unit for unit in villages()}
    return [Home(name, part, *_home(account, units.get(name))) for name, part in parts.items() if name]


def _home(account: Account, unit: Unit | None) -> tuple[Unit | None, Place | None]:
    if unit is None:
        return None, None
    own = Place.objects.filter(responsible_unit=unit, is_active=True, lists_persons=True, children=None)
    column = own.filter(name__contains="村务").first() or own.first()
    if column is None or not drafting.may_draft(account, unit, column):
        return None, None
    return unit, column


def make_drafts(account: Account, held: Held, listing: Listing) -> list[PersonList]:
    """All or none. DraftError, or ListTrouble (a sentence each) where it cannot."""
    parts, told = split(listing), held.told
    with transaction.atomic():
        if told.item or not held.each:
            item = _loaded(account, told.item) if told.item else _new(told, *_chosen(told))
            return [_fill(account, item, held, whole(parts, listing, item.village))]
        places = homes(account, parts)
        if closed := [home.village for home in places if home.unit is None]:
            raise ListTrouble(f"您的岗位不能往{'、'.join(closed)}的栏目里写，请选“做成一条”。")
        return [_fill(account, _new(told, home.unit, home.column, home.village), held, home.listing) for home in places]


def _chosen(told: Told) -> tuple[Unit, Place, str]:
    """The unit and column said, and the village whose list it is where the unit is one."""
    unit = Unit.objects.get(pk=told.unit)
    return unit, Place.objects.get(pk=told.column), unit.short_name if unit.kind == Unit.Kind.VILLAGE else ""


def village_of(account: Account, told: Told) -> str:
    return _loaded(account, told.item).village if told.item else _chosen(told)[2]


def before(account: Account, held: Held, parts: dict[str, Listing]) -> tuple[Listing | None, str]:
    """(the list published last, its period) of what the drafts would continue: as the reviewers will see it."""
    told = held.told
    if held.each and not told.item:
        wanted = [(home.unit.pk, home.village) for home in homes(account, parts) if home.unit]
    else:
        wanted = [(told.unit, village_of(account, told))]
    found = [last_published(unit, told.programme, village, period=told.period) for unit, village in wanted]
    facts = [edition.facts_data for edition in found if edition]
    lines = tuple(line for one in facts for line in listing_of(one).lines)
    return (Listing((), lines), value(facts[0], "period")) if facts else (None, "")


def _loaded(account: Account, pk: str) -> PersonList:
    item = PersonList.objects.filter(pk=UUID(pk)).first()
    if item is None or not rights.can(account, "draft", item):
        raise drafting.DraftError("这份名单不在您的岗位范围内，不能改。")
    return item


def _new(told: Told, unit: Unit | None, column: Place | None, village: str) -> PersonList:
    title = f"{village}{told.period}{told.programme}名单"
    return PersonList(
        title=title, unit=unit, column=column, village=village, programme=told.programme, period=told.period,
        basis=told.basis, **told.days,
    )  # fmt: skip


def _fill(account: Account, item: PersonList, held: Held, listing: Listing) -> PersonList:
    item.columns, item.rows = arranged(held.raw, held.choices, listing)
    item.remarks = "\n".join(listing.notes)
    if not item.summary or item._state.adding:
        item.summary = summary(item, listing)
    try:
        item.full_clean(exclude=["kind", "created_at", "changed_at", "drafter"])
    except ValidationError as error:
        raise ListTrouble("".join(error.messages)) from error
    drafting.save(account, item)
    return item


def summary(item: PersonList, listing: Listing) -> str:
    """Figures alone, no name."""
    places = len({line.village for line in listing.lines if line.village})
    where = f"{places} 个村" if places > 1 else item.village
    money = f"，合计 {amount(listing.total)} 元" if has_money(listing) else ""
    return f"{where}共 {listing.count} 户（人）{money}。"
