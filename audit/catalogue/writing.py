"""Writing the catalogue sheet: two rows of headings, one row a column, choices offered as lists."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..models import Column
from .headings import CHANNELS, FIRST, GROUP, LAST, NUMBERING, OTHER_CHANNELS, TICK, Heading, official

HEAD_ROWS = (2, 3)
FIRST_ROW = 4
YES, NO = "是", "否"
SPARE_ROWS = 200  # rows below the last that still offer the lists
THIN = Side(style="thin", color="999999")


def workbook(columns: Iterable[Column], title: str) -> bytes:
    """columns: in the order they shall stand, with `parent` and `responsible_unit` loaded."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "公开目录"
    rows = [_cells(number, column) for number, column in enumerate(columns, start=1)]
    _head(sheet, title)
    for place, cells in enumerate(rows, start=FIRST_ROW):
        for at, value in enumerate(cells, start=1):
            _put(sheet, place, at, value)
    _choices(sheet, FIRST_ROW + len(rows) + SPARE_ROWS)
    sheet.freeze_panes = "E4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "2:3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def names() -> list[str]:
    """The headings from left to right, a channel by its own name."""
    return [
        NUMBERING, *(heading.name for heading in FIRST), *CHANNELS, OTHER_CHANNELS, *(heading.name for heading in LAST)
    ]  # fmt: skip


def _cells(number: int, column: Column) -> list:
    chosen = [official(channel) for channel in column.channels]
    ticks = [TICK if channel in chosen else "" for channel in CHANNELS]
    others = [channel for channel in column.channels if official(channel) not in CHANNELS]
    return [
        number, *(_cell(heading, column) for heading in FIRST), *ticks, as_lines(others),
        *(_cell(heading, column) for heading in LAST),
    ]  # fmt: skip


def _cell(heading: Heading, column: Column):
    value = getattr(column, heading.field)
    if heading.kind == "parent":
        return value.slug if value else ""
    if heading.kind == "unit":
        return value.name if value else ""
    if heading.kind == "list":
        return as_lines(value)
    if heading.kind == "yes":
        return YES if value else NO
    if heading.kind == "choice":
        return getattr(column, f"get_{heading.field}_display")()
    return "" if value is None else value


def as_lines(values: list[str]) -> str:
    """One a line; a single one that holds the other separator gets a line of its own all the same."""
    text = "\n".join(map(str, values))
    return f"{text}\n" if len(values) == 1 and "；" in text else text


def _put(sheet: Worksheet, row: int, at: int, value) -> None:
    cell = sheet.cell(row, at)
    if value not in ("", None):
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # words, also where they begin with "="
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if value == TICK else None)
    cell.border = Border(THIN, THIN, THIN, THIN)


def _head(sheet: Worksheet, title: str) -> None:
    listed = names()
    sheet.cell(1, 1, title).font = Font(bold=True, size=16)
    first = 2 + len(FIRST)
    for at, name in enumerate(listed, start=1):
        in_group = first <= at <= first + len(CHANNELS)
        row = HEAD_ROWS[1] if in_group else HEAD_ROWS[0]
        sheet.cell(row, at, name)
        for number in HEAD_ROWS:
            cell = sheet.cell(number, at)
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EFE8D8")
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
            cell.border = Border(THIN, THIN, THIN, THIN)
        if not in_group:
            sheet.merge_cells(start_row=HEAD_ROWS[0], end_row=HEAD_ROWS[1], start_column=at, end_column=at)
    sheet.cell(HEAD_ROWS[0], first, GROUP)
    sheet.merge_cells(
        start_row=HEAD_ROWS[0], end_row=HEAD_ROWS[0], start_column=first, end_column=first + len(CHANNELS)
    )
    sheet.row_dimensions[HEAD_ROWS[1]].height = 64
    widths = [6, *(h.width for h in FIRST), *([6] * len(CHANNELS)), 14, *(h.width for h in LAST)]
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def _choices(sheet: Worksheet, last: int) -> None:
    listed = names()
    offered = {h.name: [str(label) for _, label in Column._meta.get_field(h.field).choices or ()]  # type: ignore[union-attr]
               for h in (*FIRST, *LAST) if h.kind == "choice"}  # fmt: skip
    offered |= {h.name: [YES, NO] for h in LAST if h.kind == "yes"} | {channel: [TICK] for channel in CHANNELS}
    for name, values in offered.items():
        rule = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
        letter = get_column_letter(listed.index(name) + 1)
        rule.add(f"{letter}{FIRST_ROW}:{letter}{last}")
        sheet.add_data_validation(rule)
