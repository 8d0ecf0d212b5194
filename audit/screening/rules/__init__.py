"""Rules: passages become findings. Pure: no model, no clock, no file; what changes from day to day stands in `Context`.

`find` for a whole file, `spans` for one text that is to be masked in place. A rule is a function `hits(view)`;
the order matters, since what one rule has recognised no later one takes for something else.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..passages import HARD, Finding, Passage
from . import (
    addresses,
    cards,
    classified,
    contacts,
    dates,
    headers,
    identity,
    leaders,
    papers,
    phones,
    phrases,
    sensitive,
)
from .context import ISSUERS, VERSION, Context, Issuer, Keep, MaskFormats, Phrase, masked
from .normal import SEPARATOR, offsets
from .view import Hit, Rule, View

__all__ = [
    "ISSUERS",
    "RULES",
    "VERSION",
    "Context",
    "Issuer",
    "Keep",
    "MaskFormats",
    "Phrase",
    "Span",
    "find",
    "masked",
    "spans",
]

RULES: tuple[Rule, ...] = (
    classified.hits,
    identity.hits,
    cards.hits,
    phones.hits,
    papers.hits,
    contacts.hits,
    addresses.hits,
    sensitive.hits,
    leaders.hits,
    phrases.hits,
    dates.hits,
    headers.hits,
)
# Passages these rules spoke of are not reported again because of their column's heading.
_NUMBERS = {identity.hits, cards.hits, phones.hits, papers.hits, addresses.hits, contacts.hits}


class Span(NamedTuple):
    """A stretch of the text as it was given, and what to write instead."""

    start: int
    end: int
    rule: str
    severity: str
    masked: str


def find(passages: Sequence[Passage], context: Context) -> list[Finding]:
    """Everything found, what must be dealt with first; one finding for a rule in a column or kind of place."""
    if not passages:
        return []
    view = View(list(passages), context)
    groups: dict[tuple, list[Hit]] = {}
    for hit in _hits(view):
        groups.setdefault(_group(hit, view), []).append(hit)
    found = [_finding(hits, view) for hits in groups.values()]
    return sorted(found, key=lambda finding: finding.severity != HARD)


def spans(text: str, context: Context) -> list[Span]:
    """What to mask inside one text, from front to back, never overlapping. Whole-passage findings are not among them."""
    view = View([Passage(text, "")], context)
    back = offsets(text.replace(SEPARATOR, " "))
    found = [hit for hit in _hits(view) if hit.end > hit.start and hit.kind.rule not in ("classified",)]
    return sorted(
        Span(back[hit.start], back[hit.end - 1] + 1, hit.kind.rule, hit.kind.severity, hit.masked) for hit in found
    )


def _hits(view: View) -> Iterator[Hit]:
    for rule in RULES:
        found = list(rule(view))
        if rule in _NUMBERS:
            view.hit.update(index for hit in found for index in hit.passages)
        yield from found


def _group(hit: Hit, view: View) -> tuple:
    """Findings of one rule in one column, or one kind of place, are decided once."""
    passage = view.passages[hit.passages[0]]
    own = hit.kind.sentence if hit.kind.rule in ("fixed_phrase", "leader_post", "listed_word") else ""
    place = (passage.sheet, passage.column) if passage.column else (passage.kind,)
    return (hit.kind.rule, own, passage.hidden, *place)


def _finding(hits: list[Hit], view: View) -> Finding:
    worst = min(hits, key=lambda hit: hit.kind.severity != HARD)
    places = tuple(dict.fromkeys(view.passages[index].place for hit in hits for index in hit.passages))
    first = view.passages[hits[0].passages[0]]
    hidden = first.hidden
    return Finding(
        rule=worst.kind.rule,
        severity=worst.kind.severity,
        place=places[0] if len(places) == 1 else f"{places[0]} 等 {len(places)} 处",
        masked=worst.masked,
        count=len(hits),
        sentence=worst.kind.sentence + ("打开文件时看不见，但下载的人能找到。" if hidden else ""),
        places=places,
        hidden=hidden,
    )
