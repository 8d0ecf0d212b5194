"""Where the tables of a sheet are: heading rows, what each column is, which table it is, in what unit. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .headings import bare_name, budget_rank, is_total, quarter_named, role_of, squeezed, unit_in
from .workbook import Cell, Grid

LOOK_ABOVE = 8
KINDS = {"income": "收入", "spending": "支出", "three": "“三公”经费"}


@dataclass
class Block:
    """One table. head: first row of the headings; start: first row below them; end: row where the next table's begin.

    columns: role → column. units: role → unit of its own heading. kind: income, spending, three or "" (cannot tell).
    """

    grid: Grid
    head: int
    start: int
    end: int
    left: int
    right: int
    columns: dict[str, int]
    kind: str = ""
    unit: str = ""
    units: dict[str, str] = field(default_factory=dict)

    def cell(self, row: int, role: str) -> Cell:
        return self.grid.cell(row, self.columns[role])


@dataclass(frozen=True)
class Dialect:
    """How headings are read. role: heading (squeezed) → role. needs: one of these makes it a table.
    quarter: picks among columns of several quarters."""

    role: Callable[[str], str] = role_of
    needs: tuple[str, ...] = ("quarter", "cumulative")
    quarter: int | None = None


def blocks_of(grid: Grid, dialect: Dialect) -> list[Block]:
    """Every table of the sheet, from the top, from the left."""
    spread, found, row = grid.spread(), list[list[Block]](), 0
    while row < len(grid.rows):
        band = _band(grid, spread, row, dialect)
        if band:
            found.append(band)
            row = band[0].start
        else:
            row += 1
    ends = [*(band[0].head for band in found[1:]), len(grid.rows)]
    for band, end in zip(found, ends, strict=False):
        for block in band:
            block.end = end
    joined = _without_repeated_heads(found)
    for place, band in enumerate(joined):
        above = joined[place - 1][0].start if place else 0
        for block in band:
            block.unit = _unit(block, above)
            block.kind = _kind(block, above, alone=len(band) == 1)
    return [block for band in joined for block in band]


def _band(grid: Grid, spread: dict, row: int, dialect: Dialect) -> list[Block]:
    """The tables whose headings stand in this row (and the next): one, or several side by side."""
    if not any(dialect.role(squeezed(cell)) == "name" for cell in grid.rows[row] if isinstance(cell, str)):
        return []
    width = len(grid.rows[row])
    upper = [squeezed(spread.get((row, column), grid.cell(row, column))) for column in range(max(width, 1) + 20)]
    names = [
        column for column, text in enumerate(upper) if dialect.role(text) == "name" and _starts(spread, row, column)
    ]
    if not names:
        return []
    lower = [squeezed(grid.cell(row + 1, column)) for column in range(len(upper))]
    two = _is_second_row(grid, row + 1, names, upper, lower, dialect)
    texts = [_joined(a, b, dialect) if two else a for a, b in zip(upper, lower, strict=True)]
    start, blocks = row + (2 if two else 1), []
    for left, following in zip(names, [*names[1:], len(texts)], strict=True):
        columns = _columns(texts, left, following, dialect)
        if any(role in columns for role in dialect.needs):
            units = {role: unit_in(texts[column]) for role, column in columns.items()}
            blocks.append(Block(grid, row, start, start, left, following, columns, units=units))
    return blocks


def _starts(spread: dict, row: int, column: int) -> bool:
    """The first column of a heading merged over several."""
    return (row, column) not in spread or (row, column - 1) not in spread or (
        spread[row, column - 1] != spread[row, column]
    )  # fmt: skip


def _is_second_row(
    grid: Grid, row: int, names: list[int], upper: list[str], lower: list[str], dialect: Dialect
) -> bool:  # fmt: skip
    if any(lower[column] and lower[column] != upper[column] for column in names):
        return False
    numbers = any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in _line(grid, row))
    return not numbers and any(dialect.role(text) not in ("", "name") or "金额" in text for text in lower)


def _line(grid: Grid, row: int) -> list[Cell]:
    return grid.rows[row] if row < len(grid.rows) else []


def _joined(upper: str, lower: str, dialect: Dialect) -> str:
    """The lower heading where it says something by itself; else both: 本季度 over 金额."""
    return lower if dialect.role(lower) else (upper + lower if lower else upper)


def _columns(texts: list[str], left: int, end: int, dialect: Dialect) -> dict[str, int]:
    columns = {"name": left}
    for column in range(left + 1, end):
        role = dialect.role(texts[column])
        if role in ("", "name"):
            continue
        if role == "quarter" and dialect.quarter and quarter_named(texts[column]) not in (None, dialect.quarter):
            continue  # another quarter's, beside ours
        if role not in columns or (
            role == "budget" and budget_rank(texts[column]) < budget_rank(texts[columns["budget"]])
        ):
            columns[role] = column
    return columns


def _without_repeated_heads(bands: list[list[Block]]) -> list[list[Block]]:
    """A heading printed again on the next page, with nothing but blank rows before it, goes on with the same table."""
    kept: list[list[Block]] = []
    for band in bands:
        before = kept[-1] if kept else []
        if before and _same(before, band) and not _has_total(before[0]) and not _words_between(before[0], band[0]):
            for one, again in zip(before, band, strict=True):
                one.end = again.end
        else:
            kept.append(band)
    return kept


def _same(before: list[Block], band: list[Block]) -> bool:
    def texts(block: Block) -> list[str]:
        return [squeezed(cell) for cell in block.grid.rows[block.start - 1]]

    return texts(before[0]) == texts(band[0])


def _has_total(block: Block) -> bool:
    rows = range(block.start, block.end)
    return any(is_total(bare_name(squeezed(block.cell(row, "name")))) for row in rows)


def _words_between(block: Block, following: Block) -> bool:
    """A title above the next heading: a row with words and no number."""
    row = following.head - 1
    cells = _line(block.grid, row)
    return any(squeezed(cell) for cell in cells) and not any(isinstance(cell, float | int) for cell in cells)


def _unit(block: Block, above: int) -> str:
    """Stated nearest above the headings, in them, or anywhere on the sheet."""
    rows = [*range(block.head, max(above - 1, -1), -1), *range(len(block.grid.rows))]
    for row in rows:
        for cell in _line(block.grid, row):
            if isinstance(cell, str) and (unit := unit_in(squeezed(cell))):
                return unit
    return ""


def _kind(block: Block, above: int, *, alone: bool) -> str:
    grid, heading = block.grid, squeezed(block.cell(block.head, "name"))
    names = [squeezed(block.cell(row, "name")) for row in range(block.start, block.end)]
    if sum("公务接待" in name or "公务用车" in name or "因公出国" in name for name in names) >= 2:
        return "three"
    said = _said(heading) or ("income" if "来源" in heading else "spending" if "功能" in heading else "")
    if said:
        return said
    spread = grid.spread()
    for row in range(block.head - 1, max(above - 1, block.head - LOOK_ABOVE, -1), -1):
        span = range(len(_line(grid, row))) if alone else range(block.left, block.right)
        words = "".join(dict.fromkeys(squeezed(spread.get((row, c), grid.cell(row, c))) for c in span))
        if said := _said(words):
            return said
    if said := _said(squeezed(grid.name)):
        return said
    return _said("".join(name for name in names if name.endswith(("收入", "支出"))))


def _said(words: str) -> str:
    """收入 or 支出, where only one of them is said."""
    if "三公" in words:
        return "three"
    income, spending = "收入" in words, "支出" in words
    return "income" if income and not spending else "spending" if spending and not income else ""
