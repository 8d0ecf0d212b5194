"""The visible part of a workbook: what is shown when it is opened, and how it looks. Formulas only as their results."""

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from audit.screening.masking.orders import MaskError
from audit.screening.passages import Reading
from audit.word.draft import WordError
from audit.word.package import Package

MAX_CELLS = 200_000
MAX_XML = 48 * 1024 * 1024  # of all sheets and strings, unpacked
BROKEN = "文件已损坏或加了密码，没有遮盖。请在电脑上用 WPS 或 Excel 打开后“另存为” .xlsx，再上传。"
TOO_LARGE = "表格太大，没有遮盖。请按村或按批次分成几个表，再分别上传。"
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']"
)
_WHITE = ("FFFFFFFF", "00FFFFFF")
Area = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass
class Sheet:
    """Cells by (row, column), both from 1, as in the file; `looks` gives fonts, borders and formats where there are any."""

    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    looks: Worksheet | None = None
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass
class Book:
    """dropped: what was left behind (kind -> how many); lost: its strings, none of which may come along."""

    sheets: list[Sheet] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)


def open_book(data: bytes, reading: Reading | None = None) -> Book:
    """`reading`: the reader's; cells it calls hidden are left behind too. MaskError when it cannot be opened."""
    hidden = {(p.sheet, p.row, p.column) for p in reading.passages if p.hidden and p.column} if reading else set()
    try:
        if data.startswith(b"PK") and _is_xlsx(data):
            book = _open_xlsx(data)
        else:
            book = _open_other(data)
    except MaskError:
        raise
    except Exception as error:  # openpyxl and calamine raise many kinds on broken files
        raise MaskError(BROKEN) from error
    for sheet in book.sheets:
        for place in [place for place in sheet.cells if (sheet.name, *place) in hidden]:
            book.lost.append(str(sheet.cells.pop(place)))
            book.dropped["个隐藏的单元格"] += 1
    book.sheets = [sheet for sheet in book.sheets if sheet.cells]
    if not book.sheets:
        raise MaskError("表里没有看得见的内容，没有可以公开的东西。请检查文件，取消需要的隐藏后再上传。")
    return book


def _is_xlsx(data: bytes) -> bool:
    try:
        package = Package(data)
        names = [
            name for name in package.entries if re.match(r"xl/(?:worksheets/[^/]+\.xml|sharedStrings\.xml)$", name)
        ]
        if "xl/workbook.bin" in package.entries:
            raise MaskError("这是二进制的 Excel 文件（.xlsb），不能遮盖。请另存为 .xlsx 再上传。")
        size = cells = 0
        for name in names:
            part = package.read(name)
            size += len(part)
            cells += len(_CELL.findall(part)) + sum(map(_area, _MERGE.findall(part)))
            if size > MAX_XML or cells > MAX_CELLS:
                raise MaskError(TOO_LARGE)
        for name in package.entries:  # openpyxl opens all of them; bounded here
            if name not in names:
                package.read(name)
        return bool(names)
    except WordError as error:
        raise MaskError(BROKEN) from error


def _area(found: tuple[bytes, bytes, bytes, bytes]) -> int:
    left, top, right, bottom = found
    number = openpyxl.utils.column_index_from_string
    return max(0, number(right.decode()) - number(left.decode()) + 1) * max(0, int(bottom) - int(top) + 1)


def _open_xlsx(data: bytes) -> Book:
    source = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False, keep_vba=False)
    book = Book()
    for looks in source.worksheets:
        if looks.sheet_state != "visible":
            book.dropped["个隐藏的工作表"] += 1
            book.lost += [str(cell.value) for cell in looks._cells.values() if cell.value is not None]
            continue
        book.sheets.append(_visible(looks, book))
    book.dropped["张图表工作表"] += len(source.chartsheets)
    book.dropped["个定义名称"] += len(source.defined_names)
    return book


