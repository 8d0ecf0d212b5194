"""The rows of the year's targets and of a quarter's progress, and what can be read out of their words. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit import facts
from audit.facts import Fact
from disclosure.finance.quarters import Quarter

TARGETS_HEAD = ("事项", "目标值", "责任单位", "责任人", "完成时限")
PROGRESS_HEAD = ("事项", "目标值", "已做到", "状态", "进度说明", "佐证")
ON_COURSE, LATE, DONE = "正常", "滞后", "完成"
STATES = (ON_COURSE, LATE, DONE)
# What residents read, and the shape beside the word.
WORDS = {DONE: ("已完成", "done"), ON_COURSE: ("按计划", "course"), LATE: ("慢了", "late")}
_AMOUNT = re.compile(r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*([^\d\s，。；、（(]*)")
_SEVERAL = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True)
class Target:
    """What was promised for the year."""

    matter: str
    value: str
    unit: str
    post: str
    until: str


@dataclass(frozen=True)
class Step:
    """How far one target came by the end of a quarter."""

    matter: str
    value: str
    reached: str
    state: str
    told: str
    evidence: str

    @property
    def proofs(self) -> list[str]:
        return [one.strip() for one in _SEVERAL.split(self.evidence) if one.strip()]


def targets(rows: Iterable[Sequence[str]]) -> list[Target]:
    return [Target(*row) for row in rows if len(row) == len(TARGETS_HEAD)]


def steps(rows: Iterable[Sequence[str]]) -> list[Step]:
    return [Step(*row) for row in rows if len(row) == len(PROGRESS_HEAD)]


def year_of(told: list[Fact]) -> int:
    """0 where the content was erased."""
    year = facts.value(told, "year")
    return int(year) if year.isascii() and year.isdigit() else 0


def quarter_of(told: list[Fact]) -> Quarter | None:
    number = facts.value(told, "quarter")
    return Quarter(year_of(told), int(number)) if number in ("1", "2", "3", "4") and year_of(told) else None


def sealed_targets(told: list[Fact]) -> list[Target]:
    return targets(facts.rows(told, "targets"))


def sealed_steps(told: list[Fact]) -> list[Step]:
    return steps(facts.rows(told, "progress"))


def amount(text: str) -> tuple[Decimal, str] | None:
    """(12, 公里) of 硬化12公里; None where there is no number, or more than one."""
    found = _AMOUNT.findall(unicodedata.normalize("NFKC", text))
    if len(found) != 1:
        return None
    number, unit = found[0]
    return Decimal(number.replace(",", "")), unit


def percent(value: str, reached: str) -> int | None:
    """How much of the target is reached, 0-100, where both are one number in the same unit; else nothing is drawn."""
    whole, part = amount(value), amount(reached)
    if not whole or not part or whole[1] != part[1] or whole[0] <= 0:
        return None
    return int(min(part[0] * 100 / whole[0], Decimal(100)))


def twice(names: Iterable[str]) -> list[str]:
    met, found = set[str](), list[str]()
    for name in names:
        if name and name in met and name not in found:
            found.append(name)
        met.add(name)
    return found
