"""How far a workbook's cells reach, before anything opens it: calamine keeps the whole rectangle in memory, so one
stray cell in the last row of a sheet - or a hostile file - would take all there is."""

import io
import re
import zipfile

import olefile

from .problems import CannotRead

MOST_UNPACKED = 40 * 1024 * 1024
MOST_ROW, MOST_COLUMN, MOST_CELLS = 60_000, 1_000, 3_000_000
TOO_FAR = (
    "表格大得不像收支表：{row} 行 {column} 列。可能有一格在很远的地方。"
    "请把要公开的部分复制到新的工作簿里再上传。"
)  # fmt: skip
_REFERENCE = re.compile(rb"<(?:\w+:)?c\b[^>]{0,200}?\br=[\"']([A-Z]{1,4})(\d{1,8})[\"']")
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=[\"'](\d{1,9})[\"']")
_CELL_RECORDS = {0x06, 0xBD, 0xBE, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E, 0x406, 0x206}


def check(data: bytes) -> None:
    """Raises CannotRead where the workbook reaches too far or unpacks to too much."""
    if data.startswith(b"PK"):
        _check_package(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        _check_biff(data)


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MOST_UNPACKED:
                raise CannotRead("这个文件解开后太大，不像收支表。请只留要公开的表，另存一份再上传。")
            for entry in package.infolist():
                name = entry.filename.lower()
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _check_sheet(package.read(entry))
                elif name == "content.xml":
                    _check_table(package.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise CannotRead("这个文件打不开，可能已损坏或加了密码。请重新另存一份 .xlsx 再上传。") from error


def _check_sheet(xml: bytes) -> None:
    row = column = 1
    for found in _REFERENCE.finditer(xml):
        row, column = max(row, int(found[2])), max(column, _number(found[1]))
    _judge(row, column)


def _number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _check_table(xml: bytes) -> None:
    """A repeated cell is only a bomb where it has something in it: empty rows up to the sheet's end are ordinary."""
    for row in re.split(rb"<table:table-row\b", xml)[1:]:
        head, _, inner = row.partition(b">")
        if b"office:value" not in inner and b"<text:p" not in inner:
            continue
        times = max([int(found) for found in _REPEATED.findall(head)], default=1)
        cells = re.findall(rb"<table:(?:covered-)?table-cell\b([^>]*)", inner)
        filled = [place for place, cell in enumerate(cells) if b"office:value" in cell]
        last = filled[-1] if filled else len(cells) - 1
        width = sum(max([int(n) for n in _REPEATED.findall(cell)], default=1) for cell in cells[: last + 1])
        _judge(times, width)


def _check_biff(data: bytes) -> None:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            name = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
            stream = ole.openstream(name).read() if name else b""
    except Exception as error:  # olefile raises many kinds on broken containers
        raise CannotRead("这个文件打不开，可能已损坏。请重新另存一份 .xlsx 再上传。") from error
    place = row = 0
    while place + 4 <= len(stream):
        kind = int.from_bytes(stream[place : place + 2], "little")
        size = int.from_bytes(stream[place + 2 : place + 4], "little")
        if kind in _CELL_RECORDS and size >= 4:
            row = max(row, int.from_bytes(stream[place + 4 : place + 6], "little"))
        place += 4 + size
    if row > 20_000:
        _judge(row + 1, MOST_COLUMN)


def _judge(row: int, column: int) -> None:
    if row > MOST_ROW or column > MOST_COLUMN or row * column > MOST_CELLS:
        raise CannotRead(TOO_FAR.format(row=row, column=column))
