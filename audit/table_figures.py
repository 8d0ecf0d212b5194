"""Tables as official papers set them: columns of figures to the right, the total in bold.

Only classes are added, on the page; the stored text is canonical HTML (`rich_tree`) and stays as it is.
"""

import re

_TABLE = re.compile(r"<table>.*?</table>", re.S)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
_CELL = re.compile(r"<(t[dh])>(.*?)</\1>", re.S)
_TAG = re.compile(r"<[^>]*>")
_FIGURE = re.compile(
    r"[¥￥]?[+\-−]?\d[\d,，]*(?:\.\d+)?(?:万?元|亩|户|人|%|％|公里|米|吨|斤|头|只|个|次|件)?|[—－\-/／]+|无"
)
_TOTAL = re.compile(r"(?:合|总|共)\s*计")


def with_figures(html: str) -> str:
    return _TABLE.sub(lambda found: _table(found[0]), html)


def _table(html: str) -> str:
    if "colspan=" in html or "rowspan=" in html:
        return html  # columns cannot be told apart
    rows = [[_words(cell[1]) for cell in _CELL.findall(row)] for row in _ROW.findall(html)]
    width = max(map(len, rows), default=0)
    figures = {place for place in range(1, width) if are_figures([r[place] for r in rows[1:] if len(r) > place])}

    def row(found: re.Match) -> str:
        cells = iter(range(width))
        inner = _CELL.sub(lambda cell: _cell(cell, next(cells, 0) in figures), found[1])
        first = _CELL.search(found[1])
        total = bool(first and is_total(_words(first[2])))
        return f'<tr class="total">{inner}</tr>' if total else f"<tr>{inner}</tr>"

    return _ROW.sub(row, html)


def _cell(cell: re.Match, figure: bool) -> str:
    return f'<{cell[1]} class="number">{cell[2]}</{cell[1]}>' if figure else cell[0]


def _words(html: str) -> str:
    return _TAG.sub("", html).strip()


def is_total(cell: str) -> bool:
    return bool(_TOTAL.match(cell))


def are_figures(cells: list[str]) -> bool:
    """Every filled cell a figure, and at least one with a digit."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_FIGURE.fullmatch(cell) for cell in filled) and any(map(_has_digit, filled))


def _has_digit(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)
