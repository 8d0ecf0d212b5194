"""An XML part as a small tree, prefixes as written, and back to bytes; no document type, bounded depth and size."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from audit.screening.masking.orders import MaskError

MAX_NODES = 1_500_000
MAX_DEPTH = 200
BROKEN = "文件已损坏，没有遮盖。请在电脑上用 WPS 或 Word 打开后“另存为” .docx，再上传。"
HOSTILE = "文件内部结构不正常，为了安全没有遮盖。请打开后把内容复制到新建的文件里，另存后再传。"


@dataclass(eq=False)
class Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def tag(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    def get(self, name: str, default: str = "") -> str:
        """An attribute by its name without prefix."""
        return next((value for key, value in self.attributes.items() if key.rpartition(":")[2] == name), default)

    @property
    def nodes(self) -> list["Node"]:
        return [child for child in self.children if isinstance(child, Node)]

    def first(self, tag: str) -> "Node | None":
        return next((node for node in self.nodes if node.tag == tag), None)

    def walk(self) -> Iterator["Node"]:
        """This one and all below, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.nodes))

    @property
    def text(self) -> str:
        return "".join(child for child in self.children if isinstance(child, str))


def parse(data: bytes) -> Node:
    root = Node("")
    path, count = [root], 0
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]):
        nonlocal count
        count += 1
        if count > MAX_NODES or len(path) > MAX_DEPTH:
            raise MaskError(HOSTILE)
        node = Node(name, attributes)
        path[-1].children.append(node)
        path.append(node)

    def refuse(*_):
        raise MaskError(HOSTILE)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: path.pop()
    parser.CharacterDataHandler = lambda text: path[-1].children.append(text)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise MaskError(BROKEN) from error
    return root.nodes[0]


def written(root: Node) -> bytes:
    """Comments and processing instructions are gone."""
    out = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
    _write(root, out)
    return "".join(out).encode("utf-8", "ignore")


def _write(node: Node, out: list[str]):
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in node.attributes.items())
    if not node.children:
        out.append(f"<{node.name}{attributes}/>")
        return
    out.append(f"<{node.name}{attributes}>")
    for child in node.children:
        if isinstance(child, str):
            out.append(escape(child))
        else:
            _write(child, out)
    out.append(f"</{node.name}>")
