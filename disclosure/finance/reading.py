"""From the bytes of a workbook to a quarter's report: everything read, or everything that is wrong. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .amounts import in_wan
from .balance import balances, people
from .blocks import KINDS, Block, Dialect, blocks_of
from .problems import CannotRead, Problem, in_order
from .quarters import Quarter, named_in
from .rows import QUARTER_TERMS, ROLES, Line, Table, TableReader
from .workbook import Grid, open_workbook

ROUNDING = Decimal(500)  # yuan, where no setting is given
Rows = list[list[str]]


@dataclass
class Report:
    """What the working text takes over: rows of (name, budget, quarter, cumulative) as kept texts, the total last."""

    income: Rows
    spending: Rows
    three: Rows
    opening: str
    closing: str
    compiled_by: str = ""
    checked_by: str = ""
    notes: Rows = field(default_factory=list)  # (name, why) from a column of remarks


@dataclass
class Reading:
    """report is None exactly where there are problems."""

    report: Report | None
    problems: list[Problem]


def read_quarter(data: bytes, quarter: Quarter, most: Decimal = ROUNDING) -> Reading:
    """most: the largest difference in yuan that rounding may explain."""
    try:
        grids = open_workbook(data)
    except CannotRead as error:
        return Reading(None, [Problem("", None, None, str(error))])
    problems = list(_wrong_quarter(grids, quarter))
    blocks = [block for grid in grids for block in blocks_of(grid, Dialect(quarter=quarter.number))]
    tables, found = _tables(blocks, grids, most)
    problems += found
    amounts, found = balances(grids)
    problems += found
    for which, word in (("opening", "期初结余（或季初结余）"), ("closing", "期末结余（或季末结余）")):
        if which not in amounts:
            problems.append(Problem("", None, None, f"没有找到{word}。请在表里写一行，右边填数；没有结余填 0。"))
    problems = in_order(problems, [grid.name for grid in grids])
    if problems:
        return Reading(None, problems)
    made, checked = people(grids)
    return Reading(
        Report(
            **{kind: _rows(tables[kind]) for kind in KINDS}, compiled_by=made, checked_by=checked,
            opening=in_wan(amounts["opening"][0] or Decimal(0)), closing=in_wan(amounts["closing"][0] or Decimal(0)),
            notes=[[line.name, line.note] for line in tables["spending"].lines if line.note],
        ),
        [],
    )  # fmt: skip


def _wrong_quarter(grids: list[Grid], quarter: Quarter) -> Iterable[Problem]:
    """Titles that name another quarter than the one chosen."""
    for grid in grids:
        for row, cells in enumerate(grid.rows[:6]):
            for column, cell in enumerate(cells):
                if not isinstance(cell, str) or "年" not in cell or len(cell) > 60 or "预算" in cell:
                    continue
                year, number = named_in(cell)
                if (year or quarter.year) != quarter.year or (number or quarter.number) != quarter.number:
                    said = f"这里写的是“{cell.strip()}”，您选的是{quarter.full}。请核对选的季度，或换对的文件。"
                    yield Problem(grid.name, row, column, said)


def _tables(blocks: list[Block], grids: list[Grid], most: Decimal) -> tuple[dict[str, Table], list[Problem]]:
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for block in blocks:
        place = (block.grid.name, block.head, block.columns["name"])
        if not block.kind:
            problems.append(Problem(*place, "看不出这张表是收入还是支出。请在表名里写明“收入”或“支出”。"))
        elif block.kind in tables:
            problems.append(Problem(*place, f"又有一张{KINDS[block.kind]}表，只能有一张。多余的请删掉。"))
        elif not block.unit:
            problems.append(Problem(*place, "没有写金额单位。请在表名下面写“单位：万元”或“单位：元”。"))
            tables[block.kind] = Table(block.kind, block)
        else:
            reader = TableReader(block, QUARTER_TERMS[block.kind], most)
            tables[block.kind] = reader.read()
            problems += reader.problems
    for kind, title in KINDS.items():
        if kind not in tables:
            wanted = "“科目、全年预算、本季、累计”" if kind != "three" else "“项目、全年预算、本季、累计”"
            problems.append(
                Problem("", None, None, f"没有找到{title}表：要有一行表头，写着{wanted}。可以下载模板对照。")
            )
    return tables, problems


def _rows(table: Table) -> Rows:
    lines = [*table.lines, table.total] if table.total else table.lines
    return [[line.name, *(_text(line, role) for role in ROLES)] for line in lines]


def _text(line: Line, role: str) -> str:
    amount = line.amounts.get(role)
    return "" if amount is None else in_wan(amount)
