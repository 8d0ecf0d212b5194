"""A quarter's tables, or a budget's, as CSV and XLSX: made from the sealed facts, and never a formula. Pure."""

import csv
import io
import re
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from audit.facts import Fact, is_table

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONEY = re.compile(r"-?\d{1,15}\.\d{2}")
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")


def lines(title: str, facts: list[Fact], address: str) -> list[list[str]]:
    """The whole as rows: title, what is said beside, then each table under its name."""
    found = [[title], ["出处", address]]
    found += [[fact["label"], fact["value"]] for fact in facts if not is_table(fact)]
    for fact in facts:
        if is_table(fact):
            found += [[], [fact["label"]], list(fact["head"]), *map(list, fact["rows"])]
    return found


def as_csv(rows: list[list[str]]) -> bytes:
    """With a byte order mark, so that Excel reads the characters."""
    out = io.StringIO()
    csv.writer(out).writerows([[harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A text no spreadsheet takes for a formula; an amount stays an amount, also a negative one."""
    if MONEY.fullmatch(cell) or not cell.lstrip().startswith(BEGINS_A_FORMULA):
        return cell
    return f"'{cell}"


def as_xlsx(rows: list[list[str]], saved: datetime | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "公开数据"
    if saved:
        book.properties.created = book.properties.modified = saved.replace(tzinfo=None)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            if MONEY.fullmatch(text):
                cell.value, cell.number_format = float(text), "#,##0.00"
            else:
                cell.value = ILLEGAL.sub("", text)
                cell.data_type = "s"  # a text, also where it begins like a formula
            cell.alignment = Alignment(wrap_text=place > 1, vertical="top")
        if len(row) == 1:
            sheet.cell(number, 1).font = Font(bold=True)
    for place, wide in ((1, 34), (2, 16), (3, 16), (4, 16), (5, 16)):
        sheet.column_dimensions[get_column_letter(place)].width = wide
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
