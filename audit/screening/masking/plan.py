"""Orders become one plan: what is replaced wherever it stands, and what is starred only in its own place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audit.screening.masking.formats import (
    ACCOUNT,
    ADDRESS,
    CARD,
    GONE,
    ID,
    LANDLINE,
    NAME,
    PAPER,
    PHONE,
    PLATE,
    WHOLE,
    MaskFormats,
    family_of,
    masked_value,
)
from audit.screening.masking.needles import Needles, key_of
from audit.screening.masking.orders import Locate, Mask, Order, RemoveColumn
from audit.screening.passages import Passage
from audit.screening.rules.normal import normalised, offsets

Cell = tuple[str, int, int]  # sheet, row, column

_RUN = re.compile(r"[0-9](?:[ \t\n\-._·,，、/()（）]{0,3}[0-9Xx])+")
_DIGITS = re.compile(r"[0-9Xx]")
_LENGTHS = {ID: (15, 40), PHONE: (7, 16), LANDLINE: (7, 14), CARD: (9, 40), PAPER: (6, 20)}
_SHAPES = {
    PAPER: re.compile(r"[A-Za-z]{1,2}[ \-]?[0-9]{6,10}(?:\([0-9]\))?|[\u4e00-\u9fff]字第[ ]?[0-9]{5,9}[ ]?号"),
    ACCOUNT: re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+[A-Za-z]|[A-Za-z0-9][A-Za-z0-9_\-]{4,}"),
    PLATE: re.compile(r"[\u4e00-\u9fff][ ]?[A-Z][ \-·.]{0,2}(?:[A-Z0-9][ \-·]?){4,5}[A-Z0-9挂学警港澳]"),
}
_NAME = re.compile(r"\s*[\u4e00-\u9fff](?:[\s·]*[\u4e00-\u9fff]){1,5}\s*")
_PERSONAL = re.compile(r"[0-9Xx]{11,}|.*@.*")  # of a removed column: what may be nowhere else either

_LEFT = re.compile(r"[0-9](?:[ \-]?[0-9Xx]){10,}|[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{3,64}")


@dataclass
class Plan:
    """masks: key -> what is written instead. cells and lines: starred in their place, keyed by place or compact text."""

    masks: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)  # key -> as it was written
    cells: dict[Cell, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    columns: frozenset[tuple[str, int]] = frozenset()
    rules: frozenset[str] = frozenset()
    count: int = 0
    meant: list[tuple[Passage, str]] = field(default_factory=list)  # each value with the passage it was ordered in
    written: list[str] = field(default_factory=list)  # what the new file shows
    needles: Needles = field(default_factory=lambda: Needles(()))

    def close(self):
        """Once all keys are known."""
        self.needles = Needles(self.masks)

    def replaced(self, text: str) -> str:
        """Wherever a removed string stands, its mask."""
        for found in reversed(self.needles.find(text)):
            self.count += 1
            text = text[: found.start] + self.masks[found.key] + text[found.end :]
        return text

    def personal(self, text: str):
        """A value of a removed column; a number of a person's is masked wherever else it stands."""
        key = key_of(text)
        if len(key) < 60 and _PERSONAL.fullmatch(key) and key not in self.masks:
            self.raw[key], self.masks[key] = text, GONE


def personal_in(text: str) -> Iterator[str]:
    """Numbers and addresses of persons in what is left behind: none of them may come along unseen."""
    for found in _LEFT.finditer(normalised(text)):
        if len(found[0]) <= 40 and _PERSONAL.fullmatch(key_of(found[0])):
            yield found[0]


def plan_of(orders: Sequence[Order], formats: MaskFormats, locate: Locate | None) -> Plan:
    plan = Plan(
        columns=frozenset((order.sheet, order.column) for order in orders if isinstance(order, RemoveColumn)),
        rules=frozenset(order.rule for order in orders if isinstance(order, Mask)),
    )
    for order in orders:
        if isinstance(order, Mask):
            for passage in order.passages:
                _add(plan, passage, family_of(order.rule), order, formats, locate)
    plan.close()
    for passage, value in plan.meant:
        if key_of(value) not in {found.key for found in plan.needles.find(passage.text)}:
            _in_place(plan, passage, value)
    return plan


