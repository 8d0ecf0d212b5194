"""What search offers beside its hits: offices to call, words that go with these, and a guess where nothing was found.

Everything here is made, at the moment it is asked for, from columns, units, synonyms and the newest editions
residents may search: no record of what people asked, nothing of what is not public or lists persons.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from audit import clock
from audit.models import Edition, Unit
from disclosure.tree import Tree
from township_portal.models import Synonym

from . import pinyin
from .index import Found, Narrow, exists, find
from .words import fold, runs, words_of

NEWEST, GUESSES, RELATED, OFTEN, UNITS = 300, 3, 6, 10, 3
LONGEST_WORD = 12


@dataclass
class Offers:
    meant: list[str] = field(default_factory=list)  # queries that do find something
    related: list[str] = field(default_factory=list)
    often: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    elsewhere: int = 0  # hits without the narrowing


def offer(query: str, found: Found, narrow: Narrow, tree: Tree, units: list[Unit]) -> Offers:
    words = words_of(query)
    if not words:
        return Offers(often=often())
    offers = Offers(units=asked_units(words, units))
    if found.total:
        offers.related = related(words, found.editions)
    else:
        offers.elsewhere = find(query).total if narrow else 0
        offers.meant = meant(words, tree, units)
        offers.often = often()
    return offers


def asked_units(words: list[str], units: list[Unit]) -> list[Unit]:
    """Offices whose name, or its first letters, the question says: 财政所, czs."""
    asked = "".join(words)
    if len(asked) < 2:
        return []

    def is_meant(unit: Unit) -> bool:
        names = [fold(unit.name), fold(unit.short_name)]
        if any(asked in name or name in asked for name in names if name.strip()):
            return True
        return bool(pinyin.ASKED.fullmatch(asked)) and asked in pinyin.initials(unit.short_name)

    return [unit for unit in units if unit.phone and is_meant(unit)][:UNITS]


def related(words: list[str], editions: Iterable[Edition]) -> list[str]:
    """Keywords of the hits shown, the frequent ones first, without what was asked."""
    said = Counter(word for edition in editions for word in _keywords(edition.meta))
    return [word for word, _ in said.most_common() if not any(one in fold(word) for one in words)][:RELATED]


def often() -> list[str]:
    said = Counter(word for _, meta in newest() for word in _keywords(meta))
    return [word for word, _ in said.most_common(OFTEN)]


def newest() -> list[tuple[str, str]]:
    """Title and sealed facts of the newest editions residents may search."""
    return list(Edition.objects.searchable().order_by("-published_at").values_list("title", "meta")[:NEWEST])


def _keywords(meta: str) -> list[str]:
    words = json.loads(meta).get("keywords", []) if meta else []
    return [word for word in words if 2 <= len(word) <= LONGEST_WORD]


def meant(words: list[str], tree: Tree, units: list[Unit]) -> list[str]:
    """Questions that sound like this one and do find something: 衣保, yibao → 医保."""
    known = vocabulary(tree, units)
    found: dict[str, None] = {}
    for at, word in enumerate(words):
        for guess in sound_alike(word, known):
            found[" ".join([*words[:at], guess, *words[at + 1 :]])] = None
    return [guess for guess in list(found)[: GUESSES * 3] if exists(guess)][:GUESSES]


def vocabulary(tree: Tree, units: list[Unit]) -> list[str]:
    """Words there are: columns, units, synonyms, keywords, then what titles say."""
    texts = newest()
    pairs = Synonym.objects.in_force(clock.local_date(clock.now())).values_list("said", "written")
    words = [node.name for node in tree.by_id.values()] + [unit.short_name for unit in units]
    words += [word for pair in pairs for word in pair] + [word for _, meta in texts for word in _keywords(meta)]
    return [*words, *(title for title, _ in texts)]


def sound_alike(word: str, known: Iterable[str]) -> list[str]:
    """Stretches of known words that sound the same; of four characters and more also with one that sounds otherwise."""
    letters = word.isascii()
    if not 2 <= len(word) <= LONGEST_WORD * 2 or (letters and not word.isalpha()):
        return []
    sounds, near, same = pinyin.sounds(word), {}, {}
    for text in dict.fromkeys(known):
        for run in runs(text):
            for stretch, spoken in _stretches(run, word, letters):
                if ("".join(spoken) == word) if letters else spoken == sounds:
                    same[stretch] = None
                elif not letters and len(word) > 3 and sum(a != b for a, b in zip(spoken, sounds, strict=True)) == 1:
                    near[stretch] = None
    return [stretch for stretch in [*same, *near] if stretch != word][: GUESSES * 2]


def _stretches(run: str, word: str, letters: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
    if letters:  # typed as it sounds: a syllable has one to six letters
        lengths = range(max(2, len(word) // 6), min(len(word), 6) + 1)
    else:
        lengths = range(len(word), len(word) + 1)
    spoken = pinyin.sounds(run)
    if len(spoken) != len(run):
        return
    for length in lengths:
        for at in range(len(run) - length + 1):
            yield run[at : at + length], spoken[at : at + length]
