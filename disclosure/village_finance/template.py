"""The workbook a village or its accounts agency may start from: headings the reader knows, an example, hints. Pure."""

from openpyxl import Workbook
from openpyxl.styles import Font

from disclosure.finance.template import EXAMPLE_FILL, HEAD_FILL, THIN, explained

from .periods import Period
from .rules import HEAD

HINTS = (
    "1. 灰底的行是例子，请改成本村的；一笔一行，收入、支出只填一边，单位元。",
    "2. 表头不要删，列的顺序可以换；“上期结余”“合计”“本期结余”三行要有。",
    "3. 日期写成 7月8日 或 2026-07-08；要在选的那一季（月）里面。",
    "4. 支出写明经手人和票据号；低保、救助只写批次和总数，不写人名。",
    "5. 上期结余＋收入－支出＝本期结余，差一分也读不进来。",
)


def village_template(period: Period) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "收支明细"
    sheet["A1"], sheet["A2"] = f"　　村{period.full}财务逐笔公开表", "单位：元"
    sheet["A1"].font = Font(bold=True, size=14)
    first = period.first_day
    example = (
        ("", "上期结余", 311600, None, "", ""),
        (f"{first.month}月8日", "茶厂租金", 42000, None, "秦示例", "收-001"),
        (f"{first.month}月12日", "路灯维修6盏", None, 2700, "秦示例", "付-001"),
        ("", "合计", 42000, 2700, "", ""), ("", "本期结余", 350900, None, "", ""),
    )  # fmt: skip
    for number, row in enumerate((HEAD, *example), start=3):
        for column, cell in enumerate(row, start=1):
            made = sheet.cell(number, column, cell if cell != "" else None)
            made.border, made.fill = THIN, HEAD_FILL if number == 3 else EXAMPLE_FILL
            made.font = Font(bold=number == 3)
    for letter, wide in zip("ABCDEF", (12, 36, 14, 14, 12, 14), strict=True):
        sheet.column_dimensions[letter].width = wide
    return explained(book, HINTS)
