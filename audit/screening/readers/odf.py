""".ods, .odt, .odp: tables with hidden sheets, rows and columns, notes, tracked changes, headers, properties."""

from dataclasses import dataclass, field

from audit.screening.readers.attributes import speaks
from audit.screening.readers.gather import ENCRYPTED, Gather, Unreadable
from audit.screening.readers.grid import Grid, Square
from audit.screening.readers.markup import local, walk_xml
from audit.screening.readers.numbers import digits
from audit.screening.readers.parts import Parts
from audit.screening.readers.rest import read_rest
from audit.screening.readers.sheet import letters_of

_REST = {"settings.xml": "文档设置", "meta-inf/": "清单", "styles.xml": "样式"}
_WIDEST, _MOST_REPEATED = 1_024, 64
_GONE = {"collapse", "filter"}
_TEXTS = {"p", "h"}


def read_odf(name: str, data: bytes, gather: Gather):
    parts = Parts(data, gather)
    if b"encryption-data" in parts.take("META-INF/manifest.xml"):
        raise Unreadable(ENCRYPTED)
    parts.unread.pop("mimetype", None)
    content = parts.take("content.xml")
    Reader(gather, "正文").read(content)
    for part in parts.matching(r"(?:.+/)?styles\.xml|.+/content\.xml"):
        Reader(gather, "页眉页脚和样式" if part == "styles.xml" else "嵌入对象").read(parts.take(part))
    read_rest(parts, gather, _REST)


@dataclass
class Table:
    grid: Grid
    hidden: bool
    row: int = 0
    rows: int = 1  # how often the row is repeated
    column: int = 0
    row_hidden: bool = False
    columns: list[tuple[int, int]] = field(default_factory=list)  # hidden ones
    counted: int = 0
    held: list[str] = field(default_factory=list)  # paragraphs of the cell
    cell: dict[str, str] | None = None


