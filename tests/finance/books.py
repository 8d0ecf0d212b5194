"""Workbooks for the tests: .xlsx, .xls and .ods from rows of cells, and quarters that hold together."""

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import xlwt
from openpyxl import Workbook

from disclosure.finance.quarters import Quarter

Q3 = Quarter(2026, 3)
TITLE = "落儿岭镇2026年第三季度"
UNIT = "单位：万元"
INCOME = [
    ["上级补助收入", 1650, 412.8, 1210.5],
    ["一般公共预算拨款", 1540, 386.5, 1150.2],
    ["其他收入", 60, 15.7, 41.3],
]
SPENDING = [["农林水支出", 1260, 312.45, 905.2], ["一般公共服务支出", 980, 238.6, 706.3], ["其他支出", 80, 18.25, 47.6]]
THREE = [["因公出国（境）费", 0, 0, 0], ["公务用车运行维护费", 8, 1.94, 5.6], ["公务接待费", 4, 0.92, 2.7]]
HEAD = ["科目", "全年预算", "本季", "累计"]
OPENING = 45.65
CLOSING = round(OPENING + 412.8 + 386.5 + 15.7 - 312.45 - 238.6 - 18.25, 2)


def total(rows):
    """The row 合计; cells that are no numbers are left out of the sum."""
    columns = zip(*[row[1:] for row in rows], strict=True)
    return ["合计", *(round(sum(cell for cell in column if isinstance(cell, int | float)), 2) for column in columns)]


def table(title, rows, head=HEAD):
    return [[f"{TITLE}{title}表"], [UNIT], list(head), *map(list, rows), total(rows)]


def whole(income=INCOME, spending=SPENDING, three=THREE, opening=OPENING, closing=CLOSING):
    """Three sheets that hold together: {name: rows}."""
    return {
        "收入": table("收入", income),
        "支出": [*table("支出", spending), ["期初结余", None, opening], ["期末结余", None, closing],
               ["编表人：郑示例", None, "复核人：冯示例"]],
        "三公经费": table("三公经费", three, ["项目", *HEAD[1:]]),
    }  # fmt: skip


def xlsx(sheets, merged=(), hidden=()):
    """sheets: name → rows. merged: (sheet, "A1:D1"). hidden: names."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column).value = value
                    if isinstance(value, str):
                        sheet.cell(number, column).data_type = "s"
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for name, area in merged:
        book[name].merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(sheets):
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(sheets, empty_below=1_000_000):
    """As LibreOffice writes it: repeated empty rows to the sheet's end."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}'
        f'<table:table-row table:number-rows-repeated="{empty_below}"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row></table:table>"
        for name, rows in sheets.items()
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        f'office:version="1.3"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>'
    )
    return package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
                    "META-INF/manifest.xml": MANIFEST})  # fmt: skip


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _ods_row(row):
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" if row else (
        "<table:table-row><table:table-cell/></table:table-row>"
    )  # fmt: skip


def _ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def package(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


NEW_YEAR = date(2026, 1, 1)
