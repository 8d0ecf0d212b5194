"""From text to the pieces that are indexed and asked for, and back to the marks on a page. Pure.

Everything is folded first: full-width signs to plain ones, capitals to small letters, traditional characters to
simplified ones, each character by itself, so that a place found in the folded text can be shown in the original.
A *run* is a stretch of letters, digits and the few signs numbers are written with; its *pieces* are all pairs of
neighbours and its last character. So a word of any length is found in mid-sentence, and one character by prefix.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from audit.characters import one_line

LONGEST, MOST_WORDS, AROUND = 100, 8, 40
SIGNS = "%_.+-/@#&"  # kept where they stand: 100%、3.5、A-1
LONG_RUN, OVERLAP = 1000, LONGEST  # a run without end (base64 …) is cut, the cuts overlapping by the longest question


@cache
def _simplified() -> dict[int, str]:
    """Traditional character → simplified, one by one, of the planes in use."""
    import opencc

    blocks = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))
    characters = [chr(code) for block in blocks for code in block]
    told = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(one): plain for one, plain in zip(characters, told, strict=True) if plain != one}


class _Folded(dict):
    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        plain = "".join(_simplified().get(ord(one), one) for one in plain)
        kept = all(one.isalnum() or one in SIGNS for one in plain)
        self[code] = plain if kept else " "
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The text as it is searched; whatever stands between words becomes a blank."""
    return text.translate(_FOLDED)


def runs(text: str) -> Iterator[str]:
    for run in fold(text).split():
        if len(run) > LONG_RUN:
            for start in range(0, len(run), LONG_RUN - OVERLAP):
                yield run[start : start + LONG_RUN]
        elif not run.isascii() or run.strip(SIGNS):
            yield run


def pieces(run: str, *, asked: bool = False) -> list[str]:
    """All pairs of neighbours, then the last character; asked for, a word is its pairs alone."""
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    return pairs if asked else [*pairs, run[-1:]]


def all_pieces(runs_of_text: Iterable[str]) -> list[str]:
    return [piece for run in runs_of_text for piece in pieces(run)]


def words_of(query: str) -> list[str]:
    """What is asked for, folded: at most eight words of the first hundred characters, each once."""
    return list(dict.fromkeys(runs(one_line(query)[:LONGEST])))[:MOST_WORDS]


def _places(text: str) -> tuple[str, list[int] | range]:
    """The folded text, and for each of its characters the place in the original it comes from."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, range(len(text) + 1)
    places = [at for at, sign in enumerate(text) for _ in fold(sign)]
    return folded, [*places, len(text)]


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)")


def hits(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand in the original text."""
    folded, places = _places(text)
    found = _pattern(tuple(words)).finditer(folded)
    return [(places[hit.start()], places[hit.end() - 1] + 1) for hit in found]


def snippet(text: str, words: Iterable[str]) -> str:
    """The stretch round the first word found, or the beginning."""
    found = hits(text, words)
    start = max(found[0][0] - AROUND, 0) if found else 0
    end = (found[0][1] if found else 0) + AROUND * 2
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text escaped, each word found in <mark>."""
    out, last = "", 0
    for start, end in hits(text, words):
        if start < last:  # one sign that folds to several, hit twice
            continue
        out += format_html("{}<mark>{}</mark>", text[last:start], text[start:end])
        last = end
    return mark_safe(out + format_html("{}", text[last:]))
