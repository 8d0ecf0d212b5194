"""A workbook as grids of cells: .xlsx, .xls and .ods through calamine. Hidden sheets are left alone."""

import io
from dataclasses import dataclass, field
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from .extent import check
from .problems import CannotRead

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 30, 2000, 60
Cell = str | int | float | bool | date | None
STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
AGAIN = "请用 WPS 或 Excel 打开后“另存为”.xlsx，再上传。"


@dataclass
class Grid:
    """One sheet. rows: cells from A1. merged: ((first row, first column), (last row, last column)), from 0."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Cell:
        line = self.rows[row] if 0 <= row < len(self.rows) else []
        return line[column] if 0 <= column < len(line) else ""

    def spread(self) -> dict[tuple[int, int], Cell]:
        """Place → the words of the merged cell it lies under."""
        found = {}
        for (top, left), (bottom, right) in self.merged:
            for row in range(top, min(bottom, top + 20) + 1):
                for column in range(left, min(right, left + MOST_COLUMNS) + 1):
                    found[row, column] = self.cell(top, left)
        return found


def open_workbook(data: bytes) -> list[Grid]:
    """The visible sheets with something in them. Raises CannotRead."""
    if not data.startswith(STARTS):
        raise CannotRead(f"这不是 Excel 表格。能读 .xlsx、.xls、.ods；{AGAIN}")
    check(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return _grids(book)
    except PasswordError as error:
        raise CannotRead("这个文件加了打开密码。请去掉密码再上传。") from error
    except (CalamineError, ValueError, OSError) as error:
        raise CannotRead(f"这个文件打不开，可能已损坏，或不是表格。{AGAIN}") from error


def _grids(book: CalamineWorkbook) -> list[Grid]:
    seen = [
        place for place, meta in enumerate(book.sheets_metadata)
        if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
    ]  # fmt: skip
    if len(seen) > MOST_SHEETS:
        raise CannotRead(f"工作簿里有 {len(seen)} 张表，最多读 {MOST_SHEETS} 张。请只留要公开的表。")
    grids = []
    for place in seen:
        sheet = book.get_sheet_by_index(place)
        rows = _trimmed(sheet.to_python(skip_empty_area=False))
        if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
            raise CannotRead(_too_large(sheet.name, len(rows), max(map(len, rows))))
        if rows:
            grids.append(Grid(sheet.name, rows, list(sheet.merged_cell_ranges or [])))
    if not grids:
        raise CannotRead("工作簿里没有内容。请检查是不是存错了文件，或内容在隐藏的表里。")
    return grids


def _too_large(name: str, rows: int, columns: int) -> str:
    return (
        f"表“{name}”有 {rows} 行 {columns} 列，不像收支表（最多 {MOST_ROWS} 行 {MOST_COLUMNS} 列）。请只留要公开的表。"
    )


def _trimmed(rows: list[list]) -> list[list]:
    """Without empty rows below and empty cells at the right."""
    kept = []
    for row in rows:
        while row and (row[-1] is None or (isinstance(row[-1], str) and not row[-1].strip())):
            row = row[:-1]
        kept.append(row)
    while kept and not kept[-1]:
        kept.pop()
    return kept
