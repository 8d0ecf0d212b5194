"""What the addresses of money are tried with: a quarter and a budget 农业农村办 is writing."""

from disclosure.models import Budget, QuarterlyFinance

BY_WORKBOOK = ("admin:disclosure_quarterlyfinance", "admin:disclosure_budget")


def made(kind, world, **own):
    values = {"column": world.town.notices, "unit": world.town.agriculture, "drafter": world.town.reporter.person}
    item = kind.objects.filter(title=own["title"]).first() or kind(**values, **own)
    if item._state.adding:
        item._history_user = world.town.reporter
        item.save()
    return item


ADMIN_OBJECTS = {
    "quarterlyfinance": lambda world: made(QuarterlyFinance, world, title="季度收支", year=2026, quarter=3),
    "budget": lambda world: made(Budget, world, title="预算", year=2026, sort="town_budget"),
}


def arguments(base):
    return {"ending": "csv"} if base == "item_data" else {"year": 2026} if base == "finance_year" else {}
