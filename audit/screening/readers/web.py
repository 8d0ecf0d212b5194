"""HTML, SVG and other tagged text: what is shown, what is hidden, attributes, comments, scripts. Linear in the input."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from html import unescape

from audit.screening.readers.gather import Gather
from audit.screening.readers.grid import Grid, Square
from audit.screening.readers.office import Part
from audit.screening.readers.plain import decode

_INLINE = set(
    "a abbr b bdi bdo big cite code dfn em font i ins kbd label mark q s samp small span strike strong sub sup tt u var "
    "wbr tspan textpath o:p del".split()
)
_RAW = {"script": "脚本", "style": "样式"}
_DULL = {"class", "style", "d", "points", "transform", "viewbox", "width", "height", "fill", "stroke", "rel", "type"}
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.I
)
_DATA = re.compile(r"data:[\w/+.-]*;base64,([A-Za-z0-9+/=\s]+)")
_LONG_NUMBER = re.compile(r"(?:\d[\s-]?){11,}")
_ALONE = set("area base br col embed hr img input link meta source track wbr param".split())


def read_web(name: str, data: bytes, gather: Gather):
    read_markup(_decoded(data, gather), gather, "网页")


def _decoded(data: bytes, gather: Gather) -> str:
    told = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{3,20})", data[:2048])
    if told and told[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        return data.decode("gb18030", "replace")
    return decode(data, gather)


@dataclass
class Page:
    gather: Gather
    label: str
    line: list[str] = field(default_factory=list)
    open: list[tuple[str, bool]] = field(default_factory=list)  # (tag, hidden)
    hidden: int = 0
    grids: list[tuple[Grid, list[int]]] = field(default_factory=list)  # with the place now: row, column
    cell: list[str] | None = None
    blocks: int = 0
    tables: int = 0

    def flush(self):
        text, self.line = " ".join("".join(self.line).split()), []
        if not text:
            return
        if self.cell is not None and self.grids:
            self.cell.append(text)
            return
        self.blocks += 1
        hidden = self.hidden > 0
        place = f"{self.label}第 {self.blocks} 段" + ("（隐藏）" if hidden else "")
        self.gather.add(text, place, "hidden" if hidden else "body", hidden=hidden)

    def start(self, tag: str, inner: str):
        attributes = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(inner)}
        if tag not in _INLINE:
            self.flush()
        self._attributes(tag, attributes)
        hidden = "hidden" in attributes or bool(_INVISIBLE.search(attributes.get("style", "")))
        if tag == "br":
            self.line.append(" ")
        if tag not in _ALONE and not inner.endswith("/") and len(self.open) < 10_000:
            self.open.append((tag, hidden))
            self.hidden += hidden
        self._table(tag)

    def _attributes(self, tag: str, attributes: dict[str, str]):
        for name, value in attributes.items():
            if (
                (name in _DULL and not _LONG_NUMBER.search(value))
                or name in ("d", "points")
                or name.startswith("xmlns")
            ):
                continue
            for match in _DATA.finditer(value):
                self._data(match[1])
            value = _DATA.sub("", value)
            if len(value) > 1 and (not value.isascii() or "@" in value or sum(map(str.isdigit, value)) >= 7):
                place = f"{self.label}·{'替代文字' if name == 'alt' else '标签属性 ' + name}"
                self.gather.add(value, place, "hidden", hidden=True)

    def _data(self, encoded: str):
        try:
            data = base64.b64decode(encoded, validate=False)
        except (binascii.Error, ValueError):
            return
        self.gather.unpack(len(data))
        self.gather.embedded("嵌入的数据", "", data)

    def end(self, tag: str):
        if tag not in _INLINE:
            self.flush()
        if tag in ("td", "th"):
            self._close_cell()
        elif tag == "table" and self.grids:
            self._close_cell()
            self.grids.pop()[0].write(self.gather)
        for index in range(len(self.open) - 1, max(-1, len(self.open) - 60), -1):
            if self.open[index][0] == tag:
                self.hidden -= sum(hidden for _, hidden in self.open[index:])
                del self.open[index:]
                break

    def _table(self, tag: str):
        if tag == "table" and len(self.grids) < 20:
            self._close_cell()
            self.tables += 1
            self.grids.append((Grid(f"{self.label}表 {self.tables}"), [0, 0]))
        elif tag == "tr" and self.grids:
            self._close_cell()
            where = self.grids[-1][1]
            where[0], where[1] = where[0] + 1, 0
        elif tag in ("td", "th") and self.grids:
            self._close_cell()
            self.gather.cell()
            self.grids[-1][1][1] += 1
            self.cell = []

    def _close_cell(self):
        self.flush()
        if self.cell and self.grids:
            grid, (row, column) = self.grids[-1]
            grid.put(
                row, column, Square("\n".join(self.cell), f"{grid.sheet} 第 {row} 行第 {column} 列", self.hidden > 0)
            )
        self.cell = None

    def close(self):
        self.flush()
        self._close_cell()
        while self.grids:
            self.grids.pop()[0].write(self.gather)


def read_markup(text: str, gather: Gather, label: str):
    """Walks the text once from left to right, whatever is broken in it."""
    page, at, steps = Page(gather, label), 0, 0
    missing: set[str] = set()  # ends that do not come any more: looked for only once

    def until(mark: str, start: int) -> int:
        found = -1 if mark in missing else text.find(mark, start)
        if found < 0:
            missing.add(mark)
        return found

    while at < len(text):
        steps += 1
        if not steps & 63:
            gather.check()
        opened = text.find("<", at)
        page.line.append(unescape(text[at : opened if opened >= 0 else len(text)]))
        if opened < 0:
            break
        if text.startswith("<!--", opened):
            closed = until("-->", opened + 4)
            inner = text[opened + 4 : closed if closed >= 0 else len(text)]
            gather.add(unescape(inner), f"{label}·网页注释", "comment", hidden=True)
            at = closed + 3 if closed >= 0 else len(text)
        elif text.startswith("<![CDATA[", opened):
            closed = until("]]>", opened)
            page.line.append(text[opened + 9 : closed if closed >= 0 else len(text)])
            at = closed + 3 if closed >= 0 else len(text)
        elif match := _TAG.match(text, opened):
            at = _tag(page, text, opened, match, until)
        else:
            page.line.append("<")
            at = opened + 1
    page.close()


_TAG = re.compile(r"<(/?)([A-Za-z!?][\w:.-]{0,60})")


def _tag(page: Page, text: str, opened: int, match: re.Match, until) -> int:
    """Handles one tag; where to go on."""
    closed = until(">", opened)
    if closed < 0:
        page.line.append(text[opened:])
        return len(text)
    while text.count('"', match.end(), closed) % 2 and closed - opened < 2_000:  # > inside a quoted value
        further = until(">", closed + 1)
        if further < 0:
            break
        closed = further
    tag, inner = match[2].lower().rpartition("svg:")[2], text[match.end() : closed]
    if match[1]:
        page.end(tag)
        return closed + 1
    page.start(tag, inner)
    if tag in _RAW and not inner.endswith("/"):
        end = re.compile(f"</{tag}", re.I).search(text, closed)
        stop = end.start() if end else len(text)
        page.gather.add(text[closed + 1 : stop], f"{page.label}·{_RAW[tag]}", "hidden", hidden=True)
        return stop
    return closed + 1


def read_xml(name: str, data: bytes, gather: Gather):
    """XML saved by Word or Excel 2003, or by anything else."""
    Part(gather, "正文").read(data)
