"""A live situation statement as pages tell it, from its sealed facts."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from audit import facts
from audit.models import Edition
from disclosure.models import Statement


@dataclass(frozen=True)
class Situation:
    """A live situation statement."""

    title: str
    summary: str
    reason: str
    elsewhere: str
    checked_on: date | None
    next_check_on: date | None
    url: str
    edition: Edition  # read `with_hung()`

    def overdue(self, today: date) -> bool:
        return self.next_check_on is not None and self.next_check_on < today


def statements(editions) -> dict[int, Situation]:
    """Column id → the newest statement live there."""
    rows = editions.with_hung().filter(kind=Statement.KIND).select_related("publication").order_by("published_at")
    rows = rows.defer("body", "attachments", "plain_text", "salts", "digests")
    return {edition.column_id: situation(edition) for edition in rows}


def situation(edition: Edition) -> Situation:
    told = edition.facts_data
    return Situation(
        title=edition.title, summary=edition.summary, reason=facts.value(told, "reason"),
        elsewhere=facts.value(told, "elsewhere"), checked_on=_day(facts.value(told, "checked_on")),
        next_check_on=_day(facts.value(told, "next_check_on")),
        url=reverse("item", args=[edition.registered.slug]), edition=edition,
    )  # fmt: skip


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
