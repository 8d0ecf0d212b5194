"""Word tables as HTML: merged cells, header rows, tables that are only a frame."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from audit.word.blocks import Block, written
from audit.word.draft import WordError
from audit.word.numbering import value, whole
from audit.word.styles import switch

MAX_ROWS = 2000
MAX_CELLS = 20_000
MAX_COLUMNS = 100
WRAPPERS = {
    "w_sdt",
    "w_sdtContent",
    "w_ins",
    "w_moveTo",
    "w_customXml",
    "w_smartTag",
    "mc_AlternateContent",
    "mc_Choice",
}


@dataclass
class Cell:
    """A cell at its column of the grid; `merged` continues the one above."""

    blocks: list[Block]
    column: int
    width: int
    merged: bool
    opens: bool = False  # others may continue it downwards
    height: int = 1

    def text(self) -> str:
        return " ".join(block.line() for block in self.blocks if block.text)


def children_of(element: Element, tag: str):
    """Direct children of one kind, looking through content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from children_of(child, tag)


def read_table(element: Element, read_blocks: Callable[[Element], list[Block]], inside: bool) -> list[Block]:
    """One table as a block; a frame of one cell gives its content; inside a cell it gives one paragraph a row."""
    rows: list[list[Cell]] = []
    headers: list[bool] = []
    count = 0
    for row in children_of(element, "w_tr"):
        properties = row.find("w_trPr")
        if properties is not None and (properties.find("w_del") is not None or switch(properties, "w_hidden")):
            continue
        cells = _cells(row, read_blocks)
        count += len(cells)
        if len(rows) >= MAX_ROWS or count > MAX_CELLS:
            raise WordError(
                f"文件里有一个很大的表格（超过 {MAX_ROWS} 行或 {MAX_CELLS} 格），网页上没法看。请把它另存为 Excel 作为附件，正文只留说明。"
            )
        rows.append(cells)
        headers.append(bool(switch(properties, "w_tblHeader")))
    _join_merged(rows)
    rows_shown = [[cell for cell in row if not cell.merged] for row in rows]
    texts = [[cell.text() for cell in row] for row in rows_shown]
    if not any(block.html for row in rows_shown for cell in row for block in cell.blocks):
        return []
    if inside:
        return [Block(text := " ".join(filter(None, row)), _escaped(text)) for row in texts]
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0].blocks
    text = "\n".join(" ".join(row) for row in texts)
    return [Block(text, _table_html(rows_shown, _header_rows(rows_shown, headers)), table=True, rows=texts)]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cells(row: Element, read_blocks: Callable[[Element], list[Block]]) -> list[Cell]:
    properties = row.find("w_trPr")
    column = max(0, whole(value(properties, "w_gridBefore"), 0))
    cells: list[Cell] = []
    if column:
        cells.append(Cell([], 0, column, False))
    for element in children_of(row, "w_tc"):
        own = element.find("w_tcPr")
        width = max(1, min(whole(value(own, "w_gridSpan"), 1), MAX_COLUMNS))
        upright = own.find("w_vMerge") if own is not None else None
        merged = upright is not None and upright.get("w_val", "continue") == "continue"
        if value(own, "w_hMerge") == "continue" and cells:
            cells[-1].width += width
        else:
            blocks = [block for block in read_blocks(element) if block.html]
            cells.append(Cell(blocks, column, width, merged, upright is not None and not merged))
        column += width
    return cells


def _join_merged(rows: list[list[Cell]]):
    """Gives each upright merge its height; a continuation with nothing above stands as a cell of its own."""
    above: dict[int, Cell] = {}
    for row in rows:
        current: dict[int, Cell] = {}
        for cell in row:
            top = above.get(cell.column)
            if cell.merged and top and top.opens and top.width == cell.width:
                top.height += 1
                top.blocks += cell.blocks
                current[cell.column] = top
            else:
                cell.merged = False
                current[cell.column] = cell
        above = current


def _header_rows(rows: list[list[Cell]], marked: list[bool]) -> int:
    """How many rows head the table: those marked in Word, else a first row that reads like one."""
    count = next((index for index, header in enumerate(marked) if not header), len(rows))
    if count == len(rows):
        count = 0
    if not count and len(rows) > 1 and len(rows[0]) > 1:
        texts = [cell.text() for cell in rows[0]]
        names = all(text and len(text) <= 20 and not any(sign.isdigit() for sign in text) for text in texts)
        wide = any(cell.width > 1 or cell.height > 1 for cell in rows[0])
        if names and len(set(texts)) == len(texts) and (len(rows) > 2 or not wide):
            count = 1
    if count:
        count = max(count, max((cell.height for cell in rows[0]), default=1))
    return count if count < len(rows) else 0


def _table_html(rows: list[list[Cell]], header_rows: int) -> str:
    lines = []
    for index, row in enumerate(rows):
        tag = "th" if index < header_rows else "td"
        line = "".join(
            f"<{tag}"
            + (f' colspan="{cell.width}"' if cell.width > 1 else "")
            + (f' rowspan="{cell.height}"' if cell.height > 1 else "")
            + f">{_cell_html(cell)}</{tag}>"
            for cell in row
        )
        lines.append(f"<tr>{line}</tr>")
    head = "".join(lines[:header_rows])
    return f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{''.join(lines[header_rows:])}</tbody></table>"


def _cell_html(cell: Cell) -> str:
    for block in cell.blocks:
        block.heading = 0
    return written(cell.blocks)
