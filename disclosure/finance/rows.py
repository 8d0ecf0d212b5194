"""The rows of one table: lines, subtotals, “of which”, the total; and whether they add up. Pure."""

from dataclasses import dataclass, field
from decimal import Decimal

from .amounts import UNITS, NotMoney, in_wan, yuan
from .balance import is_balance
from .blocks import Block
from .headings import bare_name, ends_table, is_subtotal, is_total, ordinal_level, proper, squeezed
from .problems import Problem
from .workbook import Cell

HALF = Decimal("0.005")  # what rounding can take off or add to one figure with two decimals
LOOSE = 9  # level of a row without a number of its own under rows that have one


@dataclass(frozen=True)
class Terms:
    """What a kind of table has: the roles of its columns, their words, which of them must be there.

    keeps_details: every level of a classification is a line of its own (budgets), or the highest alone (quarters).
    """

    title: str
    roles: tuple[str, ...]
    words: dict[str, str]
    required: tuple[str, ...]
    keeps_details: bool = False
    needs_total: bool = True


ROLES = ("budget", "quarter", "cumulative")
WORDS = {"budget": "全年预算", "quarter": "本季", "cumulative": "累计"}
QUARTER_TERMS = {
    "income": Terms("收入", ROLES, WORDS, ("quarter", "cumulative")),
    "spending": Terms("支出", ROLES, WORDS, ROLES),
    "three": Terms("“三公”经费", ROLES, WORDS, ("quarter",)),
}


@dataclass
class Line:
    """amounts: role → yuan; None where the cell could not be read (told already)."""

    name: str
    row: int
    amounts: dict[str, Decimal | None]
    note: str = ""


@dataclass
class Table:
    kind: str
    block: Block
    lines: list[Line] = field(default_factory=list)  # of the highest level: they make the total
    rows: list[Line] = field(default_factory=list)  # what is kept: the lines, with their details where those are kept
    total: Line | None = None

    @property
    def unit(self) -> Decimal:
        return UNITS[self.block.unit]


@dataclass
class _Pending:
    """What stands since the last subtotal, and the details under the last line."""

    since: list[Line] = field(default_factory=list)
    details: list[tuple[int, Line]] = field(default_factory=list)
    which: bool = False  # “其中”: the details need not be all
    level: int | None = None  # of the lines, by their ordinals


