"""Many removed strings sought in a text at once, however they are written: spaced, dashed, full-width, invisible signs between."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from audit.screening.rules.normal import normalised, offsets

_GAP = r"[^\w\x1e]|_"  # whatever is neither letter nor digit; the proof puts \x1e where nothing may cross
_RUN = re.compile(rf"[0-9](?:(?:{_GAP}){{0,40}}[0-9Xx])+")
_SIGN = re.compile(r"[0-9Xx]")
_NUMBER = re.compile(r"[0-9]+X?")
_LOOSE = re.compile(r"[\s\-·]")  # what people put into words and leave out of them: 皖N·12345
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WHOLE_NUMBERS = 11  # shorter ones only where no digit touches them
_WHOLE_WORDS = 3  # shorter ones only where no Chinese sign touches them


class Found(NamedTuple):
    start: int
    end: int
    key: str


def key_of(text: str) -> str:
    """One form of all the ways to write it."""
    plain = normalised(text)
    digits = "".join(_SIGN.findall(plain)).upper()
    if _NUMBER.fullmatch(digits) and not re.search(r"[^0-9Xx\W_]", plain):
        return digits
    return _LOOSE.sub("", plain).casefold()


class Needles:
    def __init__(self, keys: Iterable[str]):
        self.keys = {key for key in keys if len(key) > 1}
        self.numbers = _by_length(key for key in self.keys if _NUMBER.fullmatch(key))
        self.words = _by_length(key for key in self.keys if not _NUMBER.fullmatch(key))
        self.firsts = {word[0] for words in self.words.values() for word in words}

    def find(self, text: str) -> list[Found]:
        """From front to back, never overlapping; places are those of the text as given."""
        if not self.keys or len(text) < 2:
            return []
        plain = normalised(text)
        found = [*self._numbers(plain), *(self._words(plain) if self.words else ())]
        if not found:
            return []
        back, kept, last = offsets(text), [], -1
        for start, end, key in sorted(found, key=lambda one: (one.start, -one.end)):
            if start >= last:
                kept.append(Found(back[start], back[end - 1] + 1, key))
                last = end
        return kept

    def any_in(self, text: str) -> bool:
        """Whether one of them is left, without saying where."""
        plain = normalised(text)
        return next(self._numbers(plain), None) is not None or (
            bool(self.words) and next(self._words(plain), None) is not None
        )

    def _numbers(self, plain: str) -> Iterator[Found]:
        if not self.numbers:
            return
        shortest = min(self.numbers)
        for run in _RUN.finditer(plain):
            if run.end() - run.start() < shortest:
                continue
            places = [run.start() + match.start() for match in _SIGN.finditer(run[0])]
            digits = "".join(plain[place] for place in places).upper()
            for length, keys in self.numbers.items():
                for at in range(len(digits) - length + 1):
                    if digits[at : at + length] in keys and (length >= _WHOLE_NUMBERS or _apart(places, at, length)):
                        yield Found(places[at], places[at + length - 1] + 1, digits[at : at + length])

    def _words(self, plain: str) -> Iterator[Found]:
        places = [place for place, sign in enumerate(plain) if not _LOOSE.match(sign)]
        signs = "".join(plain[place].casefold()[:1] for place in places)
        for at, sign in enumerate(signs):
            if sign not in self.firsts:
                continue
            for length, keys in self.words.items():
                if signs[at : at + length] in keys and (length >= _WHOLE_WORDS or _alone(signs, at, length)):
                    yield Found(places[at], places[at + length - 1] + 1, signs[at : at + length])


def _by_length(keys: Iterable[str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for key in keys:
        found[len(key)].add(key)
    return dict(sorted(found.items(), reverse=True))


def _apart(places: list[int], at: int, length: int) -> bool:
    before = at == 0 or places[at - 1] < places[at] - 1
    end = at + length
    return before and (end == len(places) or places[end] > places[end - 1] + 1)


def _alone(signs: str, at: int, length: int) -> bool:
    around = signs[at - 1 : at] if at else ""
    return not _HAN.match(around) and not _HAN.match(signs[at + length : at + length + 1])
