"""Several quarters side by side, derived from what is public now: bars and their table. Pure."""

from collections.abc import Callable, Iterable, Mapping

from .amounts import shown
from .editions import Published
from .figures import ZERO
from .quarters import Quarter
from .sheet import width


def last_four(live: Mapping[Quarter, Published], quarter: Quarter) -> list[Published]:
    """The quarter and the three before it that are public, oldest first; a withdrawn one is left out."""
    wanted, found = quarter, []
    for _ in range(4):
        if wanted in live:
            found.append(live[wanted])
        wanted = wanted.before()
    return found[::-1]


def quarter_bars(published: Iterable[Published], address: Callable, current: Quarter | None = None) -> list[dict]:
    """Rows of templates/disclosure/_quarters.html. address: an edition → where residents read it."""
    rows = list(published)
    totals = [(one.figures.income.total.quarter, one.figures.spending.total.quarter) for one in rows]
    most = max([amount or ZERO for pair in totals for amount in pair], default=ZERO)
    return [
        {
            "name": one.quarter.short, "year": one.quarter.year, "current": one.quarter == current,
            "url": address(one.edition), "income": shown(income), "spending": shown(spending),
            "closing": shown(one.figures.closing), "income_percent": width(income, most),
            "spending_percent": width(spending, most), "corrected": bool(one.edition.meta_data.get("correction_note")),
            "hung": bool(one.edition.hung_at),
        }
        for one, (income, spending) in zip(rows, totals, strict=True)
    ]  # fmt: skip
