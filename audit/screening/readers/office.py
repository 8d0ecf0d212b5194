"""Any XML part of an Office file as passages: paragraphs with their variants, tables, comments, attributes that speak."""

import re
from dataclasses import dataclass, field

from audit.screening.readers.attributes import LABELS, MACHINE_TAGS, speaks
from audit.screening.readers.gather import Gather
from audit.screening.readers.grid import Grid, Square
from audit.screening.readers.markup import local, walk_xml

DELETED, INSERTED, HIDDEN = 1, 2, 4
TEXT = {"t", "delText", "instrText", "delInstrText"}
_UNSPOKEN = {"posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "align", "relativeFrom"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off", "none")
_NOTES = {"comment": "批注", "footnote": "脚注", "endnote": "尾注", "cm": "批注", "threadedComment": "批注"}


@dataclass
class Paragraph:
    pieces: list[tuple[str, int]] = field(default_factory=list)
    code: list[str] = field(default_factory=list)  # of fields
    style: int = 0  # HIDDEN by its style

    def variant(self, without: int) -> str:
        return "".join(text for text, flags in self.pieces if not flags & without).strip()


@dataclass
class Holder:
    """A cell, text box or note: its paragraphs belong together."""

    kind: str
    label: str
    texts: list[str] = field(default_factory=list)
    row: int = 0
    column: int = 0


@dataclass
class Table:
    grid: Grid
    row: int = 0
    column: int = 0
    span: int = 1


