"""One worksheet of an .xlsx: cells as stored and as shown, hidden rows and columns, formulas, lists, headers."""

import re
from dataclasses import dataclass, field

from audit.screening.readers import numbers
from audit.screening.readers.attributes import speaks
from audit.screening.readers.gather import Gather
from audit.screening.readers.grid import Grid, Square
from audit.screening.readers.markup import local, walk_xml

_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
_PRINTED = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
_CODES = re.compile(  # of printed headers: &C, &"font,bold", &10; a size right before a number takes the fewer digits
    r'&"[^"]*"|&K[0-9A-F]{6}|&\d{1,2}?(?=(?:1\d{10}|\d{15}|\d{17}[\dXx])(?!\d)|\D|$)|&\d{1,2}|&[A-Za-z]'
)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def printed(text: str) -> str:
    """A printed header without its codes."""
    return _CODES.sub(" ", text)


@dataclass
class Book:
    """What all sheets share."""

    strings: list[str] = field(default_factory=list)
    formats: list[str | int] = field(default_factory=list)  # of each cell style
    white: list[bool] = field(default_factory=list)  # whether a cell style writes white on white
    from_1904: bool = False


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Sheet:
    def __init__(self, book: Book, name: str, gather: Gather, hidden: bool):
        self.book, self.name, self.gather, self.hidden = book, name, gather, hidden
        self.grid = Grid(name)
        self.row = self.column = 0
        self.row_hidden = False
        self.columns: list[tuple[int, int]] = []  # hidden ones, from to
        self.hidden_rows = 0
        self.lost: list[str] = []
        self.kind = self.value = self.formula = ""
        self.style = 0
        self.into = ""  # the element whose text is being taken
        self.pieces: list[str] = []
        self.texts: list[tuple[str, str]] = []  # inline string runs
        self.hidden_columns: set[int] = set()

    def read(self, data: bytes):
        try:
            walk_xml(data, self.gather, self.start, self.end, self.pieces_append)
        finally:  # what was read before a bound or a break still counts
            self.grid.write(self.gather)
        self._notes()

    def pieces_append(self, text: str):
        if self.into:
            self.pieces.append(text)

    def start(self, tag: str, attributes: dict[str, str]):
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "f", "t", "formula1", "formula2") or tag in _PRINTED:
            self.into, self.pieces = tag, []
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "col":
            self._start_column(attributes)
        elif tag == "mergeCell":
            self._merge(local(attributes, "ref"))
        else:
            self._attributes(tag, attributes)

    def _start_cell(self, attributes: dict[str, str]):
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_number(found[1]) if found else self.column + 1
        if found:
            self.row = int(found[2])
        self.kind, self.value, self.formula = attributes.get("t", "n"), "", ""
        style = attributes.get("s", "0")
        self.style = int(style) if style.isdigit() and len(style) < 7 else 0
        self.texts = []

    def _start_row(self, attributes: dict[str, str]):
        number = attributes.get("r", "")
        self.row = int(number) if number.isdigit() and len(number) < 8 else self.row + 1
        self.column = 0
        self.row_hidden = attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0"
        self.hidden_rows += self.row_hidden

    def _start_column(self, attributes: dict[str, str]):
        if attributes.get("hidden") in ("1", "true") or _thin(attributes.get("width", "9")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit():
                self.columns.append((int(first[:6]), int(last[:6])))

    def _merge(self, reference: str):
        found = _REFERENCE.findall(reference)
        if len(found) == 2 and len(self.grid.merged) < 5_000:
            (left, top), (right, bottom) = found
            self.grid.merge(int(top), column_number(left), int(bottom), column_number(right))

    def _attributes(self, tag: str, attributes: dict[str, str]):
        for name, value in attributes.items():
            if speaks(name, value):
                self.gather.add(value, f"表“{self.name}”·{_LABELS.get(tag, '附加信息')}", "hidden", hidden=True)

    def end(self, tag: str):
        if tag == self.into:
            text, self.into = "".join(self.pieces), ""
            if tag == "v":
                self.value = text
            elif tag == "f":
                self.formula = text
            elif tag == "t":
                self.texts.append((tag, text))
            elif tag in _PRINTED:
                self.gather.add(printed(text), f"表“{self.name}”页眉页脚", "header_footer")
            elif re.search(r"[^\x00-\x7f]|\d{5}|@", text):
                self.gather.add(text, f"表“{self.name}”下拉列表", "validation", hidden=True)
        elif tag == "c":
            self._end_cell()

    def _end_cell(self):
        self.gather.cell()
        place = f"表“{self.name}”{letters_of(self.column)}{self.row}"
        if self.formula:
            self.gather.add(
                "=" + self.formula,
                f"{place}·公式",
                "formula",
                hidden=True,
                sheet=self.name,
                row=self.row,
                column=self.column,
            )
        code = self.book.formats[self.style] if self.style < len(self.book.formats) else 0
        white = self.style < len(self.book.white) and self.book.white[self.style]
        text, number = self._shown(code)
        if not text or text in _ERRORS:
            return
        hidden = self.hidden or self.row_hidden or white or numbers.hides(code) or self._in_hidden_column()
        self.grid.put(self.row, self.column, Square(text, place, hidden, number))
        if number and numbers.lost_digits(text):
            self.lost.append(f"{letters_of(self.column)}{self.row}")
        if number and (other := numbers.shown(text, code)):
            self.gather.add(
                other, f"{place}（显示为）", "cell", hidden=hidden, sheet=self.name, row=self.row, column=self.column
            )

    def _shown(self, code: str | int) -> tuple[str, bool]:
        """(text, whether it is a number)."""
        kind, value = self.kind, self.value
        if kind == "s":
            known = value.isdigit() and len(value) < 9 and int(value) < len(self.book.strings)
            return (self.book.strings[int(value)] if known else ""), False
        if kind == "inlineStr" or self.texts:
            return "".join(text for _, text in self.texts) or value, False
        if kind in ("n", "") and value:
            if numbers.is_date(code) and (day := numbers.date_text(value, self.book.from_1904)):
                return day, False
            return numbers.digits(value), True
        return ("" if kind == "b" else value), False

    def _in_hidden_column(self) -> bool:
        for first, last in self.columns:
            if first <= self.column <= last:
                self.hidden_columns.add(self.column)
                return True
        return False

    def _notes(self):
        if self.hidden_rows and any(square.hidden for row in self.grid.rows.values() for square in row.values()):
            self.gather.note(f"表“{self.name}”有 {self.hidden_rows} 个隐藏的行。")
        if self.hidden_columns:
            shown = "、".join(letters_of(column) for column in sorted(self.hidden_columns)[:10])
            self.gather.note(f"表“{self.name}”有隐藏的列：{shown}。")
        if self.lost:
            more = f" 等 {len(self.lost)} 格" if len(self.lost) > 1 else ""
            self.gather.note(
                f"表“{self.name}”{self.lost[0]}{more}把 16 位以上的号码存成了数字，末尾几位可能已经变成 0（显示为科学计数法）。"
            )


_LABELS = {
    "dataValidation": "下拉列表",
    "hyperlink": "链接",
    "protectedRange": "受保护区域",
    "scenario": "方案",
    "tablePart": "表格",
}


def _thin(width: str) -> bool:
    try:
        return float(width) < 0.1
    except ValueError:
        return False
