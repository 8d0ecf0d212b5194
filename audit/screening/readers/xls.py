""".xls: cells of every sheet, hidden ones too, notes, printed headers, names, lists, formulas' stored results."""

import struct

from audit.screening.readers import biff, numbers, ole, strings
from audit.screening.readers.gather import ENCRYPTED, TOO_MUCH, Gather, Unreadable
from audit.screening.readers.grid import Grid, Square
from audit.screening.readers.sheet import letters_of, printed

BOF, EOF, BOUNDSHEET, FILEPASS, SST, FORMAT, XF, DATE1904 = 0x809, 0x0A, 0x85, 0x2F, 0xFC, 0x41E, 0xE0, 0x22
LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, FORMULA, STRING = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x06, 0x207
ROW, COLINFO, HEADER, FOOTER, NOTE, TXO, NAME, DV, HLINK, MERGED = (
    0x208,
    0x7D,
    0x14,
    0x15,
    0x1C,
    0x1B6,
    0x18,
    0x1BE,
    0x1B8,
    0xE5,
)
_PRINTED = {HEADER: "页眉", FOOTER: "页脚"}
_STATES = {1: "隐藏", 2: "深度隐藏"}
_CUT_OFF = "表格的内容没有读完（文件后半部分不完整）"


def read_xls(name: str, data: bytes, gather: Gather):
    with ole.open_ole(data) as container:
        stream = "Workbook" if container.exists("Workbook") else "Book"
        content = ole.stream(container, stream, gather)
        Book(gather, stream == "Book").read(content)
        strings.sweep(content, gather, "表格")
        ole.read_leftovers(container, gather, ("Workbook", "Book"))


class Book:
    def __init__(self, gather: Gather, old: bool):
        self.gather, self.old = gather, old
        self.strings: list[str] = []
        self.used: set[int] = set()
        self.formats: dict[int, str] = {}
        self.styles: list[int] = []  # of each cell style its number format
        self.from_1904 = False
        self.sheets: dict[int, tuple[str, int]] = {}  # place of its first record -> name, state
        self.depth = 0
        self.sheet: Sheet | None = None

    def read(self, content: bytes):
        try:
            for step, (kind, body, more, place) in enumerate(biff.records(content)):
                if not step & 4095:
                    self.gather.check()
                try:
                    self._record(kind, body, more, place)
                except (struct.error, IndexError):  # one broken record does not hide the others, but is not passed over
                    self.gather.eyes(_CUT_OFF)
        finally:
            if self.sheet:
                self.sheet.close()
        for index, text in enumerate(self.strings):
            if index not in self.used:
                self.gather.add(text, "残留的文字（没有单元格在用）", "hidden", hidden=True)

    def _record(self, kind: int, body: bytes, more: list[bytes], place: int):
        if kind in (BOF, 0x409, 0x209):
            self.depth += 1
            if self.depth == 1 and place:
                name, state = self.sheets.get(place, ("未列出的表", 1))
                self.sheet = Sheet(self, name, state)
        elif kind == EOF:
            self.depth = max(0, self.depth - 1)
            if not self.depth and self.sheet:
                self.sheet.close()
                self.sheet = None
        elif self.sheet:
            self.sheet.record(kind, body, more)
        else:
            self._shared(kind, body, more)

    def _shared(self, kind: int, body: bytes, more: list[bytes]):
        if kind == FILEPASS:
            raise Unreadable(ENCRYPTED)
        if kind == BOUNDSHEET:
            place, state = struct.unpack_from("<IB", body)
            name = biff.text_at(body, 6, self.old, short=True)
            self.sheets[place] = (name, state & 3)
            self.gather.add(name, "工作表名", "name", hidden=bool(state & 3))
            if state & 3:
                self.gather.note(f"表“{name}”是{_STATES.get(state & 3, '隐藏')}的。")
        elif kind == SST:
            self.strings = biff.shared_strings(body, more)
            if sum(map(len, self.strings)) > self.gather.limits.characters:
                raise Unreadable(TOO_MUCH)
        elif kind == FORMAT:
            self.formats[struct.unpack_from("<H", body)[0]] = biff.text_at(body, 2, self.old, short=self.old)
        elif kind == XF:
            self.styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == DATE1904:
            self.from_1904 = body[:1] == b"\x01"
        elif kind == NAME:
            self._name(body)

    def _name(self, body: bytes):
        count = body[3]
        name = (
            body[14 : 14 + count].decode("gb18030", "replace")
            if self.old
            else biff.unicode_at(body, 15, count, bool(body[14] & 1))
        )
        self.gather.add(name, "定义的名称", "name", hidden=True)
        strings.sweep(body, self.gather, f"定义的名称“{name}”")

    def number_format(self, style: int) -> str | int:
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number, number)


