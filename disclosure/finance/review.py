"""What both reviewers see first: this quarter beside the one before, and the written reasons. Pure."""

from decimal import Decimal

from audit.facts import Fact, rows, value

from .amounts import shown
from .figures import Entry, Figures, progress
from .sealed import LAGS, NOTES, figures_of


def beside_the_quarter_before(facts: list[Fact], before: Figures | None) -> dict:
    """Context of templates/disclosure/_finance_review.html; {} where the content was erased."""
    figures = figures_of(facts)
    if figures is None:
        return {}
    reasons = [(label, value(facts, key)) for key, label in NOTES.items() if value(facts, key)]
    reasons += [(f"{row[0]}为什么慢", row[1]) for row in rows(facts, LAGS)]
    return {
        "quarter": figures.quarter,
        "before": before.quarter if before else None,
        "head": ["万元", "本季", "上季", "相差"],
        "rows": _rows(figures, before),
        "progress": progress(figures),
        "reasons": reasons,
    }


def _rows(figures: Figures, before: Figures | None) -> list[list[str]]:
    found = [
        _row("收入合计", figures.income.total, before.income.total if before else None),
        *[
            _row(f"　{line.name}", line, before.income.line(line.name) if before else None)
            for line in figures.income.lines
        ],
        _row("支出合计", figures.spending.total, before.spending.total if before else None),
        *[
            _row(f"　{line.name}", line, before.spending.line(line.name) if before else None)
            for line in figures.spending.lines
        ],
        _row("“三公”经费", figures.three.total, before.three.total if before else None),
    ]
    return [*found, _told("季末结余", figures.closing, before.closing if before else None)]


def _row(name: str, line: Entry, was: Entry | None) -> list[str]:
    return _told(name, line.quarter, was.quarter if was else None)


def _told(name: str, now: Decimal | None, was: Decimal | None) -> list[str]:
    change = now - was if now is not None and was is not None else None
    signed = "" if change is None else "一样" if not change else f"{'+' if change > 0 else '−'}{shown(abs(change))}"
    return [name, shown(now) or "—", shown(was) or "—", signed or "—"]
