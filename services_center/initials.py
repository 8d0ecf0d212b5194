"""Pinyin of a matter's names: the initials a clerk types at the window, the letter it stands under, its address. Pure."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

SLUG = 60
_WORD = re.compile(r"[a-z0-9]+")
_BROKEN = re.compile(r"[、，,；;/\s]+")


def names_of(title: str, also_called: str = "") -> list[str]:
    """The matter's own name and what people call it."""
    return [name for name in [title, *_BROKEN.split(also_called)] if name]


def initials(name: str) -> str:
    """参保登记 → cbdj; Latin letters and figures as they are, signs dropped."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda other: list(other))
    return "".join(_WORD.findall("".join(letters).lower()))


def full(name: str) -> str:
    """参保登记 → canbaodengji."""
    return "".join(_WORD.findall("".join(lazy_pinyin(name, errors=lambda other: list(other))).lower()))


def letter(name: str) -> str:
    """Under which letter of A-Z it stands; # for a name that begins with anything else."""
    first = initials(name)[:1].upper()
    return first if first.isascii() and first.isalpha() else "#"


def slug(title: str) -> str:
    """The address of a matter from its name, cut between syllables."""
    syllables = _WORD.findall(" ".join(lazy_pinyin(title, errors=lambda other: list(other))).lower())
    made = ""
    for syllable in syllables:
        longer = f"{made}-{syllable}" if made else syllable
        if len(longer) > SLUG:
            break
        made = longer
    return made


def typed(words: str) -> str:
    """What somebody typed, comparable: half width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", words).lower().split())


GAPS = 4  # the worst rank: a guess, listed only where nothing fits better


def rank(asked: str, names: list[str]) -> int | None:
    """How well what was typed fits one of the names, 0 best, None not at all: a whole name, by characters, first letters
    or pinyin; its beginning; a piece of it; a piece of its pinyin; first letters with gaps. static/js/window.js says it too."""
    if not asked:
        return 0
    found = [_rank(asked, typed(name), initials(name), full(name)) for name in names]
    return min((one for one in found if one is not None), default=None)


def _rank(asked: str, name: str, short: str, long: str) -> int | None:
    if asked in (name, short, long):
        return 0
    if name.startswith(asked) or short.startswith(asked):
        return 1
    if asked in name or asked in short:
        return 2
    if not asked.isascii():
        return 3 if _in_order(asked, name) else None
    if asked in long:
        return 3
    return GAPS if len(set(asked)) > 2 and _in_order(asked, short) else None


def _in_order(asked: str, within: str) -> bool:
    rest = iter(within)
    return all(sign in rest for sign in asked)
