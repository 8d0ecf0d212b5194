""".doc: the whole text stream, with headers, notes, comments and text boxes, deleted and hidden text too."""

import struct
from bisect import bisect_right
from collections import Counter

from audit.screening.readers import ole, strings
from audit.screening.readers.gather import BROKEN, ENCRYPTED, TOO_MUCH, Gather, Unreadable
from audit.screening.readers.grid import Grid, Square
from audit.word.legacy import dropped_runs, pieces, table_marks

_COUNTS = 0x4C  # characters of: text, footnotes, headers, macros, comments, endnotes, text boxes, boxes in headers
_STORIES = [
    ("正文", "body"), ("脚注", "note"), ("页眉页脚", "header_footer"), ("宏", "hidden"), ("批注", "comment"),
    ("尾注", "note"), ("文本框", "body"), ("页眉里的文本框", "body"),
]  # fmt: skip
MOST = 4_000_000  # characters
Sign = tuple[str, bool, bool, bool]  # character, hidden or deleted, paragraph in a table, end of a row


def read_doc(name: str, data: bytes, gather: Gather):
    with ole.open_ole(data) as container:
        main = ole.stream(container, "WordDocument", gather)
        if len(main) < 0x1AA or struct.unpack_from("<H", main)[0] != 0xA5EC:
            raise Unreadable(
                "这个文件是很旧的 Word 格式或已损坏，读不出文字。请用 WPS 或 Word 打开后另存为 .docx 再上传。"
            )
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        if flags & 0x0100:
            raise Unreadable(ENCRYPTED)
        table = ole.stream(container, "1Table" if flags & 0x0200 else "0Table", gather)
        if not table:
            raise Unreadable(BROKEN)
        _read_text(main, table, gather)
        strings.sweep(main, gather, "正文")
        ole.read_leftovers(container, gather, ("WordDocument",))


def _read_text(main: bytes, table: bytes, gather: Gather):
    counts = struct.unpack_from("<8I", main, _COUNTS)
    if sum(counts) > MOST:
        gather.eyes(TOO_MUCH)
    seen: Counter[str] = Counter()
    starts, ends = dropped_runs(main, table, seen)
    marks = table_marks(main, table)
    signs: list[Sign] = []
    for first, last, position, width in pieces(main, table, min(sum(counts) + 1, MOST)):
        raw = main[position : position + (last - first) * width]
        text = raw.decode("cp1252" if width == 1 else "utf-16-le", "replace")
        for index, sign in enumerate(text):
            place = position + index * width
            run = bisect_right(starts, place) - 1
            in_table, row_end = _in_table(marks, place) if sign in "\r\x07\x0c" else (False, False)
            signs.append((sign, run >= 0 and place < ends[run], in_table, row_end))
        gather.check()
    if seen["revisions"]:
        gather.note("文件里有修订痕迹，删掉的文字还在。请接受全部修订后再保存。")
    if seen["hidden"]:
        gather.note("文件里有隐藏的文字。")
    at = 0
    for (label, kind), count in zip(_STORIES, counts, strict=True):
        _read_story(signs[at : at + count], label, kind, gather)
        if kind == "comment" and count:
            gather.note("文件里有批注。")
        at += count


def _in_table(marks: tuple[list[int], list[tuple[bool, bool]]], place: int) -> tuple[bool, bool]:
    at = bisect_right(marks[0], place) - 1
    return marks[1][at] if at >= 0 else (False, False)


class Story:
    """Paragraphs and table cells of one part of the text."""

    def __init__(self, label: str, kind: str, gather: Gather):
        self.label, self.kind, self.gather = label, kind, gather
        self.line: list[tuple[str, bool]] = []
        self.number = self.tables = 0
        self.row: list[str] = []
        self.grid: Grid | None = None
        self.rows = 0

    def paragraph(self):
        seen, whole = self._taken()
        self._end_table()
        if not whole:
            return
        self.number += 1
        place = f"{self.label}第 {self.number} 段"
        self.gather.add(seen, place, self.kind)
        if whole != seen:
            self.gather.add(whole, f"{place}（含删除或隐藏的文字）", "hidden", hidden=True)

    def cell(self):
        seen, whole = self._taken()
        if whole != seen:
            self.gather.add(whole, f"{self.label}表格里（含删除或隐藏的文字）", "hidden", hidden=True)
        self.gather.cell()
        self.row.append(seen)

    def end_row(self):
        """The mark after a row's last cell."""
        if self.grid is None:
            self.tables += 1
            self.grid, self.rows = Grid(f"{self.label}表 {self.tables}"), 0
        self.rows += 1
        for column, text in enumerate(self.row, 1):
            if text:
                place = f"{self.grid.sheet} 第 {self.rows} 行第 {column} 列"
                self.grid.put(self.rows, column, Square(text, place))
        self.row = []

    def _taken(self) -> tuple[str, str]:
        line, self.line = self.line, []
        seen = "".join(sign for sign, hidden in line if not hidden)
        return seen.strip(), "".join(sign for sign, _ in line).strip()

    def _end_table(self):
        if self.row:
            self.end_row()
        if self.grid:
            self.grid.write(self.gather)
            self.grid = None


def _read_story(signs: list[Sign], label: str, kind: str, gather: Gather):
    story = Story(label, kind, gather)
    code: list[str] = []
    depth: list[bool] = []  # fields open now: still in their code?
    for sign, hidden, in_table, row_end in signs:
        if sign in "\x13\x14\x15":
            depth = [*depth[-50:], True] if sign == "\x13" else [*depth[:-1], False] if sign == "\x14" else depth[:-1]
            if code and not any(depth):
                gather.add("".join(code), f"{label}·域代码", "field", hidden=True)
                code = []
        elif any(depth):
            code.append(sign)
        elif sign == "\x07" and row_end:
            story.end_row()
        elif sign == "\x07":
            story.cell()
        elif sign in "\r\x0c" and in_table:
            story.line.append(("\n", hidden))
        elif sign in "\r\x0c":
            story.paragraph()
        else:
            story.line.append(({"\x0b": "\n", "\x1e": "-", "\x1f": ""}.get(sign, sign), hidden))
    gather.add("".join(code), f"{label}·域代码", "field", hidden=True)
    story.paragraph()
