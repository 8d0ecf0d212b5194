"""The canonical writer behind `rich_text`: sanitised HTML read into a tree and written in one fixed form.

Only names spelled out here are ever written and every text is escaped, so the writer adds nothing
that the sanitiser refused.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from audit.characters import clean_text, one_line

RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
_TRANSPARENT = "div section article aside header footer main nav center address figure figcaption details summary"
TRANSPARENT = set(_TRANSPARENT.split())
INLINE = {"strong", "em", "u", "sub", "sup", "a", "br", "img", "span"}
MARKS = {"strong", "em", "u", "sub", "sup"}
HEADINGS = {"h2", "h3", "h4"}
VOID = {"br", "img", "hr"}
MAX_DEPTH = 40
MAX_ALT = 200


@dataclass(eq=False)
class Node:
    """An element; `children` holds nodes and strings."""

    tag: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)


class _Reader(HTMLParser):
    """Well-formed HTML to a tree, without hidden elements; nesting too deep is flattened."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.path = [Node("root")]
        self.too_deep = 0

    def handle_starttag(self, tag, attributes):
        node = Node(RENAMED.get(tag, tag), dict(attributes))
        if tag in VOID:
            self.path[-1].children.append(node)
        elif len(self.path) >= MAX_DEPTH:
            self.too_deep += 1
        else:
            self.path[-1].children.append(node)
            self.path.append(node)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.too_deep:
            self.too_deep -= 1
        elif len(self.path) > 1:
            node = self.path.pop()
            if "style" in node.attributes or "hidden" in node.attributes:
                self.path[-1].children.pop()

    def handle_data(self, data):
        self.path[-1].children.append(clean_text(data))


