"""Masking a workbook: a new one is written from what was visible; nothing of the old file is carried over but looks."""

import io
import re
from copy import copy
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from audit.screening.masking.book import BROKEN, Book, Sheet, open_book
from audit.screening.masking.orders import MaskError
from audit.screening.masking.plan import Plan, cell_instead
from audit.screening.passages import Reading

_SAFE_FORMAT = re.compile(r'[0#?,.%¥￥$yYmMdDhHsSeE年月日时分秒:/\-\\ ;@_()"元亩户人个\[\]+]*')
_NO_TITLE = str.maketrans("*?:/[]\\", "＊？：／（）＼")
_MOST_STRING = 32_767  # of one cell


def mask_book(data: bytes, plan: Plan, reading: Reading | None) -> tuple[bytes, list[str], list[str]]:
    """(new .xlsx, strings that were left behind, changes)."""
    book = open_book(data, reading)
    _take_columns(book, plan)
    target = Workbook()
    target.remove(target.active)
    try:
        for sheet in book.sheets:
            write_sheet(sheet, target, plan)
        target.properties = DocumentProperties(creator="")
        buffer = io.BytesIO()
        target.save(buffer)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise MaskError(BROKEN) from error
    changes = [f"去掉 {count} {kind}" for kind, count in book.dropped.items() if count]
    return buffer.getvalue(), book.lost, changes


def _take_columns(book: Book, plan: Plan):
    """Cells of removed columns are gone before anything is written; their numbers are masked elsewhere."""
    for sheet in book.sheets:
        gone = {column for name, column in plan.columns if name == sheet.name}
        for place in [place for place in sheet.cells if place[1] in gone]:
            value = sheet.cells[place]
            if not _heads_others(place, sheet, gone):
                del sheet.cells[place]
            plan.personal(text_of(value))
    book.dropped["列（按要求删除）"] += len(plan.columns)
    plan.close()


def _heads_others(place: tuple[int, int], sheet: Sheet, gone: set[int]) -> bool:
    """A title over the whole table begins in the removed column: it stays."""
    for top, left, _, right in sheet.merged:
        if (top, left) == place and set(range(left, right + 1)) - gone:
            moved = next(column for column in range(left, right + 1) if column not in gone)
            sheet.cells[top, moved] = sheet.cells.pop(place)
            return True
    return False


def write_sheet(sheet: Sheet, target: Workbook, plan: Plan):
    gone = {column for name, column in plan.columns if name == sheet.name}
    corners = [place for area in sheet.merged for place in (area[:2], area[2:])]
    rows = _numbered({row for row, _ in (*sheet.cells, *corners)}, sheet.hidden_rows, 20_000)
    columns = _numbered({column for _, column in (*sheet.cells, *corners)}, sheet.hidden_columns | gone, 300)
    title = plan.replaced(sheet.name).translate(_NO_TITLE)[:31] or "名单"
    page = target.create_sheet(title)
    painter = Painter(sheet.looks, plan)
    for (row, column), value in sorted(sheet.cells.items()):
        if column in columns:
            cell = page.cell(rows[row], columns[column])
            shown = _instead(plan, (sheet.name, row, column), value)
            plan.written.append(text_of(shown))
            cell.value = shown
            if isinstance(shown, str):
                cell.data_type = "s"  # never a formula, whatever it begins with
            painter.paint(cell, row, column)
    for top, left, bottom, right in sheet.merged:
        kept = [columns[column] for column in range(left, right + 1) if column in columns]
        if kept and top in rows and bottom in rows and (len(kept) > 1 or bottom > top):
            page.merge_cells(None, rows[top], kept[0], rows[bottom], kept[-1])
    painter.page(page, rows, columns)


def _numbered(used: set[int], without: set[int], most: int) -> dict[int, int]:
    """Old number -> new one. Empty rows and columns stay, unless one would write `most` of them."""
    last = max(used)
    old = range(1, last + 1) if last <= most else sorted(used)
    return {number: place for place, number in enumerate((n for n in old if n not in without), 1)}


def _instead(plan: Plan, place: tuple[str, int, int], value: Any) -> Any:
    """The value itself where nothing changes, so that amounts stay numbers and days stay days."""
    text = text_of(value)
    shown = cell_instead(plan, place, text)
    if shown == text:
        return text[:_MOST_STRING] if isinstance(value, str) else value
    return shown[:_MOST_STRING]


def text_of(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e20:
        return str(int(value))
    if isinstance(value, datetime | date | time | timedelta):
        return str(value)
    return "" if value is None else re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", str(value))


class Painter:
    """Copies looks cell by cell, each different one only once."""

    def __init__(self, looks: Worksheet | None, plan: Plan):
        self.looks, self.plan = looks, plan
        self.known: dict[tuple, Any] = {}

    def paint(self, cell: Any, row: int, column: int):
        source = self.looks._cells.get((row, column)) if self.looks else None
        if source is None or not source.has_style:
            return
        key = tuple(source._style)
        if key not in self.known:
            cell.font, cell.border = copy(source.font), copy(source.border)
            cell.fill, cell.alignment = copy(source.fill), copy(source.alignment)
            if self._safe(source.number_format):
                cell.number_format = source.number_format
            self.known[key] = cell._style
        cell._style = copy(self.known[key])

    def _safe(self, code: str) -> bool:
        return code in BUILTIN_FORMATS_REVERSE or bool(_SAFE_FORMAT.fullmatch(code) and len(code) < 60)

    def page(self, page: Worksheet, rows: dict[int, int], columns: dict[int, int]):
        """Widths, heights, direction of the paper, headers in print."""
        if not self.looks:
            return
        for dimension in self.looks.column_dimensions.values():
            for column in range(dimension.min or 1, min(dimension.max or 1, 16_384) + 1):
                if column in columns and dimension.width:
                    page.column_dimensions[get_column_letter(columns[column])].width = dimension.width
        for row, number in rows.items():
            if row in self.looks.row_dimensions and self.looks.row_dimensions[row].ht:
                page.row_dimensions[number].height = self.looks.row_dimensions[row].ht
        page.page_setup.orientation = self.looks.page_setup.orientation
        page.page_setup.paperSize = self.looks.page_setup.paperSize
        for name in ("oddHeader", "oddFooter"):
            for part in ("left", "center", "right"):
                if text := getattr(getattr(self.looks, name), part).text:
                    getattr(getattr(page, name), part).text = self.plan.replaced(text)
