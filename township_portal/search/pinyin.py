"""拼音: the first letters of titles, so that "yb" finds 医保; and sounds, to guess what was meant."""

import re
from functools import cache

from .words import fold

MARK = "~"  # before every piece made of first letters: it is never mistaken for a word
SHORTEST, LONGEST = 2, 4  # letters a piece holds; a longer question is several pieces
ASKED = re.compile(r"[a-z]{2,12}")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def initials(text: str) -> list[str]:
    """城乡居民医保（2026） → ["cxjmyb", "2026"]: a stretch without signs between."""
    from pypinyin import Style, lazy_pinyin

    def letters(run: re.Match) -> str:
        return "".join(sound[:1] if sound.isascii() else "" for sound in lazy_pinyin(run[0], style=Style.FIRST_LETTER))

    return _CHINESE.sub(letters, fold(text)).split()


def initial_pieces(text: str) -> list[str]:
    """Every two, three and four letters in a row."""
    found: dict[str, None] = {}
    for run in initials(text):
        for length in range(SHORTEST, LONGEST + 1):
            for start in range(len(run) - length + 1):
                found[MARK + run[start : start + length]] = None
    return list(found)


def asked_pieces(word: str) -> list[str]:
    """The pieces a word of letters asks for; [] where it cannot be first letters."""
    if not ASKED.fullmatch(word):
        return []
    if len(word) <= LONGEST:
        return [MARK + word]
    return [MARK + word[at : at + LONGEST] for at in range(len(word) - LONGEST + 1)]


@cache
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0]


def sounds(text: str) -> tuple[str, ...]:
    """A syllable a character, each character by itself and without tone: quick, and alike for alike words."""
    return tuple(_sound(character) for character in fold(text) if character != " ")
