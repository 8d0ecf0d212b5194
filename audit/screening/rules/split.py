"""Digits spread over neighbouring cells, or over the end of one paragraph and the beginning of the next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .runs import LONGEST, SHORTEST

if TYPE_CHECKING:
    from .view import View

_WHOLE = re.compile(r"[\s'’]*((?:[0-9][ \-_·]{0,2})*[0-9xX])[\s]*", re.A)
_TAIL = re.compile(r"(?<![0-9.])([0-9](?:[ \-·]?[0-9])*)[\s]*$", re.A)
_HEAD = re.compile(r"[\s'’]*([0-9](?:[ \-·]?[0-9])*[xX]?|[xX])(?![0-9A-Za-z.%年月日元])", re.A)
_NOT_DIGITS = re.compile(r"[^0-9xX]")


@dataclass(frozen=True, slots=True)
class Chain:
    digits: str
    passages: tuple[int, ...]
    pieces: tuple[int, ...]


def chains(view: "View") -> list[Chain]:
    """Every joined sequence of at least two passages with 11 to 20 signs."""
    texts = view.stream.texts
    whole = [_digits(_WHOLE.fullmatch(text)) if len(text) < 40 else "" for text in texts]
    tails = [
        whole[n] or (_digits(_TAIL.search(text[-40:])) if text[-1:].isdigit() else "") for n, text in enumerate(texts)
    ]
    heads = [whole[n] or _digits(_HEAD.match(text[:40])) for n, text in enumerate(texts)]
    paragraphs = [n for n, passage in enumerate(view.passages) if not passage.column]
    found: list[Chain] = []
    for sequence in (*view.rows.values(), *view.columns.values(), paragraphs):
        for place, (first, second) in enumerate(pairwise(sequence)):
            if heads[second] and 0 < len(tails[first]) < 18:
                found += _from(first, sequence[place + 1 : place + LONGEST], whole, tails, heads)
    return found


def _from(first: int, others: list[int], whole: list[str], tails: list[str], heads: list[str]) -> Iterator[Chain]:
    digits = tails[first]
    for count, number in enumerate(others, 1):
        digits += heads[number]
        if not heads[number] or len(digits) > LONGEST:
            return
        if len(digits) >= SHORTEST:
            passages = (first, *others[:count])
            yield Chain(digits, passages, (len(tails[first]), *(len(heads[other]) for other in others[:count])))
        if not whole[number]:
            return


def _digits(match: re.Match | None) -> str:
    return _NOT_DIGITS.sub("", match[1]) if match else ""