class Sheet:
    def __init__(self, book: Book, name: str, state: int):
        self.book, self.name, self.gather, self.state = book, name, book.gather, state
        self.grid = Grid(name)
        self.rows: set[int] = set()  # hidden ones
        self.columns: list[tuple[int, int]] = []
        self.waiting: tuple[int, int] | None = None  # the formula whose text comes in the next record
        self.lost = 0

    def record(self, kind: int, body: bytes, more: list[bytes]):
        if kind in (LABELSST, LABEL, RSTRING, NUMBER, RK, FORMULA):
            row, column, style = struct.unpack_from("<3H", body)
            self._cell(kind, body, row + 1, column + 1, style)
        elif kind == MULRK:
            row, column = struct.unpack_from("<2H", body)
            for index in range((len(body) - 6) // 6):
                style = struct.unpack_from("<H", body, 4 + 6 * index)[0]
                self._number(biff.rk_number(body[6 + 6 * index : 10 + 6 * index]), row + 1, column + 1 + index, style)
        elif kind == STRING and self.waiting:
            text = body[2:].decode("gb18030", "replace") if self.book.old else biff.Pieces([body, *more]).string()
            self._put(text, *self.waiting)
            self.waiting = None
        elif kind == ROW:
            row, height = struct.unpack_from("<H", body)[0], struct.unpack_from("<I", body, 12)[0]
            if height & 0x20:
                self.rows.add(row + 1)
        elif kind == COLINFO:
            first, last, width, _, options = struct.unpack_from("<5H", body)
            if options & 1 or width < 20:
                self.columns.append((first + 1, last + 1))
        elif kind == MERGED:
            for index in range(min(struct.unpack_from("<H", body)[0], 5_000)):
                top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * index)
                self.grid.merge(top + 1, left + 1, bottom + 1, right + 1)
        else:
            self._said(kind, body, more)

    def _said(self, kind: int, body: bytes, more: list[bytes]):
        place = f"表“{self.name}”"
        if kind in _PRINTED and body:
            self.gather.add(
                printed(biff.text_at(body, 0, self.book.old, short=self.book.old)),
                f"{place}{_PRINTED[kind]}",
                "header_footer",
            )
        elif kind == TXO and more and len(body) >= 12:
            count = struct.unpack_from("<H", body, 10)[0]
            wide = more[0][:1] == b"\x01"
            text = biff.Pieces([more[0][1:], *more[1:]]).characters(count, wide)
            self.gather.add(text, f"{place}批注或文本框", "comment")
        elif kind == NOTE and self.book.old:
            self.gather.add(body[6:].decode("gb18030", "replace"), f"{place}批注", "comment")
        elif kind == NOTE and len(body) > 11:
            self.gather.add(biff.text_at(body, 8, False), f"{place}批注作者", "hidden", hidden=True)
        elif kind == DV:
            self._validation(body, place)
        elif kind == HLINK:
            self.gather.add("".join(_wide_texts(body)), f"{place}链接", "hidden", hidden=True)

    def _validation(self, body: bytes, place: str):
        at = 4
        for _ in range(4):
            text = biff.text_at(body, at, False)
            self.gather.add(text, f"{place}下拉列表的提示", "validation", hidden=True)
            count, flags = struct.unpack_from("<HB", body, at)
            at += 3 + count * (2 if flags & 1 else 1)
        formula = body[at + 4 :]
        if formula[:1] == b"\x17":  # a list written out, its items parted by NUL
            items = biff.text_at(formula, 1, False, short=True).replace("\x00", "\n")
            self.gather.add(items, f"{place}下拉列表", "validation", hidden=True)

    def _cell(self, kind: int, body: bytes, row: int, column: int, style: int):
        if kind == LABELSST:
            index = struct.unpack_from("<I", body, 6)[0]
            self.book.used.add(index)
            self._put(self.book.strings[index] if index < len(self.book.strings) else "", row, column)
        elif kind in (LABEL, RSTRING):
            self._put(biff.text_at(body, 6, self.book.old), row, column)
        elif kind == NUMBER:
            self._number(struct.unpack_from("<d", body, 6)[0], row, column, style)
        elif kind == RK:
            self._number(biff.rk_number(body[6:10]), row, column, style)
        elif body[12:14] == b"\xff\xff":
            self.waiting = (row, column) if body[6] == 0 else None
        else:
            self._number(struct.unpack_from("<d", body, 6)[0], row, column, style)

    def _number(self, number: float, row: int, column: int, style: int):
        code = self.book.number_format(style)
        text = numbers.of_float(number)
        if numbers.is_date(code) and (day := numbers.date_text(repr(number), self.book.from_1904)):
            self._put(day, row, column)
            return
        self.lost += numbers.lost_digits(text)
        self._put(text, row, column, True, numbers.hides(code))
        if other := numbers.shown(text, code):
            self.gather.add(
                other,
                f"表“{self.name}”{letters_of(column)}{row}（显示为）",
                "cell",
                sheet=self.name,
                row=row,
                column=column,
            )

    def _put(self, text: str, row: int, column: int, number: bool = False, hidden: bool = False):
        self.gather.cell()
        if text.strip():
            self.grid.put(row, column, Square(text, f"表“{self.name}”{letters_of(column)}{row}", hidden, number))

    def close(self):
        """Writes the cells; which rows and columns are hidden is known only now."""
        hidden_column = {column for first, last in self.columns for column in range(first, min(last, first + 300) + 1)}
        for row, squares in self.grid.rows.items():
            for column, square in squares.items():
                square.hidden = square.hidden or bool(self.state) or row in self.rows or column in hidden_column
        used = {column for squares in self.grid.rows.values() for column in squares} & hidden_column
        if rows := self.rows & self.grid.rows.keys():
            self.gather.note(f"表“{self.name}”有 {len(rows)} 个隐藏的行。")
        if used:
            self.gather.note(
                f"表“{self.name}”有隐藏的列：{'、'.join(letters_of(column) for column in sorted(used)[:10])}。"
            )
        if self.lost:
            self.gather.note(f"表“{self.name}”有 {self.lost} 格把 16 位以上的号码存成了数字，末尾几位可能已经变成 0。")
        self.grid.write(self.gather)


def _wide_texts(body: bytes) -> list[str]:
    return [text for text in body.decode("utf-16-le", "ignore").split("\x00") if len(text) > 3 and text.isprintable()]
