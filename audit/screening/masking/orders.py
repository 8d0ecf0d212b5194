"""What is to be done with a file, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from audit.screening.passages import Finding, Passage, Reading


class MaskError(Exception):
    """Nothing was written, or what was written did not stand the proof. The message is a Chinese sentence."""


class Spot(Protocol):
    """A stretch of one text that a rule found (`rules.Span` is one)."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def rule(self) -> str: ...


Locate = Callable[[str], Sequence[Spot]]


@dataclass(frozen=True)
class Mask:
    """Mask what `rule` found in these passages (as the reader gave them); numbers go wherever else they stand, too."""

    rule: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class RemoveColumn:
    """A column of a sheet, or of a table in a document, with its heading."""

    sheet: str
    column: int


Order = Mask | RemoveColumn


@dataclass
class Masked:
    """removed: every string that may be nowhere in `data`. changes: sentences for the clerk."""

    data: bytes
    name: str
    removed: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    rules: frozenset[str] = frozenset()


def mask_order(finding: Finding, reading: Reading) -> Mask:
    """The order that masks one finding."""
    places = set(finding.places or (finding.place,))
    return Mask(finding.rule, tuple(passage for passage in reading.passages if passage.place in places))


def remove_orders(finding: Finding, reading: Reading) -> list[RemoveColumn]:
    """The orders that remove the columns a finding lies in; none when it lies in no table."""
    cells = mask_order(finding, reading).passages
    return [RemoveColumn(*place) for place in dict.fromkeys((p.sheet, p.column) for p in cells if p.column)]
