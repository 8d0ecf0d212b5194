"""Two sentences with the words that differ marked.

Digits, Latin words and white space stay whole, Chinese is compared sign by sign and tiny equal islands between two
changes are taken into them, so that 1200 → 1300 and 张三 → 李四 read as one change each.
"""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_TOKENS = re.compile(r"https?://[^\s〕]+|[0-9０-９]+(?:[.,:：/\-][0-9０-９]+)*[%％‰]?|[A-Za-z]+|\s+|.", re.S)
_SENTENCES = re.compile(r"[^。；！？;!?\n]*[。；！？;!?\n]?")
MAX_TOKENS = 1500  # on either side after the equal ends are cut off; more is compared sentence by sentence
MAX_MEETINGS = 20_000  # beyond, frequent signs are not used to line the texts up
ISLAND = 1  # equal signs between two changes that are not worth keeping
SHORT = 90  # characters: shorter texts are shown whole


class Segment(NamedTuple):
    """A stretch of text; `marked` when it differs from the other side."""

    text: str
    marked: bool


def mark_words(old: str, new: str) -> tuple[list[Segment], list[Segment]]:
    """Both texts as segments. Of a long text only the sentences that changed are shown, … for the rest."""
    if old == new:
        return [Segment(old, False)] if old else [], [Segment(new, False)] if new else []
    pairs = _pairs(_TOKENS.findall(old), _TOKENS.findall(new))
    return _shown(pairs, 0), _shown(pairs, 1)


def _pairs(old: list[str], new: list[str]) -> list[tuple[str, str, bool]]:
    """(old text, new text, same) in order, neighbouring changes merged."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
    return _merged([(head, head, True), *_compared(middle_old, middle_new), (tail, tail, True)])


def _compared(old: list[str], new: list[str]) -> list[tuple[str, str, bool]]:
    if not old or not new:
        return [("".join(old), "".join(new), False)]
    if max(len(old), len(new)) > MAX_TOKENS:
        old, new = _SENTENCES.findall("".join(old)), _SENTENCES.findall("".join(new))
        if max(len(old), len(new)) > MAX_TOKENS:
            return [("".join(old), "".join(new), False)]
    matcher = SequenceMatcher(None, old, new, autojunk=meetings(old, new) > MAX_MEETINGS)
    return [("".join(old[a:b]), "".join(new[c:d]), kind == "equal") for kind, a, b, c, d in matcher.get_opcodes()]


def meetings(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many pairs of equal entries there are: what difflib's search costs each time it starts again."""
    counted = Counter(new)
    return sum(number * counted[entry] for entry, number in Counter(old).items())


def _merged(pairs: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Islands of one equal sign between two changes join them; punctuation stays a border."""
    merged: list[list] = []
    pairs = [pair for pair in pairs if pair[0] or pair[1]]
    for index, (old, new, same) in enumerate(pairs):
        island = (
            same and 0 < index < len(pairs) - 1 and len(old) <= ISLAND and not pairs[index - 1][2] and old.isalnum()
        )
        same = same and not island
        if merged and merged[-1][2] == same:
            merged[-1][0] += old
            merged[-1][1] += new
        else:
            merged.append([old, new, same])
    return [(old, new, same) for old, new, same in merged]


def _shown(pairs: list[tuple[str, str, bool]], side: Literal[0, 1]) -> list[Segment]:
    segments = [Segment(pair[side], not pair[2]) for pair in pairs if pair[side]]
    text = "".join(segment.text for segment in segments)
    if len(text) <= SHORT:
        return segments
    touched, place = [], 0
    for pair in pairs:
        length = len(pair[side])
        if not pair[2]:
            touched.append((place, place + length))
        place += length
    return _clipped(segments, _sentences_kept(text, touched))


def _sentences_kept(text: str, touched: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences (from, to) that a change lies in or borders on; neighbours joined."""
    kept: list[tuple[int, int]] = []
    for match in _SENTENCES.finditer(text):
        start, end = match.span()
        last = end == len(text)
        if start == end or not any(
            (a < end and b > start) or (a == b and (start <= a < end or (last and a == end))) for a, b in touched
        ):
            continue
        if kept and kept[-1][1] == start:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


def _clipped(segments: list[Segment], kept: list[tuple[int, int]]) -> list[Segment]:
    shown: list[Segment] = []
    total = sum(len(segment.text) for segment in segments)
    shown_to = 0
    for start, end in kept:
        if start > shown_to:
            shown.append(Segment("…", False))
        place = 0
        for segment in segments:
            a, b = max(start, place), min(end, place + len(segment.text))
            if a < b:
                shown.append(Segment(segment.text[a - place : b - place], segment.marked))
            place += len(segment.text)
        shown_to = end
    if shown_to < total:
        shown.append(Segment("…", False))
    return shown
