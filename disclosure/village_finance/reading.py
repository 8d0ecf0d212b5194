"""From the accounts agency's workbook to a village's entries: everything read, or everything that is wrong, by row. Pure."""

from dataclasses import dataclass, field
from decimal import Decimal

from disclosure.finance.amounts import UNITS, NotMoney, plain, yuan
from disclosure.finance.balance import CLOSING, OPENING
from disclosure.finance.headings import bare_name, ends_table, is_total, squeezed, unit_in
from disclosure.finance.problems import CannotRead, Problem, in_order
from disclosure.finance.workbook import Cell, Grid, open_workbook

from .periods import NotADay, Period, day_of

WORDS = {
    "day": ("日期", "时间", "年月日", "月日", "记账日期", "发生日期", "入账日期", "收支日期"),
    "month": ("月",), "date": ("日",),
    "what": ("摘要", "事项", "收支事项", "项目", "内容", "用途", "收支项目", "收支内容", "事由", "资金用途"),
    "income": ("收入", "收入金额", "本期收入", "收方", "借方", "借方金额"),
    "spending": ("支出", "支出金额", "本期支出", "付方", "贷方", "贷方金额"),
    "by": ("经手", "经手人", "经办", "经办人", "领款人"),
    "voucher": ("票据号", "票据号码", "凭证号", "凭证号码", "凭证字号", "单据号", "票号", "发票号"),
    "left": ("结余", "余额", "结存", "结余金额", "账面余额"),
}  # fmt: skip
OPEN = {*OPENING, "上月结余", "上年结转", "上期余额", "上月余额", "期初", "上季余额"}
CLOSE = {*CLOSING, "本月结余", "期末", "本期余额", "本月余额", "结转下期", "结转下月"}
TOTALS = {"本月合计", "本期合计", "本季度合计", "本月发生额", "本期发生额", "本季发生额"}
SKIPPED = {"承前页", "过次页", "小计", "本页小计"}
MOST = 500
WANTED = "“日期、摘要、收入、支出、经手、票据号”"
Rows = list[list[str]]


@dataclass
class Report:
    entries: Rows
    opening: str
    closing: str


@dataclass
class Reading:
    """report is None exactly where there are problems."""

    report: Report | None
    problems: list[Problem]


def read_village(data: bytes, period: Period) -> Reading:
    try:
        grids = open_workbook(data)
    except CannotRead as error:
        return Reading(None, [Problem("", None, None, str(error))])
    sheets = [(grid, head) for grid in grids if (head := _head(grid))]
    if not sheets:
        told = f"没有找到收支明细：要有一行表头，写着{WANTED}。可以下载模板对照。"
        return Reading(None, [Problem("", None, None, told)])
    if len(sheets) > 1:
        names = "、".join(f"“{grid.name}”" for grid, _ in sheets)
        return Reading(None, [Problem("", None, None, f"{names}都像收支明细，看不出用哪一张。请只留要公开的一张。")])
    reader = Ledger(*sheets[0], period)
    report = reader.read()
    return Reading(None if reader.problems else report, in_order(reader.problems, [grid.name for grid in grids]))


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """(first row below the headings, role → column), headings in one row or two; None where there are none."""
    for row, cells in enumerate(grid.rows[:30]):
        columns = _columns(cells)
        if not {"what", "day", "month", "income", "spending"} & columns.keys():
            continue
        below = _columns(grid.rows[row + 1]) if row + 1 < len(grid.rows) else {}
        joined = below | columns
        if _whole(columns):
            return row + 1, columns
        if _whole(joined):
            return row + 2, joined
    return None


