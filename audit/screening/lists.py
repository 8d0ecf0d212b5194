"""The list builder: the office's raw list becomes one that may be published, compared with the last and split by village.

Pure: bytes in, plain data out. Money is Decimal. Trouble is a Chinese sentence (`ListTrouble`), with the row where there is one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from audit.screening.masking.formats import ACCOUNT, ADDRESS, CARD, ID, NAME, PHONE, WHOLE, MaskFormats, masked_value
from audit.screening.raw_lists import DROP, KEEP, MASK, Column, ListTrouble, Raw, find_list, kind_of, money

__all__ = [
    "DROP",
    "KEEP",
    "MASK",
    "Column",
    "Comparison",
    "Line",
    "ListTrouble",
    "Listing",
    "Raw",
    "build",
    "by_village",
    "compare",
    "find_list",
    "kind_of",
    "money",
]

PREVIEW = 5
MOST_TOLD = 10  # wrong rows named in one sentence
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_END = re.compile(r"(?:村|社区)?(?:村民委员会|居民委员会|村委会|居委会)$|(?:社区|村|居)$")


@dataclass(frozen=True)
class Line:
    """One household or person as published. key: what makes it the same one in the next period."""

    number: int  # of the row in the office's file
    values: tuple[str, ...]
    name: str = ""
    village: str = ""
    group: str = ""
    amount: Decimal | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return (short_village(self.village), self.group, self.name)


@dataclass(frozen=True)
class Listing:
    """A list as it may be published."""

    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    before: tuple[tuple[str, ...], ...] = ()  # the first rows as the office gave them, heading first
    after: tuple[tuple[str, ...], ...] = ()
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines if line.amount is not None), Decimal(0))

    @property
    def count(self) -> int:
        return len(self.lines)


def build(raw: Raw, acts: Mapping[str, str] | None = None, formats: MaskFormats | None = None) -> Listing:
    """The list to publish. acts: heading -> keep, mask or drop, where the clerk decided otherwise than the rules."""
    columns = [replace(column, act=(acts or {}).get(column.label, column.act)) for column in raw.columns]
    kept = [(place, column) for place, column in enumerate(columns) if column.act != DROP]
    if not any(column.kind in (NAME, "village") for _, column in kept):
        raise ListTrouble("表里没有“姓名”或“村”这一列，看不出是谁的名单。请补上列名再上传。")
    formats, notes, lines, wrong = formats or MaskFormats(), list(raw.notes), list[Line](), list[str]()
    for number, row in zip(raw.numbers, raw.rows, strict=True):
        values = tuple(_value(row[place], column, formats) for place, column in kept)
        of = {column.kind: value for (place, column), value in zip(kept, values, strict=True)}
        amount = money(of.get("amount", ""))
        if amount is None and of.get("amount", "").strip():
            wrong.append(f"第 {number} 行的金额“{of['amount'][:20]}”")
        lines.append(Line(number, values, of.get(NAME, ""), of.get("village", ""), of.get("group", ""), amount))
    if wrong:
        more = f" 等 {len(wrong)} 行" if len(wrong) > MOST_TOLD else ""
        raise ListTrouble(f"{'、'.join(wrong[:MOST_TOLD])}{more}不是数字。请改好再上传。")
    labels = tuple(column.label for _, column in kept)
    listing = Listing(
        labels,
        tuple(lines),
        (tuple(column.label for column in columns), *raw.rows[:PREVIEW]),
        (labels, *(line.values for line in lines[:PREVIEW])),
        tuple(column.label for column in columns if column.act == DROP),
    )
    if raw.stated_total is not None and raw.stated_total != listing.total:
        notes.append(f"表里写的合计是 {raw.stated_total} 元，逐行相加是 {listing.total} 元。请核对。")
    return replace(listing, notes=tuple(notes))


def _value(text: str, column: Column, formats: MaskFormats) -> str:
    if column.kind == NAME:  # 李 四, spread to stand under 王五六, is the same person as 李四
        text = _SPREAD.sub("", text)
    if column.act != MASK or not text.strip():
        return text
    if column.kind == "other":  # nobody knows what it holds: only long numbers are masked
        return re.sub(r"[0-9][0-9 \-]{5,}[0-9Xx]", lambda found: masked_value(CARD, found[0], formats), text)
    family = column.kind if column.kind in (ID, CARD, PHONE, ADDRESS, ACCOUNT, NAME) else WHOLE
    return masked_value(family, text, formats)


def short_village(name: str) -> str:
    """太平村, 太平村委会, 落儿岭镇太平村村民委员会 are one village: 太平."""
    bare = "".join(name.split())
    return _END.sub("", re.sub(r"^.*?(?:镇|乡|街道)(?=..)", "", bare)) or bare


@dataclass(frozen=True)
class Comparison:
    """With the last period's list; what the leader's phone shows first."""

    total: Decimal
    count: int
    last_total: Decimal
    last_count: int
    new: tuple[Line, ...] = ()
    gone: tuple[Line, ...] = ()
    changed: tuple[tuple[Line, Line], ...] = ()  # then, now
    largest: tuple[Line, ...] = field(default=())


def compare(now: Listing, last: Listing | None, most: int = 10) -> Comparison:
    """Namesakes of one village and group are told apart by their amounts as far as that goes."""
    waiting: dict[tuple[str, str, str], list[Line]] = {}
    for line in last.lines if last else ():
        waiting.setdefault(line.key, []).append(line)
    rest, new, changed = [], [], []
    for line in now.lines:
        same = next((one for one in waiting.get(line.key, ()) if one.amount == line.amount), None)
        if same is None:
            rest.append(line)
        else:
            waiting[line.key].remove(same)
    for line in rest:
        if then := waiting.get(line.key):
            changed.append((then.pop(0), line))
        else:
            new.append(line)
    gone = tuple(line for lines in waiting.values() for line in lines)
    largest = sorted((one for one in now.lines if one.amount is not None), key=lambda one: -(one.amount or 0))[:most]
    before = (last.total, last.count) if last else (Decimal(0), 0)
    return Comparison(now.total, now.count, *before, tuple(new), gone, tuple(changed), tuple(largest))


def by_village(listing: Listing, villages: Sequence[str]) -> dict[str, Listing]:
    """One list for each village that has lines, in the order given. ListTrouble names the rows that belong to none."""
    if not any(line.village for line in listing.lines):
        raise ListTrouble("表里没有“村”这一列，不能按村分开。请补上村名再上传。")
    known = {short_village(name): name for name in villages}
    found: dict[str, list[Line]] = {name: [] for name in villages}
    unknown: list[str] = []
    for line in listing.lines:
        name = known.get(short_village(line.village)) or _within(line.village, known)
        if name is None:
            unknown.append(
                f"第 {line.number} 行“{line.village[:12]}”" if line.village else f"第 {line.number} 行是空的"
            )
        else:
            found[name].append(line)
    if unknown:
        more = f" 等 {len(unknown)} 行" if len(unknown) > MOST_TOLD else ""
        raise ListTrouble(f"村名对不上：{'、'.join(unknown[:MOST_TOLD])}{more}。请改成本镇的村或社区的名称再上传。")
    return {
        name: replace(
            listing,
            lines=tuple(lines),
            before=(),
            after=(listing.labels, *(line.values for line in lines[:PREVIEW])),
            notes=(),
        )
        for name, lines in found.items()
        if lines
    }


def _within(text: str, known: Mapping[str, str]) -> str | None:
    """太平村张湾组 lies in 太平村; None when no village fits, or more than one."""
    bare = re.sub(r"^.*?(?:镇|乡|街道)(?=..)", "", "".join(text.split()))
    fitting = [name for short, name in known.items() if re.match(rf"{re.escape(short)}(?:村|社区|居)", bare)]
    return fitting[0] if len(fitting) == 1 else None