class Reader:
    def __init__(self, gather: Gather, label: str):
        self.gather, self.label = gather, label
        self.tables: list[Table] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.lines: list[list[str]] = []  # paragraphs open now, innermost last
        self.notes: list[list[str]] = []
        self.loose: list[str] = []
        self.path: list[str] = []
        self.count = self.deleted = self.table_count = 0

    def read(self, data: bytes):
        try:
            walk_xml(data, self.gather, self.start, self.end, self.text)
        finally:
            while self.tables:
                self.tables.pop().grid.write(self.gather)

    def start(self, tag: str, attributes: dict[str, str]):
        self.path.append(tag)
        self.loose = []
        for name, value in attributes.items():
            ending = name.rpartition(":")[2]
            telling = not value.isascii() or sum(map(str.isdigit, value)) >= 5 or "@" in value
            if telling and (ending in ("string-value", "formula", "condition") or speaks(name, value)):
                self.gather.add(value, f"{self.place()}·附加信息", "hidden", hidden=True)
        if handler := getattr(self, "start_" + tag.replace("-", "_"), None):
            handler(attributes)
        elif tag in _TEXTS:
            self.lines.append([])

    def end(self, tag: str):
        self.path.pop()
        if handler := getattr(self, "end_" + tag.replace("-", "_"), None):
            handler()
        elif tag in _TEXTS and self.lines:
            self._say("".join(self.lines.pop()))
        elif not self.lines and (loose := "".join(self.loose).strip()):
            self.gather.add(
                loose, f"{self.place()}·{'批注作者' if tag == 'creator' else '附加信息'}", "hidden", hidden=True
            )
        if not self.lines:
            self.loose = []

    def text(self, data: str):
        if self.lines:
            self.lines[-1].append(data)
        else:
            self.loose.append(data)

    def _say(self, text: str):
        if self.notes:
            self.notes[-1].append(text)
        elif self.tables and self.tables[-1].cell is not None:
            self.tables[-1].held.append(text)
        elif text.strip():
            self.count += 1
            place = f"{self.label}第 {self.count} 段"
            if self.deleted:
                self.gather.add(text, f"{place}（修订删掉的文字）", "deleted", hidden=True)
            else:
                self.gather.add(text, place)

    def place(self) -> str:
        return f"表“{self.tables[-1].grid.sheet}”" if self.tables else self.label

    # --- styles and signs

    def start_style(self, attributes):
        self.style = local(attributes, "name")

    def start_table_properties(self, attributes):
        if local(attributes, "display") == "false":
            self.hidden_styles.add(self.style)

    def start_s(self, attributes):
        count = local(attributes, "c", "1")
        self.text(" " * min(int(count) if count.isdigit() and len(count) < 4 else 1, 100))

    def start_tab(self, attributes):
        self.text("\t")

    def start_line_break(self, attributes):
        self.text("\n")

    def start_tracked_changes(self, attributes):
        self.deleted += 1
        self.gather.note("文件里有修订痕迹，删掉的文字还在。请接受全部修订后再保存。")

    def end_tracked_changes(self):
        self.deleted -= 1

    def start_annotation(self, attributes):
        self.notes.append([])

    def end_annotation(self):
        text = "\n".join(self.notes.pop()) if self.notes else ""
        self.gather.add(text, f"{self.place()}批注", "comment")
        self.gather.note("文件里有批注。")

    # --- tables

    def start_table(self, attributes):
        self.table_count += 1
        name = local(attributes, "name") or f"{self.label}表 {self.table_count}"
        hidden = local(attributes, "style-name") in self.hidden_styles or local(attributes, "display") == "false"
        self.gather.add(name, "工作表名", "name", hidden=hidden)
        if hidden:
            self.gather.note(f"表“{name}”是隐藏的。")
        self.tables.append(Table(Grid(name), hidden))

    def end_table(self):
        if self.tables:
            self.tables.pop().grid.write(self.gather)

    def start_table_column(self, attributes):
        if self.tables:
            table = self.tables[-1]
            count = _repeated(attributes, "number-columns-repeated")
            if local(attributes, "visibility") in _GONE:
                table.columns.append((table.counted + 1, table.counted + count))
                self.gather.note(f"表“{table.grid.sheet}”有隐藏的列：{letters_of(table.counted + 1)}。")
            table.counted += count

    def start_table_row(self, attributes):
        if self.tables:
            table = self.tables[-1]
            table.row += table.rows if table.row else 1
            table.rows, table.column = _repeated(attributes, "number-rows-repeated"), 0
            table.row_hidden = local(attributes, "visibility") in _GONE

    def start_table_cell(self, attributes):
        if self.tables:
            table = self.tables[-1]
            table.column += 1
            table.cell, table.held = attributes, []
            across = _repeated(attributes, "number-columns-spanned")
            down = _repeated(attributes, "number-rows-spanned")
            if across > 1 or down > 1:
                table.grid.merge(table.row, table.column, table.row + down - 1, table.column + across - 1)

    start_covered_table_cell = start_table_cell

    def end_table_cell(self):
        if not self.tables or self.tables[-1].cell is None:
            return
        table = self.tables[-1]
        repeated = _repeated(table.cell or {}, "number-columns-repeated")
        seen, number = "\n".join(table.held).strip(), local(table.cell or {}, "value")
        raw = digits(number) if number else ""
        self.gather.cell()
        for column in range(table.column, table.column + min(repeated, _MOST_REPEATED)):
            if (seen or raw) and column <= _WIDEST * 16:
                self._put(table, column, seen, raw)
        table.column += repeated - 1
        table.cell = None

    end_covered_table_cell = end_table_cell

    def _put(self, table: Table, column: int, seen: str, raw: str):
        """The digits as stored when the cell is a number, and beside them what is shown when that differs."""
        place = f"表“{table.grid.sheet}”{letters_of(column)}{table.row}"
        hidden = table.hidden or table.row_hidden or any(first <= column <= last for first, last in table.columns)
        if table.row_hidden and column == table.column:
            self.gather.note(f"表“{table.grid.sheet}”有隐藏的行。")
        text = raw if len(raw) >= 7 and not set(raw) - set("0123456789") else seen or raw
        table.grid.put(table.row, column, Square(text, place, hidden, bool(raw)))
        if seen and text == raw and [sign for sign in seen if sign.isdigit()] != list(raw):
            self.gather.add(
                seen, f"{place}（显示为）", "cell", hidden=hidden, sheet=table.grid.sheet, row=table.row, column=column
            )


def _repeated(attributes: dict[str, str], name: str) -> int:
    value = local(attributes, name, "1")
    return max(1, int(value)) if value.isdigit() and len(value) < 8 else 1
