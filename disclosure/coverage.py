"""/disclosure/coverage/: what articles 20 and 21 ask, item by item, and where it is. /desk/catalogue/: the same look
for staff, with what is empty, unexplained or stale.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit import clock, rights
from audit.desk.frame import frame, staff_page
from audit.models import Column
from disclosure.columns import meta_tags, open_section
from disclosure.holdings import Holding, Holdings, holdings, holdings_of, is_stale, stale_days
from disclosure.models import StatutoryItem
from disclosure.tree import Tree, breadcrumb


@dataclass
class Covered:
    """One item of the regulation. places: the public columns it is mapped to."""

    item: StatutoryItem
    places: list[Holding]

    @property
    def count(self) -> int:
        return sum(place.count for place in self.places)

    @property
    def updated(self) -> str:
        newest = max((place.newest for place in self.places if place.newest), default=None)
        return f"{timezone.localtime(newest):%Y-%m-%d}" if newest else ""

    @property
    def explained(self) -> list[Holding]:
        return [place for place in self.places if place.statement and not place.count]

    @property
    def responsible(self):
        return next((p.node.column.responsible_unit for p in self.places if p.node.column.responsible_unit), None)


def covered(found: Holdings, on: date) -> list[Covered]:
    """In the order of the regulation; a mapped column residents may not know of is not named."""
    return [
        Covered(item, [found.of(found.tree.by_slug[slug]) for slug in item.columns if slug in found.tree.by_slug])
        for item in StatutoryItem.objects.in_force(on)
    ]


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    node, today = open_section(request), clock.local_date(clock.now())
    rows = covered(holdings_of(request), today)
    articles = [
        {
            "title": title,
            "note": note,
            "rows": [row for row in rows if row.item.article == article],
            "source": next((row.item.source for row in rows if row.item.article == article), ""),
        }
        for article, title, note in (
            (20, "第二十条", "每个行政机关都要主动公开"),
            (21, "第二十一条", "乡镇还要主动公开"),
        )
    ]
    context = {
        "articles": articles,
        "total": len(rows),
        "filled": sum(bool(row.count) for row in rows),
        "explained": sum(not row.count and bool(row.explained) for row in rows),
        "open": sum(not row.count and not row.explained for row in rows),
        "today": today,
        "town_phone": settings.TOWN_PHONE,
        "breadcrumb": breadcrumb([node] if node else [], "法定公开事项对照"),
    }
    return render(request, "public/coverage.html", context | (meta_tags(node, "法定公开事项对照") if node else {}))


@staff_page
@require_safe
def upkeep(request: HttpRequest) -> HttpResponse:
    """For who drafts, reviews or leads: the columns that are empty without a word, overdue or stale."""
    if not any(
        rights.can(request.user, right) for right in ("review", "lead", "countersign", "inspect", "draft", "administer")
    ):
        raise Http404
    today = clock.local_date(clock.now())
    context = shortfalls(tree := public_tree(), today)
    rows = covered(holdings(tree), today)
    context |= {
        "uncovered": [row for row in rows if not row.count and not row.explained],
        "may_write": rights.can(request.user, "draft"),
    }
    return render(request, "desk/catalogue.html", context | frame(request))


def public_tree() -> Tree:
    return Tree(Column.objects.public().select_related("responsible_unit", "counter"))


def shortfalls(tree: Tree, today: date) -> dict:
    """What the desk and its page tell of the columns: lists of Holding (3 queries)."""
    found, limits = holdings(tree), stale_days(today)
    leaves = found.leaves()
    return {
        "empty": [one for one in leaves if one.state == "empty"],
        "overdue": [one for one in leaves if one.state == "explained" and one.statement.overdue(today)],
        "explained": [one for one in leaves if one.state == "explained" and not one.statement.overdue(today)],
        "stale": [one for one in leaves if is_stale(one, limits, today)],
        "leaves": leaves,
        "today": today,
    }
