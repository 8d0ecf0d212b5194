"""One plain text out of many passages, so that a rule's pattern runs once over a whole file.

Wide, mathematical and foreign digits become 0-9, invisible signs go, spaces, dashes and dots become plain ones.
Circled and Chinese digits are converted only where a run of them stands: ① before a sentence and 二〇二六年 stay.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from ..passages import Passage

SEPARATOR = "\x1e"  # between passages; no pattern crosses it
_BLANKS = "\u2800\u3164\uffa0\u115f\u1160"
_DOTS = "•∙⋅・‧･●"
_CHINESE = ("〇○零", "一壹", "二贰貳两", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_CROSSES = "ХхΧχ×✕✖╳☓"  # Cyrillic, Greek and signs, all read as X


def _table() -> dict[int, str]:
    table = dict.fromkeys(map(ord, _BLANKS), " ")
    table |= {ord(sign): "·" for sign in _DOTS} | {ord(sign): "X" for sign in _CROSSES}
    table |= {0xFF01 + n: chr(0x21 + n) for n in range(94) if chr(0x21 + n).isalpha() or chr(0x21 + n) in "+@_*/#"}
    table |= {0xFF0E: ".", 0x2212: "-", 0xFF5C: "|", 0x2169: "X", 0x2179: "x", 0x2028: "\n", 0x2029: "\n", 0x85: "\n"}
    table |= {ord(sign): "\n" for sign in "\r\v\f"}
    table |= dict.fromkeys((*range(768, 880), *range(8400, 8448), *range(65024, 65040), 6155), "")
    table |= dict.fromkeys((*range(9), *range(14, 32), *range(127, 133), *range(134, 160)), "")
    for code in (*range(0xA0, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x20000), *range(0xE0000, 0xE0200)):
        sign, kind = chr(code), unicodedata.category(chr(code))
        if kind == "Nd":
            table[code] = str(unicodedata.decimal(sign))
        elif kind == "Zs":
            table[code] = " "
        elif kind == "Cf":
            table[code] = ""
        elif kind == "Pd":
            table[code] = "-"
    return table


def _fancy() -> dict[int, str]:
    fancy = {ord(sign): str(digit) for digit, row in enumerate(_CHINESE) for sign in row}
    for code in (*range(0xB2, 0xBA), *range(0x2070, 0x208A), *range(0x2460, 0x2500), *range(0x2776, 0x2794)):
        if (value := unicodedata.digit(chr(code), None)) is not None:
            fancy[code] = str(value)
    return fancy


TABLE, FANCY = _table(), _fancy()
_FANCY_SIGNS = re.escape("".join(map(chr, FANCY)))
_FANCY_RUN = re.compile(rf"[{_FANCY_SIGNS}0-9](?:[ \t\n\-.·_/,，、]{{0,2}}[{_FANCY_SIGNS}0-9xX]){{6,}}")
_ANY_FANCY = re.compile(f"[{_FANCY_SIGNS}]")
_AMID_DIGITS = re.compile(f"[0-9][{_FANCY_SIGNS}]{{1,3}}[0-9]")
_LEAST_FANCY = 5  # of a run: fewer are a list mark or a year beside plain digits


def normalised(text: str) -> str:
    """Sign by sign: see `offsets` for the way back."""
    plain = text.translate(TABLE)
    return _FANCY_RUN.sub(_plain_run, plain) if _ANY_FANCY.search(plain) else plain


def _plain_run(match: re.Match) -> str:
    run = match[0]
    amid = len(run) > 10 and run[0].isascii() and _AMID_DIGITS.search(run)  # 138一2345678
    return run.translate(FANCY) if amid or len(_ANY_FANCY.findall(run)) >= _LEAST_FANCY else run


def offsets(text: str) -> list[int]:
    """For each sign of `normalised(text)` where it stood, and the length of the text at the end."""
    back = [index for index, sign in enumerate(text) for _ in TABLE.get(ord(sign), sign)]
    return [*back, len(text)]


class Stream:
    """All passages as one text; positions in `text` lead back to passages."""

    def __init__(self, passages: Sequence[Passage]):
        self.passages = passages
        raw = SEPARATOR.join(passage.text.replace(SEPARATOR, " ") for passage in passages)
        keep_separator = raw.translate(_TABLE_OF_STREAM)
        self.text = _FANCY_RUN.sub(_plain_run, keep_separator) if _ANY_FANCY.search(keep_separator) else keep_separator
        self.starts = [0, *(match.end() for match in re.finditer(SEPARATOR, self.text))]
        self._taken = bytearray(len(self.text))

    @cached_property
    def texts(self) -> list[str]:
        return self.text.split(SEPARATOR)

    def index(self, position: int) -> int:
        """Number of the passage the position lies in."""
        return bisect_right(self.starts, position) - 1

    def before(self, position: int, length: int) -> str:
        """What stands before it in its own passage."""
        return self.text[max(position - length, self.starts[self.index(position)]) : position]

    def after(self, position: int, length: int) -> str:
        return self.text[position : position + length].partition(SEPARATOR)[0]

    def take(self, start: int, end: int) -> None:
        """What one rule has recognised no later rule takes for something else."""
        self._taken[start:end] = b"\1" * (end - start)

    def free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0


_TABLE_OF_STREAM = {code: sign for code, sign in TABLE.items() if code != ord(SEPARATOR)}
