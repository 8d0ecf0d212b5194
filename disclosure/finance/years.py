"""/finance/: the town's money year by year, derived from what is public now."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.models import Edition
from audit.models.edition import being_corrected
from disclosure.tree import breadcrumb, tree_of

from .amounts import shown
from .beside import address
from .budgets import BUDGET, Approval, sealed_approval
from .charts import quarter_bars
from .editions import MOST, Published, live_quarters
from .figures import Figures
from .quarters import Quarter
from .sheet import bars, table, used_bars

COLUMN = "quarterly-finance"  # where the menu stands while one reads; nothing depends on its being there


@dataclass(frozen=True)
class PublishedBudget:
    """A budget or final account as residents read it now."""

    edition: Edition
    approval: Approval

    @property
    def row(self) -> dict:
        first = timezone.localtime(self.edition.registered.first_published_at).date()
        return {
            "title": self.edition.title, "url": address(self.edition), "published_on": first,
            "approved_on": self.approval.on, "told": self.approval.told(first),
            "late": self.approval.days_late(first) > 0, "sort": self.approval.sort, "hung": bool(self.edition.hung_at),
        }  # fmt: skip


def live_budgets() -> list[PublishedBudget]:
    """Every budget and final account that is public; one query."""
    shown_now = Edition.objects.live().with_hung().filter(kind=BUDGET).select_related("publication")
    kept = shown_now.only("item_id", "number", "kind", "title", "facts", "state", "expires_on", "publication")
    found = [(edition, sealed_approval(edition.facts_data)) for edition in kept.order_by("-published_at")[:MOST]]
    return [PublishedBudget(edition, approval) for edition, approval in found if approval]


@require_safe
def finance(request: HttpRequest) -> HttpResponse:
    """The newest year there is."""
    quarters, budgets = live_quarters(), live_budgets()
    years = _years(quarters, budgets)
    return _page(request, years[0] if years else None, quarters, budgets)


@require_safe
def finance_year(request: HttpRequest, year: int) -> HttpResponse:
    quarters, budgets = live_quarters(), live_budgets()
    if year not in _years(quarters, budgets):
        raise Http404
    return _page(request, year, quarters, budgets)


def _years(quarters: dict[Quarter, Published], budgets: list[PublishedBudget]) -> list[int]:
    return sorted({quarter.year for quarter in quarters} | {one.approval.year for one in budgets}, reverse=True)


def _page(
    request: HttpRequest, year: int | None, quarters: dict[Quarter, Published], budgets: list[PublishedBudget]
) -> HttpResponse:  # fmt: skip
    node = tree_of(request).by_slug.get(COLUMN)
    if node:
        request.section = node.root.slug  # type: ignore[attr-defined]
    own = [one for quarter, one in sorted(quarters.items()) if quarter.year == year]
    order = ("town_budget", "town_accounts", "unit_budget", "unit_accounts")
    rows = [one.row for one in budgets if one.approval.year == year]
    context = {
        "year": year,
        "years": [
            {"year": one, "url": reverse("finance_year", args=[one]), "current": one == year}
            for one in _years(quarters, budgets)
        ],
        "quarters": quarter_bars(own, address),
        "missing": [Quarter(year, number).short for number in _gaps(own)] if year else [],
        "so_far": _so_far(own[-1]) if own else None,
        "budgets": sorted(rows, key=lambda row: (order.index(row["sort"]), row["title"])),
        "column": node,
        "being_corrected": being_corrected(*(one.edition for one in own)),
        "breadcrumb": breadcrumb([], f"{year}年财政收支" if year else "财政收支"),
    }
    return render(request, "public/finance.html", context)


def _gaps(own: list[Published]) -> list[int]:
    """Quarters before the newest one of the year that are not public."""
    there = {one.quarter.number for one in own}
    return [number for number in range(1, max(there, default=0)) if number not in there]


def _so_far(newest: Published) -> dict:
    """The year up to its newest quarter, from that quarter's cumulative column."""
    figures = newest.figures
    cumulative = _with_cumulative(figures)
    return {
        "quarter": newest.quarter,
        "url": address(newest.edition),
        "figures": [
            {"label": f"{newest.quarter.so_far}收入", "value": shown(figures.income.total.cumulative), "unit": "万元"},
            {"label": f"{newest.quarter.so_far}支出", "value": shown(figures.spending.total.cumulative), "unit": "万元"},
            {"label": "全年预算支出", "value": shown(figures.spending.total.budget), "unit": "万元"},
            {"label": "预算用了", "value": figures.spending.total.used or "—", "unit": "%" if figures.spending.total.used else "",
             "note": f"时间过了 {newest.quarter.time_passed}%"},
        ],
        "spending": bars(cumulative),
        "used": used_bars(figures, set()),
        "table": table("支出", figures.spending, figures),
    }  # fmt: skip


def _with_cumulative(figures: Figures):
    """The spending side with the cumulative amounts in the quarter's place: for bars of the year."""
    lines = [replace(line, quarter=line.cumulative) for line in figures.spending.lines]
    return replace(figures.spending, lines=lines)
