"""The year's figures of 宣传: campaigns held, leaflets printed, households reached. The annual report asks `year_totals`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractYear

from .models import Outreach

TOWN = "全镇"


@dataclass(frozen=True)
class Totals:
    """Of one village, of all, or of one year."""

    name: str
    times: int
    printed: int
    households: int


@dataclass(frozen=True)
class YearTotals:
    """villages: in their order, what was for the whole town last; those with nothing are left out."""

    year: int
    villages: list[Totals]

    @property
    def whole(self) -> Totals:
        return summed(self.villages)


def year_totals(year: int) -> YearTotals:
    """Of the year by the day a campaign was held; what was struck out counts nowhere. One query."""
    rows = Outreach.objects.counted().in_year(year).values("village__short_name", "village__order")
    by_village = rows.order_by(F("village__order").asc(nulls_last=True), "village__short_name")
    return YearTotals(year, _counted(by_village, "village__short_name", lambda name: name or TOWN))


def every_year() -> list[Totals]:
    """One line a year in which something was done, the newest first. One query."""
    by_year = Outreach.objects.counted().annotate(year=ExtractYear("held_on")).values("year").order_by("-year")
    return _counted(by_year, "year", lambda year: f"{year}年")


def summed(rows: Iterable[Totals]) -> Totals:
    rows = list(rows)
    return Totals("合计", *(sum(getattr(one, name) for one in rows) for name in ("times", "printed", "households")))


def _counted(rows: QuerySet[Outreach, dict], key: str, named: Callable) -> list[Totals]:
    """rows: as `values` gives what they are added up by."""
    told = rows.annotate(times=Count("pk"), copies=Sum("printed"), reached=Sum("households"))
    return [Totals(named(row[key]), row["times"], row["copies"], row["reached"]) for row in told]
