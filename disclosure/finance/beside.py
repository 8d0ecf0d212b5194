"""What stands on the public page of a quarter or a budget beside its sealed facts: other quarters, the year, files."""

from django.urls import reverse
from django.utils import timezone

from audit.models import Edition

from .amounts import shown
from .budgets import sealed_approval
from .charts import last_four, quarter_bars
from .editions import live_quarters
from .sealed import figures_of
from .sheet import tiles

MOST_TABS = 4


def address(edition: Edition) -> str:
    return reverse("item", args=[edition.registered.slug])


def downloads(edition: Edition) -> list[dict]:
    number = edition.registered.slug
    return [
        {"name": f"{label} 表", "url": reverse("item_data", args=[number, ending])}
        for label, ending in (("Excel", "xlsx"), ("CSV", "csv"))
    ]


def of_quarter(edition: Edition) -> dict:
    """Keys for templates/disclosure/_finance.html."""
    figures, live = figures_of(edition.facts_data), live_quarters()
    if figures is None:
        return {}
    quarter = figures.quarter
    year = {"name": f"{quarter.year}年", "url": reverse("finance_year", args=[quarter.year]), "current": False}
    near = [one for one in live if one.year in (quarter.year, quarter.year - 1)][:MOST_TABS]
    tabs = [
        {
            "name": one.short if one.year == quarter.year else f"{one.year}年{one.short}",
            "url": address(live[one].edition), "current": one == quarter,
        }
        for one in near
    ]  # fmt: skip
    four = quarter_bars(last_four(live, quarter), address, quarter)
    before = live.get(quarter.before())
    return {
        "quarters": [*tabs, year],
        "four": four if len(four) > 1 else [],
        "downloads": downloads(edition),
        "figures": _with_before(tiles(figures), before.figures if before else None),
    }


def _with_before(own: list[dict], before) -> list[dict]:
    """上季 … under income and spending, where the quarter before is public."""
    if before:
        for tile, amount in zip(own, (before.income.total.quarter, before.spending.total.quarter), strict=False):
            tile["note"] = f"上季 {shown(amount)}"
    return own


def of_budget(edition: Edition) -> dict:
    """Keys for templates/disclosure/_budget.html: whether it came in time, the year it belongs to."""
    approval = sealed_approval(edition.facts_data)
    if approval is None:
        return {"downloads": downloads(edition)}
    first = timezone.localtime(edition.registered.first_published_at).date()
    return {
        "downloads": downloads(edition),
        "in_time": approval.told(first),
        "late": approval.days_late(first) > 0,
        "year_url": reverse("finance_year", args=[approval.year]),
    }


def of_village(edition: Edition) -> dict:
    """Keys for templates/disclosure/_village_finance.html."""
    return {"downloads": downloads(edition)}