def _visible(looks: Worksheet, book: Book) -> Sheet:
    sheet = Sheet(looks.title, looks=looks)
    columns = _hidden_columns(looks)
    rows = {number for number, row in looks.row_dimensions.items() if row.hidden or row.ht == 0}
    if looks.sheet_format.zeroHeight:
        rows |= {number for number, _ in looks._cells if number not in looks.row_dimensions}
    book.dropped["个隐藏的列"] += len(columns & {column for _, column in looks._cells})
    book.dropped["个隐藏的行"] += len(rows & {row for row, _ in looks._cells})
    book.dropped["张图片或图表"] += len(looks._images) + len(looks._charts)
    sheet.merged = [(area.min_row, area.min_col, area.max_row, area.max_col) for area in looks.merged_cells.ranges]
    anchors = {area[:2]: area for area in sheet.merged}
    for (row, column), cell in sorted(looks._cells.items()):
        if cell.comment is not None:
            book.dropped["条批注"] += 1
            book.lost.append(cell.comment.text or "")
        if isinstance(cell, MergedCell) or cell.value is None:
            continue
        place = _shown_at((row, column), anchors.get((row, column)), rows, columns)
        if place is None or _invisible(cell):
            book.dropped["个看不见的单元格"] += place is not None
            book.lost.append(str(cell.value))
        else:
            sheet.cells[place] = cell.value
    sheet.hidden_rows, sheet.hidden_columns = rows, columns
    _without_hidden(sheet, rows, columns)
    return sheet


def _hidden_columns(looks: Worksheet) -> set[int]:
    found: set[int] = set()
    for letter, column in looks.column_dimensions.items():
        first = column.min or openpyxl.utils.column_index_from_string(letter)
        last = min(column.max or first, 16_384)
        if column.hidden or (column.width is not None and column.width < 0.1):
            found.update(range(first, last + 1))
    return found


def _shown_at(place: tuple[int, int], area: Area | None, rows: set[int], columns: set[int]) -> tuple[int, int] | None:
    """Where a value is seen; of a merged area whose first cell is hidden, in the first that is not."""
    top, left, bottom, right = area or (*place, *place)
    row = next((number for number in range(top, bottom + 1) if number not in rows), None)
    column = next((number for number in range(left, right + 1) if number not in columns), None)
    return None if row is None or column is None else (row, column)


def _invisible(cell: Any) -> bool:
    """White on white, or a number format that shows nothing."""
    if re.fullmatch(r"\s*;\s*;\s*;?\s*", cell.number_format or ""):
        return True
    colour = cell.font.color if cell.font else None
    if colour is None or (cell.fill and cell.fill.fill_type):
        return False
    return (colour.type == "rgb" and colour.rgb in _WHITE) or (colour.type == "theme" and colour.theme == 0)


def _without_hidden(sheet: Sheet, rows: set[int], columns: set[int]):
    """Merged areas shrink to their visible part."""
    shrunk = []
    for top, left, bottom, right in sheet.merged:
        seen_rows = [number for number in range(top, bottom + 1) if number not in rows]
        seen_columns = [number for number in range(left, right + 1) if number not in columns]
        if len(seen_rows) * len(seen_columns) > 1:
            shrunk.append((seen_rows[0], seen_columns[0], seen_rows[-1], seen_columns[-1]))
    sheet.merged = shrunk


def _open_other(data: bytes) -> Book:
    """.xls and .ods: values and merged cells; what is hidden inside a sheet is told by the reading."""
    book = Book()
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as source:
        for number, about in enumerate(source.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            found = source.get_sheet_by_index(number)
            if found.total_height * found.total_width > 4 * MAX_CELLS:
                raise MaskError(TOO_LARGE)
            rows = found.to_python(skip_empty_area=False)
            cells = {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if v not in ("", None)}
            if about.visible != SheetVisibleEnum.Visible:
                book.dropped["个隐藏的工作表"] += 1
                book.lost += map(str, cells.values())
                continue
            cells = {place: _whole(value) for place, value in cells.items()}
            areas = [(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in found.merged_cell_ranges or []]
            book.sheets.append(Sheet(about.name, cells, [area for area in areas if area[:2] in cells]))
    if sum(len(sheet.cells) for sheet in book.sheets) > MAX_CELLS:
        raise MaskError(TOO_LARGE)
    return book


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
