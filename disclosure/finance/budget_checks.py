"""Do a budget's kept tables add up? Pure."""

from decimal import Decimal

from .amounts import kept, shown
from .budgets import by_table
from .checks import explained
from .figures import ZERO
from .headings import is_total, ordinal_level, squeezed


def faults(figures: list[list[str]], rounding: Decimal) -> list[str]:
    """A cell that is no amount, a table without a name, a total that does not come out."""
    found = []
    for name, rows in by_table(figures).items():
        if not name:
            found.append("有的行没有写是哪张表")
        for row in rows:
            for cell in row[1:]:
                if cell and kept(cell) is None:
                    found.append(f"“{name}”里“{row[0]}”的“{cell}”不是数")
        found += _total(name, rows, rounding)
    return found


def _total(name: str, rows: list[list[str]], rounding: Decimal) -> list[str]:
    last = rows[-1]
    if not is_total(squeezed(last[0])):
        return []
    found = []
    lines = highest(rows[:-1])
    for place, word in ((1, "第一列"), (2, "第二列")):
        amounts, total = [kept(row[place]) for row in lines], kept(last[place])
        if total is None or None in amounts:
            continue
        added = sum((one for one in amounts if one is not None), ZERO)
        if abs(added - total) > explained(len(amounts), rounding):
            found.append(f"“{name}”{word}数的合计写的是 {shown(total)}，各行加起来是 {shown(added)}")
    return found


def highest(rows: list[list[str]]) -> list[list[str]]:
    """The rows of the highest level: with codes 类 alone; without, all but “其中”."""
    rows = [row for row in rows if not row[0].startswith("其中")]
    levels = [ordinal_level(squeezed(row[0])) for row in rows]
    top = levels[0] if levels else 0
    return [row for row, level in zip(rows, levels, strict=True) if level == top] if top else rows