def _add(plan: Plan, passage: Passage, family: str, order: Mask, formats: MaskFormats, locate: Locate | None):
    values = list(_values(passage, family, order.rule, locate))
    for value in values:
        key = key_of(value)
        if len(key) > 1 and "***" not in key:
            plan.raw.setdefault(key, value)
            plan.masks.setdefault(key, masked_value(family, value, formats))
            plan.meant.append((passage, value))
    if values or (passage.kind == "header" and family == WHOLE):
        return
    if passage.column:
        instead = GONE if family in (WHOLE, NAME, ADDRESS) else re.sub(r"\w", "*", normalised(passage.text))
        plan.cells[passage.sheet, passage.row, passage.column] = instead
    elif family not in (WHOLE, NAME, ADDRESS):
        plan.lines[_compact(passage.text)] = _without_digits(passage.text)


def _in_place(plan: Plan, passage: Passage, value: str):
    """A disguise the search does not see through is replaced where it was found."""
    if passage.column:
        place = (passage.sheet, passage.row, passage.column)
        plan.cells[place] = plan.cells.get(place, passage.text).replace(value, plan.masks[key_of(value)])
    else:
        line = _compact(passage.text)
        plan.lines[line] = plan.lines.get(line, passage.text).replace(value, plan.masks[key_of(value)])


def _values(passage: Passage, family: str, rule: str, locate: Locate | None) -> Iterator[str]:
    """The strings meant in one passage; none when they cannot be told (a number spread over several cells)."""
    text = passage.text
    if family == WHOLE:
        return
    if family in (NAME, ADDRESS):
        if passage.column and (family == ADDRESS or _NAME.fullmatch(text)):
            yield text.strip()
        elif locate:
            yield from (text[spot.start : spot.end] for spot in locate(text) if spot.rule == rule)
        return
    if passage.column and _in_range(key_of(text), family):
        yield text.strip()
        return
    spots = [text[spot.start : spot.end] for spot in locate(text) if family_of(spot.rule) == family] if locate else []
    yield from spots or _shaped(text, family)


def _in_range(key: str, family: str) -> bool:
    least, most = _LENGTHS.get(family, (0, 0))
    return bool(re.fullmatch(r"[0-9]+X?", key)) and least <= len(key) <= most


def _shaped(text: str, family: str) -> Iterator[str]:
    plain, back = normalised(text), offsets(text)
    found = [match.span() for match in _SHAPES[family].finditer(plain)] if family in _SHAPES else []
    least, most = _LENGTHS.get(family, (99, 0))
    for run in _RUN.finditer(plain):
        if least <= len(_DIGITS.findall(run[0])) <= most and not any(a <= run.start() < b for a, b in found):
            found.append(run.span())
    for start, end in found:
        yield text[back[start] : back[end - 1] + 1]


def _without_digits(text: str) -> str:
    """Of a paragraph in which no whole number stands: the pieces that make one with its neighbour."""
    return re.sub(r"[0-9][0-9\s\-.·]*[0-9Xx]", lambda run: re.sub(r"\w", "*", run[0]), normalised(text))


def _compact(text: str) -> str:
    return "".join(text.split())


def line_instead(plan: Plan, text: str) -> str:
    """A paragraph as it is to stand."""
    instead = plan.lines.get(_compact(text)) if plan.lines else None
    if instead is not None:
        plan.count += 1
    return plan.replaced(text if instead is None else instead)


def cell_instead(plan: Plan, cell: Cell, text: str) -> str:
    """A cell as it is to stand; removed strings go first, what is left of a spread number after."""
    if cell in plan.cells:
        plan.count += 1
        return plan.cells[cell]
    return plan.replaced(text)
