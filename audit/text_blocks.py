"""A stored body cut into the pieces a comparison names: 正文第 3 段, 正文第 2 条, 正文表格·烂泥坳村."""

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from audit.characters import one_line
from audit.table_figures import are_figures

_OWN = {"p", "h2", "h3", "h4", "li", "caption", "tr"}  # each is one block
_DRESS = {"strong", "em", "u", "sub", "sup", "h2", "h3", "h4", "th"}
_KINDS = {
    "p": "paragraph",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "li": "item",
    "caption": "row",
    "tr": "row",
}


_BETWEEN_CELLS = re.compile(r"\s*│\s*")


@dataclass(frozen=True)
class TextBlock:
    """`text` is what readers see, with link addresses and pictures spelled out; `shape` tells equal texts in other dress apart."""

    label: str
    text: str
    kind: str  # paragraph, heading, item, row
    shape: str = ""
    first: str = ""  # of a row: its first cell
    digests: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # of a row: what the head of its table calls the cells

    @property
    def cells(self) -> list[str]:
        return _BETWEEN_CELLS.split(self.text)

    def told(self, *, first: bool) -> str:
        """A row as words under the names of its columns, with or without its first cell; anything else as it stands."""
        if len(self.cells) != len(self.names):
            return self.text
        pairs = list(zip(self.names, self.cells, strict=True))[0 if first else 1 :]
        return "；".join(f"{name}：{cell}" if name else cell for name, cell in pairs if cell) or self.text


def _named(rows: list[TextBlock]) -> list[TextBlock]:
    """The rows of one table, those under a head with its names. A first row is a head where it is marked as one, or
    where figures stand below a word in some column."""
    body = [row for row in rows if row.cells[1:]]
    if len(body) < 2:
        return rows
    head, under = body[0], [row.cells for row in body[1:]]
    columns = [[cells[n] for cells in under if len(cells) > n] for n in range(len(head.cells))]
    over_figures = any(
        are_figures(column) and cell and not are_figures([cell])
        for cell, column in zip(head.cells, columns, strict=True)
    )
    if not (over_figures or "th" in head.shape):
        return rows
    return [replace(row, names=tuple(head.cells)) if row is not head else row for row in rows]


class _Cutter(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self.parts: list[str] = []
        self.shape: list[str] = []
        self.digests: list[str] = []
        self.kind = "paragraph"
        self.counts = {"paragraph": 0, "heading": 0, "item": 0, "row": 0}
        self.first: str | None = None
        self.cells = 0
        self.links: list[str] = []
        self.table = self.begun = 0

    def handle_starttag(self, tag, attributes):
        found = {name: value or "" for name, value in attributes}
        if tag in _OWN and not (self.table and tag in ("p", "li") and self.kind == "row"):
            self.cut()
            self.kind = _KINDS[tag]
        elif tag in ("td", "th"):
            self.cells += 1
            if self.cells == 2:
                self.first = one_line("".join(self.parts))
            if self.cells > 1:
                self.parts.append(" │ ")
        if tag == "table":
            self.table += 1
            self.counts["row"] = 0
            self.begun = len(self.blocks)
        elif tag == "br" or (self.table and tag in ("p", "li")):
            self.parts.append(" ")
        elif tag == "a":
            self.links.append(found.get("href", ""))
        elif tag == "img":
            digest = found.get("src", "").partition(":")[2]
            self.digests.append(digest)
            self.parts.append(f"〔图片：{found.get('alt', '')}〕")
        if tag in _DRESS or "colspan" in found or "rowspan" in found:
            self.shape.append(f"{tag}{found.get('colspan', '')}/{found.get('rowspan', '')}")

    def handle_endtag(self, tag):
        if tag == "a" and self.links:
            href = self.links.pop()
            if href and href not in "".join(self.parts[-3:]):
                self.parts.append(f"〔链接 {href}〕")
        elif tag in _OWN and not (self.kind == "row" and tag in ("p", "li")):
            self.cut()
        if tag == "table":
            self.table = max(0, self.table - 1)
            self.blocks[self.begun :] = _named(self.blocks[self.begun :])

    def handle_data(self, data):
        self.parts.append(data)

    def cut(self):
        text = one_line(" ".join("".join(self.parts).split()))
        if text.strip("│ "):
            self.counts[self.kind] += 1
            number, first = self.counts[self.kind], one_line(text if self.first is None else self.first)[:20]
            label = {
                "paragraph": f"正文第 {number} 段",
                "heading": f"正文小标题 {number}",
                "item": f"正文第 {number} 条",
                "row": f"正文表格·{first}" if first.strip("│ ") else f"正文表格第 {number} 行",
            }[self.kind]
            self.blocks.append(TextBlock(label, text, self.kind, " ".join(self.shape), first, tuple(self.digests)))
        self.parts, self.shape, self.digests, self.first, self.kind, self.cells = [], [], [], None, "paragraph", 0


def text_blocks(html: str) -> list[TextBlock]:
    """Stored HTML as labelled blocks: one a paragraph, heading, list item or table row (cells parted by │)."""
    cutter = _Cutter()
    cutter.feed(html or "")
    cutter.close()
    cutter.cut()
    return cutter.blocks
