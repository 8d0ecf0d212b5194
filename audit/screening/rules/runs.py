"""Digits that belong together though something stands between them: spaces, dashes, dots, a line end, a cell's border."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .normal import Stream

_GAP = r"[ \t\n\-._·,，、。/|\\:：;；'’‘\"“”~*★()（）\[\]【】+=#&]"
_RUN = re.compile(rf"[0-9](?:(?:{_GAP}{{0,3}}|[ \t\n]{{4,24}})[0-9xX])+")
_TOKEN = re.compile(r"[0-9]+[xX]?|[xX]")
_CLOSE_GAP = re.compile(r"[ \t\n\-._·/()（）]{0,3}|\n[ \t]{3,24}")
SHORTEST, LONGEST = 11, 20


@dataclass(frozen=True, slots=True)
class Window:
    """Whole tokens next to each other.

    digits: without what stands between. close: only what people put into numbers stands between.
    inside: cut out of a longer piece. in_row: more digits follow or go before at the same distance.
    """

    digits: str
    start: int
    end: int
    pieces: tuple[int, ...]
    close: bool = True
    inside: bool = False
    in_row: bool = False


def windows(text: str, start: int, end: int) -> Iterator[Window]:
    """Every sequence of whole tokens of a run with 11 to 20 signs, then ID-long stretches inside longer tokens."""
    tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
    gaps = ["", *(text[left[1] : right[0]] for left, right in pairwise(tokens)), ""]
    close = [_CLOSE_GAP.fullmatch(gap) is not None for gap in gaps]
    for first, (left, _) in enumerate(tokens):
        digits, near, pieces = "", True, []
        for number in range(first, len(tokens)):
            begin, right = tokens[number]
            near = near and (number == first or close[number])
            digits += text[begin:right]
            pieces.append(right - begin)
            if len(digits) > LONGEST:
                break
            if len(digits) >= SHORTEST:
                in_row = number > first and (gaps[first] == gaps[first + 1] or gaps[number + 1] == gaps[number])
                yield Window(digits, left, right, tuple(pieces), near, in_row=in_row)
    for left, right in tokens:
        for begin in range(left, right - 17 if right - left > 18 else left):
            yield Window(text[begin : begin + 18], begin, begin + 18, (18,), inside=True)


def all_windows(stream: Stream) -> list[Window]:
    """Of all runs, passage by passage."""
    text = stream.text
    found: list[Window] = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if end - start < SHORTEST:
            continue
        if (run := match[0]).isdigit() and len(run) <= 18:
            found.append(Window(run, start, end, (end - start,)))
        else:
            found += windows(text, start, end)
    return found
