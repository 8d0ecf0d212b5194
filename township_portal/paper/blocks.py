"""Stored rich text as data for the printed page: blocks of runs. No markup goes into a template, only words.

Blocks: {"t": "h", "level", "runs"} · {"t": "p", "runs", "right"} · {"t": "list", "ordered", "items": [[block]]} ·
{"t": "table", "columns", "head": [[cell]], "rows": [[cell]], "figures": [bool]} · {"t": "quote", "blocks"} ·
{"t": "img", "file", "alt"} · {"t": "hr"} ·
{"t": "pair", "sides": [[block], [block]], "size": 0.88}.   Run: {"s", "b", "i", "u", "sub", "sup"}.   Cell: {"runs", "wide", "deep",
"total"}. The HTML is canonical (`audit/rich_text.py`): whatever else stood in it was thrown away before the seal.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from audit.facts import Fact, tables
from audit.table_figures import are_figures, is_total

VOID = {"br", "img", "hr"}
MARKS = {"strong": "b", "em": "i", "u": "u", "sub": "sub", "sup": "sup"}
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        if any(node.tag == tag for node in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        self.open[-1].children.append(data)


def blocks_of(html: str) -> list[dict]:
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    return _steady(_blocks(reader.root))


def _steady(blocks: list[dict]) -> list[dict]:
    """Headings go down one level at a time: who listens to the page needs every step of the stair."""
    last = 1
    for block in blocks:
        if block["t"] == "h":
            last = block["level"] = min(block["level"], last + 1)
    return blocks


def _blocks(parent: Node) -> list[dict]:
    found: list[dict] = []
    for child in parent.children:
        if isinstance(child, str):
            if child.strip():
                found.append({"t": "p", "runs": [{"s": child}], "right": False})
        else:
            found += _block(child)
    return found


def _block(node: Node) -> list[dict]:
    if node.tag in HEADINGS:
        return [{"t": "h", "level": HEADINGS[node.tag], "runs": _runs(node)}]
    if node.tag in ("ul", "ol"):
        items = [_item(child) for child in node.children if isinstance(child, Node) and child.tag == "li"]
        return [{"t": "list", "ordered": node.tag == "ol", "items": items}]
    if node.tag == "table":
        return [_table(node)]
    if node.tag == "blockquote":
        return [{"t": "quote", "blocks": _blocks(node)}]
    if node.tag == "hr":
        return [{"t": "hr"}]
    if node.tag == "img":
        return [{"t": "img", "file": node.attributes.get("src", ""), "alt": node.attributes.get("alt", "") or "图片"}]
    return _paragraph(node)


def _paragraph(node: Node) -> list[dict]:
    """A paragraph, cut where a picture stands in it."""
    found: list[dict] = []
    words = Node(node.tag, node.attributes)

    def close() -> None:
        if runs := _runs(words):
            found.append({"t": "p", "runs": runs, "right": "signature" in node.attributes.get("class", "")})
        words.children = []

    for child in node.children:
        if isinstance(child, Node) and child.tag == "img":
            close()
            found += _block(child)
        else:
            words.children.append(child)
    close()
    return found


_BLOCK_TAGS = {"p", "ul", "ol", "table", "blockquote", "hr", "img", *HEADINGS}


def _item(node: Node) -> list[dict]:
    """Words directly in the list item make its first paragraph."""
    inline = Node("p", {}, [c for c in node.children if isinstance(c, str) or c.tag not in _BLOCK_TAGS])
    blocks = [c for c in node.children if isinstance(c, Node) and c.tag in _BLOCK_TAGS]
    return _paragraph(inline) + [block for child in blocks for block in _block(child)]


def _runs(node: Node, marks: dict | None = None) -> list[dict]:
    marks = marks or {}
    found: list[dict] = []
    for child in node.children:
        if isinstance(child, str):
            if child:
                found.append({"s": child} | marks)
        elif child.tag == "br":
            found.append({"br": True})
        elif child.tag != "img":
            name = MARKS.get(child.tag)
            found += _runs(child, marks | {name: True} if name else marks)
    return found if any(run.get("s", "").strip() for run in found) else []


def _table(node: Node) -> dict:
    head: list[list[dict]] = []
    rows: list[list[dict]] = []
    caption: list[dict] = []

    def walk(parent: Node, into: list[list[dict]]) -> None:
        for child in parent.children:
            if not isinstance(child, Node):
                continue
            if child.tag == "caption":
                caption.extend(_runs(child))
            elif child.tag == "tr":
                into.append(_cells(child))
            else:
                walk(child, head if child.tag == "thead" else rows)

    walk(node, rows)
    columns = max((sum(cell["wide"] for cell in row) for row in [*head, *rows]), default=1)
    if not head and len(rows) > 1:
        head, rows = rows[:1], rows[1:]
    return {"t": "table", "caption": caption, "columns": columns, "head": head, "rows": rows}


def _cells(row: Node) -> list[dict]:
    total = "total" in row.attributes.get("class", "")
    return [
        {
            "runs": _cell_runs(cell), "wide": int(cell.attributes.get("colspan", "1")),
            "deep": int(cell.attributes.get("rowspan", "1")), "total": total,
            "number": "number" in cell.attributes.get("class", ""),
        }
        for cell in row.children
        if isinstance(cell, Node) and cell.tag in ("td", "th")
    ]  # fmt: skip


def _cell_runs(cell: Node) -> list[dict]:
    """The words of a cell; paragraphs in it become lines."""
    found: list[dict] = []
    for child in cell.children:
        inner = _runs(child) if isinstance(child, Node) and child.tag == "p" else _runs(Node("", {}, [child]))
        if inner and found and isinstance(child, Node) and child.tag == "p":
            found.append({"br": True})
        found += inner
    return found


def heading(text: str) -> dict:
    return {"t": "h", "level": 2, "runs": [{"s": text}]}


def words(text: str) -> dict:
    return {"t": "p", "runs": [{"s": text}], "right": False}


def table_block(head: list[str], rows: list[list[str]]) -> dict:
    """A fact's table in the same shape; columns of figures stand right, a total is bold."""
    columns = [[row[place].strip() for row in rows] for place in range(len(head))]
    right = [place > 0 and are_figures(cells) for place, cells in enumerate(columns)]

    def cells(row: list[str], total: bool = False) -> list[dict]:
        return [
            {"runs": [{"s": text}] if text else [], "wide": 1, "deep": 1, "total": total, "number": right[place]}
            for place, text in enumerate(row)
        ]

    return {
        "t": "table", "caption": [], "columns": len(head), "head": [cells(head)],
        "rows": [cells(row, is_total(row[0])) for row in rows],
    }  # fmt: skip


def fact_tables(facts: list[Fact], but: tuple[str, ...] = ()) -> list[dict]:
    found: list[dict] = []
    for fact in tables(facts):
        if fact["rows"] and fact["key"] not in but:
            found.append(heading(fact["label"]))
            found.append(table_block(fact["head"], fact["rows"]))
    return found