def canonical(html: str) -> str:
    """Sanitised HTML in its one fixed form."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(_flow(reader.path[0].children))


def _flow(children: list) -> list[str]:
    """Mixed content as a list of written blocks.

    Loose text becomes paragraphs; two line breaks in a row part them.
    """
    blocks: list[str] = []
    run: list = []

    def flush():
        text = _written_line(run)
        if text:
            blocks.append(f"<p>{text}</p>")
        run.clear()

    for child in children:
        if isinstance(child, str) or (child.tag in INLINE and not _holds_block(child)):
            if _is_break(child) and run and _is_break(run[-1]):
                flush()
            elif not (isinstance(child, str) and not child.strip() and run and _is_break(run[-1])):
                run.append(child)
        else:
            flush()
            blocks.extend(_block(child))
    flush()
    return blocks


def _is_break(child) -> bool:
    return isinstance(child, Node) and child.tag == "br"


def _holds_block(node: Node) -> bool:
    return any(isinstance(child, Node) and (child.tag not in INLINE or _holds_block(child)) for child in node.children)


def _block(node: Node) -> list[str]:
    if node.tag in HEADINGS:
        text = _written_line(node.children)
        return [f"<{node.tag}>{text}</{node.tag}>"] if text else []
    if node.tag == "hr":
        return ["<hr>"]
    if node.tag in ("ul", "ol"):
        return _list(node)
    if node.tag == "table":
        return _table(node)
    if node.tag == "blockquote":
        inner = "".join(_flow(node.children))
        return [f"<blockquote>{inner}</blockquote>"] if inner else []
    return _flow(node.children)


def _list(node: Node) -> list[str]:
    items: list[Node] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in ("ul", "ol") and items:
            items[-1].children.append(child)
        elif isinstance(child, Node) and child.tag == "li":
            items.append(Node("li", {}, list(child.children)))
        else:
            items.append(Node("li", {}, [child]))
    written = [_cell_text(item.children) for item in items]
    inner = "".join(f"<li>{text}</li>" for text in written if text)
    return [f"<{node.tag}>{inner}</{node.tag}>"] if inner else []


def _cell_text(children: list) -> str:
    """What stands in a cell or list item: a single leading paragraph loses its `<p>`."""
    blocks = _flow(children)
    if blocks and sum(block.startswith("<p>") for block in blocks) == 1 and blocks[0].startswith("<p>"):
        blocks[0] = blocks[0][3:-4]
    return "".join(blocks)


def _table(node: Node) -> list[str]:
    captions: list[str] = []
    head: list[str] = []
    body: list[str] = []
    loose: list = []
    _sort_rows(node, captions, head, body, loose)
    before = _flow(loose)
    if not head and not body:
        return before + [f"<p>{text}</p>" for text in captions]
    caption = f"<caption>{' '.join(captions)}</caption>" if captions else ""
    head_rows = f"<thead>{''.join(head)}</thead>" if head else ""
    body_rows = f"<tbody>{''.join(body)}</tbody>" if body else ""
    return [*before, f"<table>{caption}{head_rows}{body_rows}</table>"]


def _sort_rows(node: Node, captions: list, head: list, body: list, loose: list, in_head: bool = False):
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                loose.append(child)
        elif child.tag == "caption":
            text = _written_line(child.children)
            if text:
                captions.append(text)
        elif child.tag in ("thead", "tbody", "tfoot"):
            _sort_rows(child, captions, head, body, loose, child.tag == "thead")
        elif child.tag == "tr":
            row = _row(child)
            if row:
                (head if in_head and not body else body).append(row)
        else:
            loose.append(child)


def _row(node: Node) -> str:
    cells = []
    for child in node.children:
        if isinstance(child, str) and not child.strip():
            continue
        if isinstance(child, str) or child.tag not in ("td", "th"):
            child = Node("td", {}, [child])
        spans = "".join(
            f' {name}="{child.attributes[name]}"' for name in ("colspan", "rowspan") if child.attributes.get(name)
        )
        cells.append(f"<{child.tag}{spans}>{_cell_text(child.children)}</{child.tag}>")
    return f"<tr>{''.join(cells)}</tr>" if cells else ""


_SPACE = re.compile(r"[ \t\n]+")
_EDGE_BREAKS = re.compile(r"^(?:<br>|[ \u3000])+|(?:<br>|[ \u3000])+$")
_AROUND_BREAK = re.compile(r"[ \u3000]*<br>[ \u3000]*")
_REJOINED = re.compile(r"</(strong|em|u|sub|sup)><\1>")


def _written_line(children: list) -> str:
    """Inline content on one line, white space collapsed, the indentation typed as wide spaces dropped."""
    text = _inline(children, frozenset())
    previous = None
    while previous != text:
        previous = text
        text = _REJOINED.sub("", text)
        text = _AROUND_BREAK.sub("<br>", _SPACE.sub(" ", text))
        text = _EDGE_BREAKS.sub("", text)
    return text


def _inline(children: list, inside: frozenset) -> str:
    return "".join(
        escape(child, quote=False) if isinstance(child, str) else _inline_element(child, inside) for child in children
    )


def _inline_element(node: Node, inside: frozenset) -> str:
    if node.tag == "br":
        return "<br>"
    if node.tag == "img":
        return _image(node)
    if node.tag == "a" and node.attributes.get("href") and "a" not in inside:
        text = _inline(node.children, inside | {"a"})
        href = escape(node.attributes["href"])
        return f'<a href="{href}" rel="noopener noreferrer">{text}</a>' if text.strip() else text
    if node.tag in MARKS and node.tag not in inside:
        text = _inline(node.children, inside | {node.tag})
        return f"<{node.tag}>{text}</{node.tag}>" if text.replace("<br>", "").strip() else text
    text = _inline(node.children, inside)
    return f" {text} " if node.tag not in INLINE else text


def _image(node: Node) -> str:
    if not node.attributes.get("src"):
        return ""
    alt = one_line(node.attributes.get("alt") or "")[:MAX_ALT].strip() or "图片"
    return f'<img src="{escape(node.attributes["src"])}" alt="{escape(alt)}">'
