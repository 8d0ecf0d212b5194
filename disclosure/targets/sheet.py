"""What a page shows of targets: cards with word, shape and bar; the count of each state; from sealed rows alone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit import facts
from audit.facts import Fact
from disclosure.finance.quarters import Quarter

from .rows import DONE, LATE, ON_COURSE, WORDS, Step, Target, percent, quarter_of, sealed_steps, sealed_targets, year_of


@dataclass(frozen=True)
class Proof:
    name: str
    url: str = ""


@dataclass(frozen=True)
class Card:
    """One target as residents see it. word, shape: "" before the first progress."""

    matter: str
    value: str
    unit: str = ""
    post: str = ""
    until: str = ""
    reached: str = ""
    word: str = ""
    shape: str = ""
    percent: int | None = None
    told: str = ""
    proofs: list[Proof] = field(default_factory=list)
    earlier: list[dict] = field(default_factory=list)  # quarter, word, shape of the quarters before


def card(step: Step | None, target: Target | None = None, proofs: Mapping[str, str] | None = None, earlier=()) -> Card:
    """proofs: name of a piece of evidence → its address, for those that can be opened."""
    unit, post, until = (target.unit, target.post, target.until) if target else ("", "", "")
    if step is None:
        assert target is not None
        return Card(target.matter, target.value, unit, post, until)
    word, shape = WORDS.get(step.state, (step.state, ""))
    value = target.value if target else step.value
    return Card(
        step.matter, value, unit, post, until, step.reached, word, shape, percent(value, step.reached), step.told,
        [Proof(name, (proofs or {}).get(name, "")) for name in step.proofs], list(earlier),
    )  # fmt: skip


def tiles(states: list[str], whole: int) -> list[dict]:
    """How many there are and how many stand how; nothing is told that is not there."""
    counts = [(WORDS[state][0], states.count(state)) for state in (DONE, ON_COURSE, LATE)]
    return [{"label": "全年目标", "value": whole, "unit": "项"}] + [
        {"label": word, "value": count, "unit": "项"} for word, count in counts if states
    ]


def sentence(rows: list[Step], quarter: Quarter) -> str:
    """前三季度：10 项目标，完成 3 项，按计划 6 项，慢了 1 项。"""
    parts = [f"{WORDS[state][0]} {count} 项" for state in (DONE, ON_COURSE, LATE)
             if (count := sum(row.state == state for row in rows))]  # fmt: skip
    return f"到{quarter.year}年{quarter.number * 3}月底，{len(rows)} 项目标{'，'.join(['', *parts])}。"


def year_sheet(told: list[Fact]) -> dict:
    rows = sealed_targets(told)
    if not rows:
        return {}
    return {
        "year": year_of(told), "cards": [card(None, row) for row in rows], "figures": tiles([], len(rows)),
        "basis": facts.value(told, "basis"),
    }  # fmt: skip


def quarter_sheet(told: list[Fact]) -> dict:
    rows, quarter = sealed_steps(told), quarter_of(told)
    if not rows or quarter is None:
        return {}
    late = [row for row in rows if row.state == LATE]
    rest = [row for row in rows if row.state != LATE]
    return {
        "year": quarter.year, "quarter": quarter, "sentence": sentence(rows, quarter),
        "cards": [card(row) for row in (*late, *rest)], "figures": tiles([row.state for row in rows], len(rows)),
        "time_passed": quarter.time_passed,
    }  # fmt: skip
