"""The workbook the finance office may start from: headings the reader knows, an example, hints. Pure."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from .quarters import Quarter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("科目", "全年预算", "本季", "累计", "备注")
EXAMPLE = {
    "收入": [("上级补助收入", 1650, 412.80, 1210.50), ("一般公共预算拨款", 1540, 386.50, 1150.20),
           ("专项资金收入", 1060, 268.40, 790.10), ("其他收入", 60, 15.70, 41.30)],
    "支出": [("农林水支出", 1260, 312.45, 905.20), ("一般公共服务支出", 980, 238.60, 706.30),
           ("社会保障和就业支出", 720, 176.20, 538.70), ("其他支出", 80, 18.25, 47.60)],
    "三公经费": [("因公出国（境）费", 0, 0, 0), ("公务用车购置费", 0, 0, 0), ("公务用车运行维护费", 8, 1.94, 5.60),
             ("公务接待费", 4, 0.92, 2.70)],
}  # fmt: skip
HINTS = (
    "1. 灰底的行是例子，请改成本镇的数；行可以加减，科目名称照财政所的写。",
    "2. 表头“科目、全年预算、本季、累计”不要删；列的顺序可以换。",
    "3. 每张表要有“合计”行，各行加起来要等于合计。",
    "4. 单位写在表名下面：万元或元。没有发生额填 0。",
    "5. 支出慢的科目，把原因写在“备注”里，群众看得到。",
    "6. 期初结余要等于上一季度的期末结余；期初＋收入－支出＝期末。",
)
THIN = Border(*[Side(style="thin", color="999999")] * 4)
EXAMPLE_FILL, HEAD_FILL = PatternFill("solid", fgColor="EEEEEE"), PatternFill("solid", fgColor="D9E2D0")


def template(town: str, quarter: Quarter) -> bytes:
    book = Workbook()
    first = book.active
    for place, (name, rows) in enumerate(EXAMPLE.items()):
        sheet = first if place == 0 else book.create_sheet()
        sheet.title = name
        _fill(sheet, f"{town}{quarter.full}{name}表", rows, with_balance=name == "支出")
    return explained(book, HINTS)


def _fill(sheet: Worksheet, title: str, rows: list[tuple], *, with_balance: bool) -> None:
    sheet["A1"], sheet["A2"] = title, "单位：万元"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:E1")
    for column, word in enumerate(HEAD, start=1):
        cell = sheet.cell(3, column, word)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD_FILL, THIN
        cell.alignment = Alignment(horizontal="center")
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            cell.fill, cell.border = EXAMPLE_FILL, THIN
            if column > 1:
                cell.number_format = "#,##0.00"
    last = 4 + len(rows)
    sheet.cell(last, 1, "合计")
    for column in range(2, 5):
        sheet.cell(last, column, round(sum(row[column - 1] for row in rows), 2)).number_format = "#,##0.00"
    for column in range(1, 6):
        sheet.cell(last, column).font, sheet.cell(last, column).border = Font(bold=True), THIN
    if with_balance:
        income, spending = (sum(row[2] for row in EXAMPLE[name]) for name in ("收入", "支出"))
        sheet.cell(last + 1, 1, "期初结余")
        sheet.cell(last + 1, 3, 45.65)
        sheet.cell(last + 2, 1, "期末结余")
        sheet.cell(last + 2, 3, round(45.65 + income - spending, 2))
        sheet.cell(last + 4, 1, "编表人：")
        sheet.cell(last + 4, 3, "复核人：")
    for letter, wide in zip("ABCDE", (26, 14, 14, 14, 36), strict=True):
        sheet.column_dimensions[letter].width = wide


BUDGET_EXAMPLE: dict[str, list[tuple[str, float, float]]] = {
    "一般公共预算收入表": [("上级补助收入", 2480, 2580), ("镇级可用财力", 1010, 1050)],
    "一般公共预算支出表": [("201 一般公共服务支出", 960, 980), ("208 社会保障和就业支出", 700, 720), ("213 农林水支出", 1210, 1260)],
    "“三公”经费表": [("因公出国（境）费", 0, 0), ("公务用车运行维护费", 8, 8), ("公务接待费", 4.5, 4)],
}  # fmt: skip
BUDGET_HINTS = (
    "1. 一张表一个工作表，表名写法定的名称；没有数的表不用做，系统会公布空表和说明。",
    "2. 表头“科目、上年预算、本年预算”（决算写“年初预算、决算”）不要删；科目前面可以带编码。",
    "3. 功能分类到项级、基本支出经济分类到款级；类、款、项逐级相加，系统会核对。",
    "4. 单位写在表名下面：万元或元。没有发生额填 0。",
)


def budget_template(town: str, year: int) -> bytes:
    book = Workbook()
    first = book.active
    for place, (name, rows) in enumerate(BUDGET_EXAMPLE.items()):
        sheet = first if place == 0 else book.create_sheet()
        sheet.title = name
        sheet["A1"], sheet["A2"] = f"{town}{year}年{name}", "单位：万元"
        sheet["A1"].font = Font(bold=True, size=14)
        total = ("合计", *(round(sum(column), 2) for column in zip(*(row[1:] for row in rows), strict=True)))
        for number, row in enumerate([("科目", "上年预算", "本年预算"), *rows, total], start=3):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column, value)
                cell.border = THIN
                if number == 3:
                    cell.font, cell.fill = Font(bold=True), HEAD_FILL
        for letter, wide in zip("ABC", (34, 14, 14), strict=True):
            sheet.column_dimensions[letter].width = wide
    return explained(book, BUDGET_HINTS)


def explained(book: Workbook, hints: Iterable[str]) -> bytes:
    """The finished file, with a sheet that says how to fill it in."""
    sheet = book.create_sheet("怎么填")
    for number, hint in enumerate(hints, start=1):
        sheet.cell(number, 1, hint)
    sheet.column_dimensions["A"].width = 80
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
