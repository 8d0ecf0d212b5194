"""What a village's finances must hold: every line dated, said and of one side; the whole adds up to the cent. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from disclosure.finance.amounts import kept, shown

from .periods import NotADay, Period, day_of, shown_day

HEAD = ("日期", "摘要", "收入", "支出", "经手", "票据号")
DAY, WHAT, INCOME, SPENDING, BY, VOUCHER = range(6)
NOUGHT = Decimal(0)
MOST_NAMED = 3


@dataclass(frozen=True)
class Sums:
    income: Decimal
    spending: Decimal
    opening: Decimal | None
    closing: Decimal | None

    @property
    def reckoned(self) -> Decimal | None:
        """What must be left."""
        return None if self.opening is None else self.opening + self.income - self.spending


def sums(entries: Iterable[list[str]], opening: str, closing: str) -> Sums:
    """Of kept texts, yuan."""
    rows = list(entries)
    income = sum((kept(row[INCOME]) or NOUGHT for row in rows), NOUGHT)
    spending = sum((kept(row[SPENDING]) or NOUGHT for row in rows), NOUGHT)
    return Sums(income, spending, kept(opening), kept(closing))


def row_faults(row: list[str], period: Period) -> list[str]:
    """What is wrong with one line, as ends of a sentence that names it."""
    found = []
    try:
        day_of(row[DAY], period)
    except NotADay as error:
        found.append(f"日期“{row[DAY]}”{error}" if row[DAY] else str(error))
    if not row[WHAT].strip():
        found.append("没有写摘要：是什么钱")
    given = [name for name, cell in (("收入", row[INCOME]), ("支出", row[SPENDING])) if cell.strip()]
    if len(given) == 2:
        found.append("收入和支出都填了，一行只写一笔")
    if not given:
        found.append("收入、支出都没有填")
    for name, cell in (("收入", row[INCOME]), ("支出", row[SPENDING])):
        if cell.strip() and kept(cell) is None:
            found.append(f"{name}“{cell}”不是数")
        elif cell.strip() and kept(cell) == NOUGHT:
            found.append(f"{name}是 0，没有发生的不用列")
    return found


def faults(entries: list[list[str]], opening: str, closing: str, period: Period) -> list[str]:
    """Sentences that keep the item from being submitted, by row."""
    found = []
    for number, row in enumerate(entries, start=1):
        name = f"第 {number} 笔" + (f"（{row[WHAT]}）" if row[WHAT] else "")
        found += [f"{name}{fault}。" for fault in row_faults(row, period)]
    for label, text in (("上期结余", opening), ("本期结余", closing)):
        if kept(text) is None:
            found.append(f"“{label}”要填一个数，单位元；没有结余填 0。")
    whole = sums(entries, opening, closing)
    if not found and whole.reckoned is not None and whole.closing is not None and whole.reckoned != whole.closing:
        gap = abs(whole.reckoned - whole.closing)
        found.append(
            f"上期结余 {shown(whole.opening)}＋收入 {shown(whole.income)}－支出 {shown(whole.spending)}＝{shown(whole.reckoned)}，"
            f"本期结余写的是 {shown(whole.closing)}，差 {shown(gap)} 元。"
        )
    return found


def cautions(entries: list[list[str]]) -> list[str]:
    """What both reviewers should look at: spending without a voucher or a name, a line that stands there twice."""
    found = []
    for column, label in ((VOUCHER, "票据号"), (BY, "经手人")):
        bare = [row for row in entries if row[SPENDING] and not row[column]]
        if bare:
            named = "、".join(f"{shown_day(row[DAY])} {row[WHAT]}" for row in bare[:MOST_NAMED])
            found.append(f"有 {len(bare)} 笔支出没有写{label}：{named}{'等' if len(bare) > MOST_NAMED else ''}。")
    met: dict[tuple, int] = {}
    for number, row in enumerate(entries, start=1):
        first = met.setdefault(tuple(row[:4]), number)
        if first != number:
            found.append(f"第 {number} 笔和第 {first} 笔一样（{row[WHAT]}），请核对是不是重复入账。")
    return found
