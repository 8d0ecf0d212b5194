"""The largest letters that keep a sheet to its pages: a size is tried by setting it."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2

from .formats import Sheet
from .typesetting import Part, compile_pdf

LEAVES_OUT = 210  # millimetres: the width of the largest sheet that may


@dataclass(frozen=True)
class Drawn:
    """part: what it was made of, for a run that sets it again among others."""

    pdf: bytes
    pages: int
    part: Part


def fitted(sheet: Sheet, data: dict, files: dict[str, bytes]) -> Drawn:
    """data may name `ways-to-set` (changes, of which the first that fits is taken at each size), `smaller` (sheet → more
    sizes) and `left-out` (changes for small sheets where nothing else helps: larger ones tell it)."""
    ways = data.get("ways-to-set", [{}])
    sizes = (*sheet.sizes, *data.get("smaller", {}).get(sheet.slug, ()))
    for change in ({}, *(data.get("left-out", []) if sheet.width <= LEAVES_OUT else ())):

        def at(size: float, change: dict = change) -> Drawn | None:
            tried = (_compiled(sheet, data | change | way | {"u": size}, files) for way in ways)
            return next((drawn for drawn in tried if drawn.pages <= sheet.pages), None)

        if found := _largest(sizes, at):
            return _shorter(sheet, data, files, *found)
    return _compiled(sheet, data | ways[0] | {"u": sheet.running}, files)


def _largest(sizes: Sequence[float], at: Callable[[float], Drawn | None]) -> tuple[Drawn, int] | None:
    """The drawing at the largest size that fits, with its place: the first, else by halving."""
    if drawn := at(sizes[0]):
        return drawn, 0
    low, high, found = 1, len(sizes), None
    while low < high:
        middle = (low + high) // 2
        if drawn := at(sizes[middle]):
            found, high = (drawn, middle), middle
        else:
            low = middle + 1
    return found


def _shorter(sheet: Sheet, data: dict, files: dict[str, bytes], drawn: Drawn, place: int) -> Drawn:
    """One side less where a letter a little smaller does it: no second side for the foot alone. A guide wants both."""
    if drawn.pages == 1 or data.get("template"):
        return drawn
    for size in sheet.sizes[place + 1 : place + 3]:
        smaller = _compiled(sheet, data | {"u": size}, files)
        if smaller.pages < drawn.pages:
            return smaller
    return drawn


def _compiled(sheet: Sheet, data: dict, files: dict[str, bytes]) -> Drawn:
    part = Part(data.get("template", sheet.template), data, files)
    pdf = compile_pdf(part)
    return Drawn(pdf, page_count(pdf), part)


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return len(document)
    finally:
        document.close()
