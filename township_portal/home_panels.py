"""What the board at home tells out of sealed facts: the newest quarter's money, who leads the town, what it promised.

Pure: editions with their facts in, rows for the templates out; nothing where nothing is public.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from audit.models import Edition
from disclosure.columns import row_of
from disclosure.finance.editions import QUARTERLY
from disclosure.finance.sealed import figures_of
from disclosure.finance.sheet import bars, tiles
from disclosure.organisation import leaders_in
from disclosure.targets.editions import PROGRESS, TARGETS
from disclosure.targets.rows import LATE, quarter_of, sealed_steps, sealed_targets, year_of
from disclosure.targets.sheet import card, sentence

LEADERSHIP = "leadership"
KINDS = (QUARTERLY, LEADERSHIP, TARGETS, PROGRESS)
RECENT = timedelta(days=400)  # what the board tells of money and targets is not older
LARGEST, LEADERS, MATTERS = 5, 6, 5


def money(editions: Iterable[Edition]) -> dict | None:
    """The newest quarter: income and spending, and where most of it went."""
    told = [(figures, one) for one in editions if one.kind == QUARTERLY and (figures := figures_of(one.facts_data))]
    if not told:
        return None
    figures, edition = max(told, key=lambda pair: pair[0].quarter)
    return {
        "quarter": figures.quarter, "url": row_of(edition).url, "figures": tiles(figures)[:2],
        "bars": bars(figures.spending)[:LARGEST], "unit": edition.unit.short_name, "day": _day(edition),
    }  # fmt: skip


def leaders(editions: Iterable[Edition], today: date) -> dict | None:
    edition = next((one for one in editions if one.kind == LEADERSHIP), None)
    serving = [one for one in leaders_in(edition.facts_data) if not one.gone(today)] if edition else []
    if not edition or not serving:
        return None
    return {"leaders": serving[:LEADERS], "count": len(serving), "unit": edition.unit.short_name, "day": _day(edition)}


def targets(editions: Iterable[Edition]) -> dict | None:
    """The newest quarter's progress, what is late first; before the first quarter the promise alone."""
    told = [(quarter, one) for one in editions if one.kind == PROGRESS and (quarter := quarter_of(one.facts_data))]
    if told:
        quarter, edition = max(told, key=lambda pair: pair[0])
        steps = sealed_steps(edition.facts_data)
        cards = [card(step) for step in sorted(steps, key=lambda step: step.state != LATE)]
        return {"year": quarter.year, "sentence": sentence(steps, quarter)} | _matters(cards, edition)
    promised = [(year, one) for one in editions if one.kind == TARGETS and (year := year_of(one.facts_data))]
    if not promised:
        return None
    year, edition = max(promised, key=lambda pair: pair[0])
    return {"year": year} | _matters([card(None, row) for row in sealed_targets(edition.facts_data)], edition)


def _matters(cards: list, edition: Edition) -> dict:
    return {"cards": cards[:MATTERS], "count": len(cards), "unit": edition.unit.short_name, "day": _day(edition)}


def _day(edition: Edition) -> date:
    return timezone.localtime(edition.published_at).date()