class Part:
    """Reads one part: `Part(gather, label).read(data)`."""

    def __init__(self, gather: Gather, label: str, kind: str = "body", hidden_styles: set[str] | None = None):
        self.gather, self.label, self.kind = gather, label, kind
        self.hidden_styles = hidden_styles or set()
        self.open: list[str] = []  # tags
        self.paragraphs: list[Paragraph] = []
        self.holders: list[Holder] = []
        self.tables: list[Table] = []
        self.loose: list[list[str]] = []
        self.count = self.table_count = self.box_count = 0
        self.deleted = self.inserted = self.fallback = self.in_settings = 0
        self.hidden = False
        self.seen: set[str] = set()
        self.revised = False

    def read(self, data: bytes):
        try:
            walk_xml(data, self.gather, self.start, self.end, self.text)
        finally:  # what was read before a bound or a break still counts
            while self.tables:
                self._end_tbl()

    # --- events

    def start(self, tag: str, attributes: dict[str, str]):
        self.open.append(tag)
        self.loose.append([])
        for name, value in attributes.items() if tag not in MACHINE_TAGS else ():
            if speaks(name, value) and value not in self.seen:
                self.seen.add(value)
                self.gather.add(value, f"{self.place()}·{LABELS.get(tag, '附加信息')}", "hidden", hidden=True)
        if handler := getattr(self, f"_start_{tag}", None):
            handler(attributes)
        elif tag in _SIGNS and self.paragraphs and not self.in_settings:
            self._piece(_SIGNS[tag])
        elif tag in _NOTES:
            self.holders.append(
                Holder("comment" if _NOTES[tag] == "批注" else "note", self._note_label(tag, attributes))
            )

    def end(self, tag: str):
        self.open.pop()
        loose = "".join(self.loose.pop())
        if handler := getattr(self, f"_end_{tag}", None):
            handler()
        elif tag in _NOTES and self.holders:
            self._close_holder()
        if loose.strip() and tag not in _UNSPOKEN:
            if self.paragraphs and tag in TEXT:
                return
            self._say(loose, f"{self.label}作者" if tag == "author" else "")

    def text(self, data: str):
        tag = self.open[-1] if self.open else ""
        if self.paragraphs and tag in TEXT:
            if "nstr" in tag:
                self.paragraphs[-1].code.append(data)
            else:
                self._piece(data, DELETED if tag == "delText" else 0)
        elif self.loose:
            self.loose[-1].append(data)

    # --- elements

    def _start_p(self, attributes):
        self.paragraphs.append(Paragraph())
        self.hidden = False

    def _end_p(self):
        if self.paragraphs:
            self._emit(self.paragraphs.pop())

    def _start_pPr(self, attributes):
        self.in_settings += 1

    def _end_pPr(self):
        self.in_settings -= 1

    _start_rPrChange, _end_rPrChange = _start_pPr, _end_pPr  # how it looked before a tracked change of looks
    _start_si = _start_is = _start_text = _start_p  # paragraphs of Excel: shared string, inline string, comment
    _end_si = _end_is = _end_text = _end_p

    def _start_r(self, attributes):
        self.hidden = False

    def _start_vanish(self, attributes):
        if not self.in_settings:
            self.hidden = local(attributes, "val", "1") not in _OFF

    _start_specVanish = _start_vanish

    def _start_rStyle(self, attributes):
        if not self.in_settings and local(attributes, "val") in self.hidden_styles:
            self.hidden = True

    def _start_pStyle(self, attributes):
        if self.paragraphs and local(attributes, "val") in self.hidden_styles:
            self.paragraphs[-1].style = HIDDEN

    def _start_del(self, attributes):
        self.deleted += 1

    def _end_del(self):
        self.deleted -= 1

    def _start_ins(self, attributes):
        self.inserted += 1

    def _end_ins(self):
        self.inserted -= 1

    _start_moveFrom, _end_moveFrom = _start_del, _end_del
    _start_moveTo, _end_moveTo = _start_ins, _end_ins

    def _start_Fallback(self, attributes):
        self.fallback += 1

    def _end_Fallback(self):
        self.fallback -= 1

    def _start_sym(self, attributes):
        code = local(attributes, "char")
        if self.paragraphs and re.fullmatch("[0-9A-Fa-f]{2,4}", code):
            number = int(code, 16)
            self._piece(chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number))

    def _start_tbl(self, attributes):
        self.table_count += 1
        self.tables.append(Table(Grid(f"{self.label}表 {self.table_count}")))

    def _end_tbl(self):
        if self.tables:
            self.tables.pop().grid.write(self.gather)

    def _start_tr(self, attributes):
        if self.tables:
            self.tables[-1].row += 1
            self.tables[-1].column = 0

    def _start_tc(self, attributes):
        if self.tables:
            table = self.tables[-1]
            table.column, table.span = table.column + 1, 1
            self.holders.append(Holder("cell", "", row=table.row, column=table.column))
            if (across := _whole(local(attributes, "gridSpan"))) > 1:  # slides: the covered cells follow, empty
                table.grid.merge(table.row, table.column, table.row, table.column + across - 1)

    def _start_gridSpan(self, attributes):
        if self.tables:
            self.tables[-1].span = max(1, _whole(local(attributes, "val")))

    def _end_tc(self):
        if not (self.tables and self.holders):
            return
        holder, table = self.holders.pop(), self.tables[-1]
        text = "\n".join(holder.texts)
        self.gather.cell()
        if table.span > 1:
            table.grid.merge(holder.row, holder.column, holder.row, holder.column + table.span - 1)
            table.column += table.span - 1
        if text.strip():
            place = f"{table.grid.sheet} 第 {holder.row} 行第 {holder.column} 列"
            table.grid.put(holder.row, holder.column, Square(text, place))

    def _start_txbxContent(self, attributes):
        self.box_count += 1
        self.holders.append(Holder("box", f"{self.label}文本框 {self.box_count}"))

    def _end_txbxContent(self):
        if self.holders:
            self._close_holder()

    # --- what comes out

    def _piece(self, text: str, flags: int = 0):
        flags |= (DELETED if self.deleted else 0) | (INSERTED if self.inserted else 0) | (HIDDEN if self.hidden else 0)
        self.revised = self.revised or bool(flags & (DELETED | INSERTED))
        if self.paragraphs:
            self.paragraphs[-1].pieces.append((text, flags | self.paragraphs[-1].style))

    def _emit(self, paragraph: Paragraph):
        seen, whole = paragraph.variant(DELETED | HIDDEN), paragraph.variant(DELETED)
        original = paragraph.variant(INSERTED)
        place = self.place(seen or whole or original)
        if seen:
            self._say(seen, place)
        if whole and whole != seen:
            self.gather.add(whole, f"{place}（含隐藏文字）", "hidden", hidden=True)
        if original and original not in (seen, whole):
            self.gather.add(original, f"{place}（修订前的文字）", "deleted", hidden=True)
        if paragraph.code:
            self.gather.add("".join(paragraph.code), f"{place}·域代码", "field", hidden=True)

    def _say(self, text: str, place: str = ""):
        if self.holders:  # said when it closes
            self.holders[-1].texts.append(text)
            return
        if self.fallback and text in self.seen:
            return
        self.seen.add(text)
        if self.kind != "hidden":
            self.gather.add(text, place or self.place(text), self.kind)
        elif not text.isascii() or len(text) > 6:  # of machine parts only what can be words or numbers of people
            self.gather.add(text, place or self.place(text), "hidden", hidden=True)

    def _close_holder(self):
        holder = self.holders.pop()
        text = "\n".join(holder.texts)
        if not (self.fallback and text in self.seen):
            kind = self.kind if holder.kind == "box" else holder.kind
            self.gather.add(text, holder.label, kind)
        self.seen.add(text)

    def _note_label(self, tag: str, attributes: dict[str, str]) -> str:
        self.count += 1
        where = local(attributes, "ref")
        return (
            f"{self.label}{f' {where or self.count}'}"
            if self.label.endswith(_NOTES[tag])
            else f"{self.label}·{_NOTES[tag]} {self.count}"
        )

    def place(self, paragraph: str = "") -> str:
        """Where we are, in words; a paragraph that is asked for counts."""
        holder = self.holders[-1] if self.holders else None
        if holder and holder.kind == "cell" and self.tables:
            return f"{self.tables[-1].grid.sheet} 第 {holder.row} 行第 {holder.column} 列"
        if holder:
            return holder.label
        if paragraph:
            self.count += 1
            return f"{self.label}{' ' if self.label[-1:].isdigit() else ''}第 {self.count} 段"
        return self.label


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 4 else 0
