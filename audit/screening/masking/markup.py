"""One part of a Word file: tracked changes accepted, hidden text and comments gone, numbers masked across runs."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from audit.screening.masking.plan import Plan, cell_instead, line_instead
from audit.screening.masking.tree import Node

_GONE = set(
    "del moveFrom delText delInstrText commentRangeStart commentRangeEnd commentReference annotationRef object OLEObject altChunk "
    "proofErr permStart permEnd bookmarkStart bookmarkEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd "
    "customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd cellIns cellDel cellMerge fldData "
    "smartTagPr customXmlPr sdtPr sdtEndPr hlinkClick hlinkHover subDoc contentPart embedRegular embedBold".split()
)
_FOREIGN = {"chart", "relIds", "contentPart", "OLEObject"}  # drawings of another part that is not carried over
_WITH_PICTURE = {"headerReference", "footerReference", "blip", "imagedata", "fill", "background"}
_UNWRAPPED = set("ins moveTo smartTag customXml sdt sdtContent hyperlink fldSimple".split())
_COUNTED = {
    "del": "修订痕迹",
    "ins": "修订痕迹",
    "moveFrom": "修订痕迹",
    "commentReference": "批注",
    "object": "嵌入的对象",
    "chart": "图表",
}
_SAFE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*A-Za-z]*")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}
_PRIVATE = ("author", "initials", "date", "href", "link")
_NUMBER_OR_MAIL = re.compile(r"\d.*\d.*\d.*\d.*\d.*\d|@|[^\x00-\x7f]", re.S)


class Cleaner:
    """`clean(root)` changes the tree in place; what it took away stands in `lost` (texts) and `dropped`."""

    def __init__(self, plan: Plan, hidden_styles: set[str], relations: set[str], label: str):
        self.plan, self.hidden, self.relations, self.label = plan, hidden_styles, relations, label
        self.dropped: Counter[str] = Counter()
        self.lost: list[str] = []
        self.tables = 0

    def clean(self, root: Node):
        if self.label:
            self._columns(root)
        fields = [node.text for node in root.walk() if node.tag == "instrText"]
        self.plain_fields = all(_SAFE_FIELD.fullmatch(text) for text in fields)
        self._prune(root)
        paragraphs = [node for node in root.walk() if node.tag == "p"]
        for paragraph in paragraphs:
            self._write(paragraph, lambda text: line_instead(self.plan, text))
        self._across(paragraphs)
        for node in root.walk():
            self._attributes(node)

    # --- what goes

    def _prune(self, node: Node):
        kept: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str):
                kept.append(child)
            elif self._goes(child):
                self._forget(child)
            else:
                self._prune(child)
                kept += self._what_stays(child)
        node.children = kept
        if node.tag == "tc" and node.first("p") is None:  # Word opens no cell without a paragraph
            node.children.append(Node(f"{node.name[:-2]}p"))

    def _what_stays(self, node: Node) -> list[Node | str]:
        self.dropped[_COUNTED.get(node.tag, "")] += 1
        if node.tag in _UNWRAPPED and not (node.tag == "fldSimple" and _SAFE_FIELD.fullmatch(node.get("instr"))):
            return node.children
        empty = (node.tag == "tr" and node.first("tc") is None) or (node.tag == "tbl" and node.first("tr") is None)
        return [] if empty else [node]

    def _goes(self, node: Node) -> bool:
        tag = node.tag
        if tag in _GONE or tag.endswith("Change"):
            return True
        if tag in ("fldChar", "instrText"):
            return not self.plain_fields
        if tag == "r":
            return self._hidden_run(node)
        if tag == "p":
            style = _setting(node, "pPr", "pStyle")
            return bool(style and style.get("val") in self.hidden)
        if tag == "tr":
            return _setting(node, "trPr", "del") is not None
        if tag in ("drawing", "pict"):
            return any(below.tag in _FOREIGN for below in node.walk())
        key = _reference(node) if tag in _WITH_PICTURE else ""
        return bool(key) and key not in self.relations

    def _hidden_run(self, node: Node) -> bool:
        properties = node.first("rPr")
        for setting in properties.nodes if properties else ():
            if setting.tag in ("vanish", "specVanish") and setting.get("val", "1") not in ("0", "false", "off", "none"):
                self.dropped["隐藏文字"] += 1
                return True
            if setting.tag == "rStyle" and setting.get("val") in self.hidden:
                self.dropped["隐藏文字"] += 1
                return True
        return False

    def _forget(self, node: Node):
        self.dropped[_COUNTED.get(node.tag, "")] += 1
        if text := "".join(below.text for below in node.walk()):
            self.lost.append(text)

    def _attributes(self, node: Node):
        for name, value in list(node.attributes.items()):
            local = name.rpartition(":")[2]
            if local.startswith("rsid") or local in _PRIVATE:
                del node.attributes[name]
            elif _NUMBER_OR_MAIL.search(value) and not name.startswith("xmlns"):
                node.attributes[name] = self.plan.replaced(value)

    # --- columns of tables, counted as the reader counts them

    def _columns(self, root: Node):
        for table in [node for node in root.walk() if node.tag == "tbl"]:
            self.tables += 1
            name = f"{self.label}表 {self.tables}"
            for column in sorted((c for sheet, c in self.plan.columns if sheet == name), reverse=True):
                _take_column(table, column, self)
            if any(sheet == name for sheet, _, _ in self.plan.cells):
                self._cells(table, name)
        self.plan.close()

    def _cells(self, table: Node, name: str):
        for number, row in enumerate(_rows(table), 1):
            for column, cell in _placed(row):
                if (place := (name, number, column)) in self.plan.cells:
                    _write_text(cell, cell_instead(self.plan, place, ""))

    # --- numbers

    def _write(self, paragraph: Node, change: Callable[[str], str]) -> str:
        pieces = list(_pieces(paragraph))
        text = "".join(sign for _, sign in pieces)
        instead = change(text) if text.strip() else text
        if instead != text:
            _spread(pieces, text, instead)
        self.plan.written.append(instead)
        return instead

    def _across(self, paragraphs: list[Node]):
        """Numbers that begin in one paragraph and end in the next (narrow cells)."""
        texts = ["".join(sign for _, sign in _pieces(paragraph)) for paragraph in paragraphs]
        found = self.plan.needles.find("\n".join(texts))
        if not found:
            return
        stars: dict[int, list[tuple[int, int]]] = {}
        at = 0
        for number, text in enumerate(texts):
            for start, end, _ in found:
                if start < at + len(text) and end > at:
                    stars.setdefault(number, []).append((max(0, start - at), min(len(text), end - at)))
            at += len(text) + 1
        for number, stretches in stars.items():
            self._write(paragraphs[number], partial(_starred, stretches=stretches))


def _reference(node: Node) -> str:
    """The relation it needs; an id without a prefix is another thing."""
    named = {name.rpartition(":")[2]: value for name, value in node.attributes.items() if ":" in name}
    return named.get("embed") or named.get("id") or ""


def _setting(node: Node, settings: str, name: str) -> Node | None:
    found = node.first(settings)
    return found.first(name) if found else None


def _pieces(paragraph: Node) -> Iterator[tuple[Node, str]]:
    """(node, text) of one paragraph in reading order, without the paragraphs of a box inside it."""
    waiting: list[Node] = list(reversed(paragraph.nodes))
    while waiting:
        node = waiting.pop()
        if node.tag == "t":
            yield node, node.text
        elif node.tag == "sym" and re.fullmatch("[0-9A-Fa-f]{2,4}", node.get("char")):
            code = int(node.get("char"), 16)
            yield node, chr(code - 0xF000 if 0xF020 <= code <= 0xF0FF else code)
        elif node.tag in _SIGNS and not node.get("pos"):
            yield node, _SIGNS[node.tag]
        elif node.tag not in ("p", "pPr", "rPr"):
            waiting.extend(reversed(node.nodes))


def _spread(pieces: list[tuple[Node, str]], text: str, instead: str):
    """The new text back into the runs: what is the same at both ends stays where it was, the rest goes to one run."""
    head = _same(text, instead)
    tail = min(_same(text[::-1], instead[::-1]), min(len(text), len(instead)) - head)
    change = instead[head : len(instead) - tail]
    at = 0
    for node, sign in pieces:
        start, end = at, at + len(sign)
        at = end
        before = text[start : min(end, head)] if start < head else ""
        after = text[max(start, len(text) - tail) : end] if end > len(text) - tail else ""
        if before + after == sign and not (change and node.tag == "t" and end > head):
            continue
        middle = change if node.tag == "t" and (end > head or end == len(text)) else ""
        if middle:
            change = ""
        _set(node, before + middle + after)


def _set(node: Node, text: str):
    if node.tag == "t":
        node.children = [text]
        node.attributes["xml:space"] = "preserve"
    elif not text:
        node.name = f"{node.name.rpartition(':')[0]}:t".lstrip(":")
        node.attributes, node.children = {}, []


def _starred(text: str, stretches: list[tuple[int, int]]) -> str:
    for start, end in stretches:
        text = text[:start] + "*" * (end - start) + text[end:]
    return text


def _same(left: str, right: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _rows(table: Node) -> list[Node]:
    return _inside(table, "tr")


def _inside(node: Node, tag: str) -> list[Node]:
    """The nearest ones below, through wrappers (tracked rows, controls), not those of a table inside a cell."""
    found: list[Node] = []
    for child in node.nodes:
        if child.tag == tag:
            found.append(child)
        elif child.tag in ("ins", "del", "sdt", "sdtContent", "customXml", "moveTo", "moveFrom"):
            found += _inside(child, tag)
    return found


def _placed(row: Node) -> list[tuple[int, Node]]:
    found, column = [], 0
    for cell in _inside(row, "tc"):
        found.append((column + 1, cell))
        column += _span(cell)
    return found


def _span(cell: Node) -> int:
    span = _setting(cell, "tcPr", "gridSpan")
    return int(span.get("val")) if span and span.get("val").isdigit() and len(span.get("val")) < 4 else 1


def _take_column(table: Node, column: int, cleaner: Cleaner):
    """Its cells go with what is in them; a cell over several columns gets narrower."""
    for row in _rows(table):
        for start, cell in _placed(row):
            if not start <= column < start + max(1, _span(cell)):
                continue
            span = _setting(cell, "tcPr", "gridSpan")
            if span is not None and _span(cell) > 1:
                key = next(name for name in span.attributes if name.rpartition(":")[2] == "val")
                span.attributes[key] = str(_span(cell) - 1)
            else:
                text = "".join(node.text for node in cell.walk() if node.tag in ("t", "delText"))
                cleaner.plan.personal(text)
                _drop(row, cell)
    grid = table.first("tblGrid")
    if grid is not None and 0 < column <= len(grid.nodes):
        grid.children.remove(grid.nodes[column - 1])


def _drop(row: Node, cell: Node):
    for node in row.walk():
        if cell in node.children:
            node.children.remove(cell)
            return


def _write_text(cell: Node, text: str):
    """The first run says it all, the others are empty."""
    texts = [node for node in cell.walk() if node.tag in ("t", "sym")]
    for number, node in enumerate(texts):
        _set(node, text if number == 0 and node.tag == "t" else "")
