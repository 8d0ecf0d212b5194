"""A budget's or final account's workbook: one table a sheet (or several), each under the name the law gives it. Pure."""

import re
from decimal import Decimal

from .amounts import in_wan
from .blocks import LOOK_ABOVE, Block, Dialect, blocks_of
from .budgets import WANTED, heads
from .headings import NAME, squeezed, unit_in
from .problems import CannotRead, Problem, in_order
from .reading import ROUNDING
from .rows import Table, TableReader, Terms
from .workbook import Grid, open_workbook

ROLES = ("before", "now")
NAMES = NAME | {"收入项目", "支出项目", "指标", "预算单位", "转移支付项目", "债务类型", "单位名称"}
_BEFORE = {"budget": re.compile(r"上年|去年|执行数"), "accounts": re.compile(r"预算")}
_NOW = {
    "budget": re.compile(r"本年|预算|金额|合计|数额|\d{4}年"), "accounts": re.compile(r"决算|本年|金额|合计"),
}  # fmt: skip
_NOT_READ = ("%", "率", "比重", "占比", "增减", "编码", "代码", "序号", "备注", "说明", "完成")
_TOWN = re.compile(r"^.{0,12}?(?:镇|乡|街道)|20\d{2}年?度?|公开|附表?\d*[:：]?|表\d+[:：]?")
MOST_NAME = 30


def dialect(sort: str) -> Dialect:
    which = "accounts" if sort.endswith("accounts") else "budget"

    def role(text: str) -> str:
        bare = re.sub(r"[(（](?:亿元|万元|千元|元)[)）]", "", text)
        if bare in NAMES:
            return "name"
        if not bare or any(word in bare for word in _NOT_READ):
            return ""
        if _BEFORE[which].search(bare) and not (which == "accounts" and "决算" in bare):
            return "before"
        return "now" if _NOW[which].search(bare) and "单位" not in bare else ""

    return Dialect(role=role, needs=("now",))


def read_budget(data: bytes, sort: str, most: Decimal = ROUNDING) -> tuple[list[list[str]], list[Problem]]:
    """(rows of 表, 科目, 对比数, 本数; problems): one of the two is empty."""
    try:
        grids = open_workbook(data)
    except CannotRead as error:
        return [], [Problem("", None, None, str(error))]
    found: dict[str, Table] = {}
    problems: list[Problem] = []
    for grid in grids:
        for block in blocks_of(grid, dialect(sort)):
            name = table_name(block, sort)
            if name in found:
                told = f"“{name}”又出现一次，只能有一张。多余的请删掉，或把表名改对。"
                problems.append(Problem(grid.name, block.head, None, told))
                continue
            if not block.unit:
                told = "没有写金额单位。请在表名下面写“单位：万元”或“单位：元”。"
                problems.append(Problem(grid.name, block.head, None, told))
                block.unit = "万元"
            reader = TableReader(block, _terms(name, sort), most)
            found[name] = reader.read()
            problems += reader.problems
    if not found:
        words = "、".join(heads(sort))
        problems.append(Problem("", None, None, f"没有找到一张能读的表：要有一行表头，写着“{words}”。"))
    if problems:
        return [], in_order(problems, [grid.name for grid in grids])
    return [row for name, table in found.items() for row in _rows(name, table)], []


def _terms(name: str, sort: str) -> Terms:
    _, before, now = heads(sort)
    total = name.endswith(("收入表", "支出表"))
    return Terms(name, ROLES, {"before": before, "now": now}, ("now",), keeps_details=True, needs_total=total)


def _rows(name: str, table: Table) -> list[list[str]]:
    lines = [*table.rows, table.total] if table.total else table.rows
    return [[name, line.name, *(_text(line.amounts.get(role)) for role in ROLES)] for line in lines]


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else in_wan(amount)


def table_name(block: Block, sort: str) -> str:
    """The name the law gives the table, where its title or its sheet says so; else its own title."""
    titles = [*_titles(block), squeezed(block.grid.name)]
    for title in titles:
        found = [name for name in WANTED[sort] if _plain(name) in _plain(title)]
        if found:
            return max(found, key=len)
    for title in titles:
        bare = _TOWN.sub("", title).strip("()（）")
        if len(bare) >= 3:
            return bare[:MOST_NAME]
    return (titles[-1] or "未命名的表")[:MOST_NAME]


def _plain(name: str) -> str:
    return re.sub(r"[“”\"'《》()（）]|预算|决算|表$", "", name)


def _titles(block: Block) -> list[str]:
    """The words above the headings, nearest first; not the line with the unit."""
    grid: Grid = block.grid
    found = []
    for row in range(block.head - 1, max(block.head - LOOK_ABOVE, -1), -1):
        words = "".join(dict.fromkeys(squeezed(cell) for cell in grid.rows[row] if isinstance(cell, str)))
        if words and not (unit_in(words) and len(words) < 14):
            found.append(words)
    return found
