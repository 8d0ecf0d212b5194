"""The blocks a document is read into, and how they are written as HTML."""

from dataclasses import dataclass, field
from html import escape

from audit.word.numbering import Label


@dataclass
class Block:
    """A paragraph or table; `html` is inline HTML of a paragraph, or the whole table."""

    text: str
    html: str
    heading: int = 0
    title: bool = False
    align: str = ""
    label: Label | None = None
    table: bool = False
    rows: list[list[str]] = field(default_factory=list)  # a table's texts
    boxed: bool = False  # stood in a text box

    def line(self) -> str:
        """The text as one line with its written number, for recognising."""
        number = self.label.text if self.label and self.label.kind == "text" else ""
        return " ".join((number + self.text).split())


def written(blocks: list[Block]) -> str:
    """Blocks as HTML, still to be cleaned; neighbouring list items become nested lists."""
    parts, index = [], 0
    while index < len(blocks):
        end = _end_of_list(blocks, index)
        if end > index:
            parts.append(_written_list(blocks[index:end]))
            index = end
        else:
            parts.append(_written_block(blocks[index]))
            index += 1
    return "".join(parts)


def _written_block(block: Block) -> str:
    if block.table:
        return block.html
    number = escape(block.label.text) if block.label else ""
    if number and not number.endswith(("、", "）", ")", "．", "：")):
        number += " "
    tag = f"h{min(block.heading + 1, 4)}" if block.heading else "p"
    return f"<{tag}>{number}{block.html}</{tag}>"


def _is_item(block: Block) -> bool:
    return bool(block.label and block.label.kind in ("ul", "ol") and not block.heading and not block.table)


def _end_of_list(blocks: list[Block], start: int) -> int:
    """Where the list beginning here ends; `start` when none does, or when browsers would number it differently."""
    end = start
    while end < len(blocks) and _is_item(blocks[end]):
        end += 1
    expected: dict[int, int] = {}
    for block in blocks[start:end]:
        label = block.label
        assert label
        expected = {level: number for level, number in expected.items() if level <= label.level}
        if label.kind == "ol":
            expected[label.level] = expected.get(label.level, 0) + 1
            if label.number != expected[label.level]:
                return start
    return end


def _written_list(items: list[Block]) -> str:
    html = ""
    path: list[tuple[int, str]] = []  # (level, tag) of the lists open now
    for block in items:
        label = block.label
        assert label
        while path and (path[-1][0] > label.level or path[-1] == (label.level, "ul" if label.kind == "ol" else "ol")):
            html += f"</li></{path.pop()[1]}>"
        if path and path[-1][0] == label.level:
            html += "</li>"
        else:
            html += f"<{label.kind}>"
            path.append((label.level, label.kind))
        html += f"<li>{block.html}"
    return html + "".join(f"</li></{tag}>" for _, tag in reversed(path))
