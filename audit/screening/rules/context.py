"""What the rules are told from outside: the published lists of the day, the township's own words, the mask formats."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

VERSION = "2"  # raised with every change of what a rule finds: files seen under an older one are screened again
STAR = "*"


class Phrase(NamedTuple):
    """A fixed phrase written wrongly, how it is written, and where that stands."""

    wrong: str
    right: str
    source: str = ""


class Issuer(NamedTuple):
    """Cards beginning with `prefix` and as long as one of `lengths`."""

    prefix: str
    lengths: tuple[int, ...]


class Keep(NamedTuple):
    """How many signs stay readable at the front and at the back."""

    front: int
    back: int


class MaskFormats(NamedTuple):
    """永安市 2023-01 (domain.md §11): 34*************123, 138****1234; of a card only the last four."""

    id_number: Keep = Keep(2, 3)
    phone: Keep = Keep(3, 4)
    landline: Keep = Keep(4, 3)
    card: Keep = Keep(0, 4)
    paper: Keep = Keep(1, 2)
    plate: Keep = Keep(2, 1)
    account: Keep = Keep(1, 0)  # an e-mail's, WeChat's or QQ's name


MASKS = MaskFormats()
# UnionPay, the Chinese banks' own older cards, then Visa, MasterCard, JCB and American Express.
ISSUERS = (
    Issuer("62", (16, 17, 18, 19)),
    Issuer("81", (16, 17, 18, 19)),
    *(Issuer(prefix, (16, 18, 19)) for prefix in ("9558", "9559", "6013", "6033", "6858", "6901", "9843", "9400")),
    Issuer("4", (16,)),
    *(Issuer(str(prefix), (16,)) for prefix in (*range(51, 56), 35)),
    *(Issuer(prefix, (15,)) for prefix in ("34", "37")),
)


@dataclass(frozen=True)
class Context:
    """today: no birthday lies after it.

    office_phones: every phone the offices publish themselves, however written.
    words: the township's own list, word → why it may not stand; hard_words: those of them that block.
    leaders: name → post as published.
    formed_on, document_number: of the edition a file belongs to; None and "" when it belongs to none yet.
    """

    today: date
    office_phones: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    hard_words: frozenset[str] = frozenset()
    leaders: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    phrases: tuple[Phrase, ...] = ()
    issuers: tuple[Issuer, ...] = ISSUERS
    masks: MaskFormats = MASKS
    formed_on: date | None = None
    document_number: str = ""

    @cached_property
    def version(self) -> str:
        """Of the rules and the lists together; the day and the edition do not count, they have no cached result."""
        lists = [
            sorted(self.office_phones), sorted(self.words.items()), sorted(self.hard_words), sorted(self.leaders.items()),
            sorted(self.phrases), sorted(self.issuers), repr(self.masks),
        ]  # fmt: skip
        return f"{VERSION}-{hashlib.sha256(json.dumps(lists).encode()).hexdigest()[:12]}"


def masked(text: str, keep: Keep) -> str:
    """At least half of the signs are starred, whatever a format says."""
    front, back = keep
    if front + back > len(text) * 2 // 3:
        front, back = 0, min(back, len(text) // 3)
    return text[:front] + STAR * (len(text) - front - back) + text[len(text) - back :]
