"""The kept rows of a quarter as figures again: lines, totals, how far the year's budget is used. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from .amounts import kept, percent
from .headings import is_total, squeezed
from .quarters import Quarter

HEAD = ("科目", "全年预算", "本季", "累计")
THREE_HEAD = ("项目", "全年预算", "本季", "累计")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Entry:
    """One row, in 万元; None where nothing was given."""

    name: str
    budget: Decimal | None
    quarter: Decimal | None
    cumulative: Decimal | None

    @property
    def used(self) -> Decimal | None:
        """Per cent of the year's budget."""
        return percent(self.cumulative, self.budget)


@dataclass(frozen=True)
class Side:
    """Income, spending or 三公: its lines, and the total as the office wrote it."""

    lines: list[Entry]
    total: Entry

    def line(self, name: str) -> Entry | None:
        return next((line for line in self.lines if line.name == name), None)


@dataclass(frozen=True)
class Figures:
    quarter: Quarter
    income: Side
    spending: Side
    three: Side
    opening: Decimal | None
    closing: Decimal | None


def entry(row: list[str]) -> Entry:
    cells = [*row, "", "", "", ""][:4]
    return Entry(cells[0], *(kept(cell) for cell in cells[1:]))


def side(rows: list[list[str]]) -> Side:
    """A last row 合计 is the total; without one the lines are added up."""
    entries = [entry(row) for row in rows]
    if entries and is_total(squeezed(entries[-1].name)):
        return Side(entries[:-1], entries[-1])
    added = [_added(entries, role) for role in ("budget", "quarter", "cumulative")]
    return Side(entries, Entry("合计", *added))


def _added(entries: list[Entry], role: str) -> Decimal | None:
    amounts = [getattr(one, role) for one in entries]
    return None if not amounts or None in amounts else sum(amounts, ZERO)


def short(name: str) -> str:
    """农林水支出 → 农林水, as it is said in a sentence."""
    bare = name.removesuffix("支出")
    return bare if len(bare) >= 2 and bare != "其他" else name


def points(amount: Decimal) -> str:
    """3.8 → “3.8”, 4.0 → “4”."""
    return f"{abs(amount):.1f}".removesuffix(".0")


def sentence(figures: Figures) -> str:
    """The quarter in two or three sentences, from its figures alone."""
    quarter, spending = figures.quarter, figures.spending
    said = [
        (figures.income.total.quarter, f"{quarter.short}收入 {{}} 万元"), (spending.total.quarter, "支出 {} 万元"),
        (figures.closing, "季末结余 {} 万元"),
    ]  # fmt: skip
    text = "，".join(words.format(f"{amount:,.2f}") for amount, words in said if amount is not None)
    text = f"{text}。" if text else ""
    most = sorted((line for line in spending.lines if (line.quarter or 0) > 0), key=lambda line: -(line.quarter or 0))
    if len(most) > 3:
        names = [short(line.name) for line in most[:3]]
        text += f"钱主要用在{names[0]}、{names[1]}和{names[2]}。"
    return text + progress(figures)


def progress(figures: Figures) -> str:
    used = figures.spending.total.used
    if used is None:
        return ""
    gap = used - figures.quarter.time_passed
    if figures.quarter.number == 4:
        return f"全年预算执行了 {used}%。"
    pace = "和时间进度一样" if not gap else f"比时间进度{'快' if gap > 0 else '慢'} {points(gap)} 个百分点"
    return f"全年预算执行了 {used}%，{pace}。"


def slow(figures: Figures, lag: Decimal) -> list[tuple[Entry, Decimal]]:
    """Spending lines further behind the year's time than `lag` points, with how far."""
    found = []
    for line in figures.spending.lines:
        if line.used is not None and figures.quarter.time_passed - line.used > lag:
            found.append((line, figures.quarter.time_passed - line.used))
    return found