def _columns(cells: list[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        text = squeezed(cell)
        bare = text.partition("(")[0] if unit_in(text) else text
        role = next((role for role, words in WORDS.items() if bare in words), "")
        if role:
            found.setdefault(role, column)
    return found


def _whole(columns: dict[str, int]) -> bool:
    return {"what", "income", "spending"} <= columns.keys() and (
        "day" in columns or {"month", "date"} <= columns.keys()
    )


@dataclass
class Ledger:
    """Reads one sheet; `problems` collects what is wrong, all of it."""

    grid: Grid
    head: tuple[int, dict[str, int]]
    period: Period
    problems: list[Problem] = field(default_factory=list)
    entries: Rows = field(default_factory=list)
    income: Decimal = Decimal(0)
    spending: Decimal = Decimal(0)
    opening: Decimal | None = None
    closing: tuple[Decimal, int] | None = None
    month: str = ""

    def read(self) -> Report | None:
        start, self.columns = self.head
        said = next((unit for row in self.grid.rows[:start] for cell in row if (unit := unit_in(squeezed(cell)))), "元")
        self.unit = UNITS[said]
        for row in range(start, len(self.grid.rows)):
            texts = [squeezed(cell) for cell in self.grid.rows[row] if squeezed(cell)]
            if texts and ends_table(texts[0]):
                break
            if any(cell not in (None, "") for cell in self.grid.rows[row]):
                self._row(row, bare_name(self._text(row, "what") or (texts[0] if texts else "")))
        self._whole()
        if self.opening is None or self.closing is None:
            return None
        return Report(self.entries, plain(self.opening), plain(self.closing[0]))

    # --- one row ---
    def _row(self, row: int, name: str) -> None:
        if name in OPEN:
            self.opening = self._balance(row, self.opening)
        elif name in CLOSE:
            amount = self._balance(row, self.closing[0] if self.closing else None)
            self.closing = (amount, row) if amount is not None else self.closing
        elif is_total(name) or name in TOTALS:
            self._total(row)
        elif name not in SKIPPED:
            self._entry(row)

    def _entry(self, row: int) -> None:
        what, income, spending = self._text(row, "what"), self._amount(row, "income"), self._amount(row, "spending")
        day = self._day(row)
        if not what:
            self._say(row, "what", "没有写摘要：是什么钱")
        if income and spending:
            self._say(row, "spending", "收入和支出都填了，一行只写一笔")
        elif not income and not spending and self._readable(row):
            self._say(row, "income", "收入、支出都没有填；没有发生的行请删掉")
        self.income += income or 0
        self.spending += spending or 0
        self._running(row)
        amounts = [plain(income) if income else "", plain(spending) if spending else ""]
        self.entries.append([day, what[:120], *amounts, self._text(row, "by")[:30], self._text(row, "voucher")[:40]])

    def _readable(self, row: int) -> bool:
        """Was nothing said yet of this row's amounts?"""
        places = {self.columns["income"], self.columns["spending"]}
        return not any(one.row == row and one.column in places for one in self.problems)

    def _day(self, row: int) -> str:
        if "day" in self.columns:
            role, cell = "day", self._cell(row, "day")
        else:
            self.month = self._text(row, "month") or self.month
            role, cell = "date", f"{self.month}月{self._text(row, 'date')}日"
        try:
            return day_of(cell, self.period).isoformat()
        except NotADay as error:
            shown = f"“{str(cell).strip()}”" if cell not in (None, "") else ""
            self._say(row, role, f"{shown}{error}")
            return ""

    def _cell(self, row: int, role: str) -> Cell:
        return self.grid.cell(row, self.columns[role]) if role in self.columns else ""

    def _text(self, row: int, role: str) -> str:
        cell = self._cell(row, role)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else " ".join(str(cell).split())

    def _amount(self, row: int, role: str) -> Decimal | None:
        """None for an empty cell and for one that cannot be read (told)."""
        cell = self._cell(row, role)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        try:
            return yuan(cell, self.unit)
        except NotMoney as error:
            self._say(row, role, f"“{str(cell).strip()}”{error}")
            return None

    def _balance(self, row: int, known: Decimal | None) -> Decimal | None:
        found = next(
            (one for role in ("left", "income", "spending") if (one := self._amount(row, role)) is not None), None
        )
        if found is None:
            self._say(row, "what", "这一行没有写金额，没有结余请填 0")
        elif known is not None and known != found:
            self._say(row, "what", f"和前面写的 {known:,.2f} 不一样")
        return found

    # --- adding up ---
    def _total(self, row: int) -> None:
        for role, label, added in (("income", "收入", self.income), ("spending", "支出", self.spending)):
            said = self._amount(row, role)
            if said is not None and said != added:
                told = f"{label}合计写的是 {said:,.2f}，上面各笔加起来是 {added:,.2f}，差 {abs(said - added):,.2f} 元"
                self._say(row, role, told)

    def _running(self, row: int) -> None:
        said = self._amount(row, "left") if "left" in self.columns else None
        if said is None or self.opening is None:
            return
        reckoned = self.opening + self.income - self.spending
        if said != reckoned and not any(
            "结余写的是" in one.text for one in self.problems
        ):  # the first; the rest follow
            self._say(
                row,
                "left",
                f"结余写的是 {said:,.2f}，算到这一笔应是 {reckoned:,.2f}，差 {abs(said - reckoned):,.2f} 元",
            )

    def _whole(self) -> None:
        if not self.entries:
            self.problems.append(
                Problem(self.grid.name, None, None, "表头下面一笔收支也没有。没有发生收支的，请写情况说明。")
            )
        if len(self.entries) > MOST:
            self.problems.append(
                Problem(self.grid.name, None, None, f"有 {len(self.entries)} 笔，最多 {MOST} 笔。请按月公开。")
            )
        for word, amount in (("上期结余", self.opening), ("本期结余", self.closing)):
            if amount is None:
                told = f"没有找到“{word}”这一行。请在摘要里写“{word}”，右边填数；没有结余填 0。"
                self.problems.append(Problem(self.grid.name, None, None, told))
        if self.opening is not None and self.closing and not self.problems:
            reckoned = self.opening + self.income - self.spending
            said, row = self.closing
            if said != reckoned:
                sum_ = f"{self.opening:,.2f}＋{self.income:,.2f}－{self.spending:,.2f}＝{reckoned:,.2f}"
                self._say(
                    row,
                    "what",
                    f"上期结余＋收入－支出：{sum_}，这里写的是 {said:,.2f}，差 {abs(said - reckoned):,.2f} 元",
                )

    def _say(self, row: int, role: str, text: str) -> None:
        self.problems.append(Problem(self.grid.name, row, self.columns.get(role), f"{text}。"))