class TableReader:
    """Reads one block; `problems` collects what is wrong, all of it."""

    def __init__(self, block: Block, terms: Terms, most: Decimal):
        """most: the largest difference (yuan) that rounding may explain, whatever the number of rows."""
        self.block, self.terms, self.most = block, terms, most
        self.table = Table(block.kind, block)
        self.problems: list[Problem] = []
        self.pending = _Pending()
        self.head = [squeezed(cell) for cell in block.grid.rows[block.start - 1]]
        self.named: dict[str, int] = {}  # line → its row

    def read(self) -> Table:
        for row in range(self.block.start, self.block.end):
            raw = self.block.cell(row, "name")
            name = squeezed(raw) if isinstance(raw, str) else str(raw or "") if raw not in (None, "") else ""
            if ends_table(name) or (self.table.lines and "单位负责人" in name):
                break
            if self._row(row, raw, name):
                break
        self._close_details()
        self._whole()
        return self.table

    # --- one row; True where it was the last ---
    def _row(self, row: int, raw: Cell, name: str) -> bool:
        cells = {role: self.block.cell(row, role) for role in self.terms.roles if role in self.block.columns}
        filled = {role for role, cell in cells.items() if cell is not None and squeezed_or(cell)}
        bare = bare_name(name)
        if not name:
            if filled and not self._heading_again(row):
                first = min(self.block.columns[role] for role in filled)
                self._say(row, first, "这一格有金额，但这一行没有科目名称")
                self._own_line(row, "", "", cells)
            return False
        if is_balance(bare) or self._heading_again(row):
            return False
        if not filled:
            self._nameless_group(row, name)
            return False
        if is_total(bare):
            self._close_details()
            self.table.total = self._line(row, "合计", cells)
            return True
        if is_subtotal(bare):
            self._subtotal(self._line(row, bare, cells))
        elif self._is_detail(raw, name):
            self._detail(row, name, bare, cells)
        else:
            self._own_line(row, name, bare, cells)
        return False

    def _heading_again(self, row: int) -> bool:
        """The headings printed once more at the top of a page."""
        return [squeezed(cell) for cell in self.block.grid.rows[row]] == self.head

    def _nameless_group(self, row: int, name: str) -> None:
        if ordinal_level(name) or name.endswith((":", "：")):
            self._close_details()
            self.pending.since = []
        elif len(name) <= 20:
            column = min(self.block.columns[role] for role in self.terms.roles if role in self.block.columns)
            self._say(row, column, f"“{name}”这一行没有金额。没有发生额请填 0，不要的行请删掉")

    def _is_detail(self, raw: Cell, name: str) -> bool:
        if not self.table.lines:
            return False
        level = ordinal_level(name)
        if name.startswith("其中"):
            self.pending.which = True
            return True
        if self.pending.level and (level > self.pending.level or not level):
            return True
        indented = isinstance(raw, str) and raw[:1].isspace() and not level
        return self.pending.which and indented

    def _detail(self, row: int, name: str, bare: str, cells: dict) -> None:
        bare = bare.removeprefix("其中").lstrip(":：")
        line = self._line(row, self._kept_name(name, bare), cells, strict=not self.pending.which)
        self.pending.details.append((ordinal_level(name) or LOOSE, line))
        if self.terms.keeps_details:
            self.table.rows.append(line)

    def _kept_name(self, name: str, bare: str) -> str:
        """Where the details are kept, with the number or code that tells their level."""
        if not self.terms.keeps_details:
            return bare
        return f"其中：{bare}" if self.pending.which else name.rstrip("：:")

    def _own_line(self, row: int, name: str, bare: str, cells: dict) -> None:
        self._close_details()
        if self.pending.level is None:
            self.pending.level = ordinal_level(name)
        line = self._line(row, self._kept_name(name, bare), cells)
        if bare and self.named.setdefault(line.name, row) != row:
            self._say(row, self.block.columns["name"], f"“{bare}”和第 {self.named[line.name] + 1} 行重复")
        if len(bare) > 40:
            self._say(row, self.block.columns["name"], "科目名称太长（最多 40 字）")
        self.table.lines.append(line)
        self.table.rows.append(line)
        self.pending.since.append(line)

    def _line(self, row: int, name: str, cells: dict, *, strict: bool = True) -> Line:
        amounts: dict[str, Decimal | None] = {}
        for role, cell in cells.items():
            unit = UNITS[self.block.units.get(role) or self.block.unit]
            try:
                amounts[role] = yuan(cell if cell is not None else "", unit)
            except NotMoney as error:
                amounts[role] = None
                if strict or squeezed_or(cell):
                    shown = f"“{str(cell).strip()}”" if squeezed_or(cell) else ""
                    self._say(row, self.block.columns[role], f"{shown}{error}")
        note = self.block.cell(row, "note") if "note" in self.block.columns else ""
        return Line(proper(name), row, amounts, str(note).strip() if isinstance(note, str) else "")

    # --- adding up ---
    def _subtotal(self, line: Line) -> None:
        self._close_details()
        if self.pending.since:
            self._adds_up(line, self.pending.since, "小计")
        self.pending.since = []

    def _close_details(self) -> None:
        details, which = self.pending.details, self.pending.which
        self.pending.details, self.pending.which = [], False
        if not details:
            return
        parent = self.table.lines[-1]
        if not which:
            self._tree(parent, details)
            return
        for role in self.terms.roles:
            whole, parts = parent.amounts.get(role), [one.amounts.get(role) for _, one in details]
            known = [part for part in parts if part is not None]
            if whole is not None and whole >= 0 and sum(known, Decimal(0)) > whole + self._explained(len(known)):
                more = f"“其中”各项加起来是 {self._told(sum(known, Decimal(0)))}，比“{parent.name}”的 {self._told(whole)} 还大"
                self._say(details[0][1].row, self.block.columns[role], more)

    def _tree(self, parent: Line, below: list[tuple[int, Line]]) -> None:
        """Each level adds up to the one above it."""
        if not below:
            return
        top = min(level for level, _ in below)
        starts = [place for place, (level, _) in enumerate(below) if level == top]
        self._adds_up(parent, [below[place][1] for place in starts], f"“{parent.name}”")
        for start, end in zip(starts, [*starts[1:], len(below)], strict=True):
            self._tree(below[start][1], below[start + 1 : end])

    def _adds_up(self, line: Line, parts: list[Line], what: str) -> None:
        for role, total in line.amounts.items():
            amounts = [part.amounts.get(role) for part in parts]
            if total is None or None in amounts:
                continue  # a cell that cannot be read was told; its total would be noise
            added = sum((one for one in amounts if one is not None), Decimal(0))
            if abs(added - total) > self._explained(len(amounts)):
                gap = (
                    in_wan(abs(added - total)) + " 万元" if self.block.unit != "元" else f"{abs(added - total):.2f} 元"
                )
                told = f"{self.terms.words[role]}的{what}写的是 {self._told(total)}，各行加起来是 {self._told(added)}，差 {gap}"
                self._say(line.row, self.block.columns[role], told)

    def _explained(self, rows: int) -> Decimal:
        """What rounding each figure in the sheet's own unit can explain, never more than the setting allows."""
        return min(HALF * (rows + 1) * self.table.unit, self.most)

    def _told(self, amount: Decimal) -> str:
        return f"{amount / self.table.unit:,.2f}"

    def _whole(self) -> None:
        title = self.terms.title
        for role in self.terms.required:
            if role not in self.block.columns:
                self._say(self.block.head, None, f"{title}表没有找到“{self.terms.words[role]}”这一列")
        if not self.table.lines:
            self._say(self.block.head, None, f"{title}表的表头下面没有一行能读")
        elif self.table.total is None and not self.terms.needs_total:
            return
        elif self.table.total is None:
            self._say(self.block.head, None, f"{title}表没有“合计”行，没法核对各行加起来对不对")
        else:
            self._adds_up(self.table.total, self.table.lines, "合计")

    def _say(self, row: int, column: int | None, text: str) -> None:
        self.problems.append(Problem(self.block.grid.name, row, column, f"{text}。"))


def squeezed_or(cell: Cell) -> bool:
    """Is there anything in the cell?"""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
