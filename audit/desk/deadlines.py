"""How long a thing has waited and when it is due. Counted by the clock, night and holidays included: the
calendar of working days comes with the issue on deadlines, and the page says so."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, Subquery
from django.utils import timezone

from ..models import Threshold

# state → key of the threshold that limits it; a referred edition waits for others, its clock stands
LIMITS = {
    "first_review": "first_review_hours",
    "leader_review": "leader_review_hours",
    "principal_review": "leader_review_hours",
    "withhold_review": "leader_review_hours",
    "withdrawn": "confirm_withdrawal_hours",
}
KEYS = tuple(dict.fromkeys(LIMITS.values()))


def with_limits(editions: QuerySet, on: date) -> QuerySet:
    """Annotates the hours of every threshold in force, so that a list costs no query more."""
    for key in KEYS:
        rows = Threshold.objects.in_force(on).filter(key=key).order_by("-valid_from").values("value")
        editions = editions.annotate(**{f"limit_{key}": Subquery(rows[:1])})
    return editions


@dataclass(frozen=True)
class Clock:
    """since: when the thing came here. due: None where nothing limits it."""

    since: datetime
    due: datetime | None
    at: datetime

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < self.at

    @property
    def due_today(self) -> bool:
        return self.due is not None and timezone.localdate(self.due) <= timezone.localdate(self.at)

    @property
    def waited(self) -> str:
        return f"已等 {span(self.at - self.since)}"

    @property
    def due_words(self) -> str:
        if self.due is None:
            return ""
        return f"已超过 {span(self.at - self.due)}" if self.late else f"请在 {moment(self.due)} 前办"


def clock_of(edition, at: datetime) -> Clock:
    """The clock of an edition loaded `with_limits` and its `moved_by`."""
    since = edition.moved_by.at
    hours = getattr(edition, f"limit_{LIMITS[edition.state]}", None) if edition.state in LIMITS else None
    return Clock(since, since + timedelta(hours=hours) if hours else None, at)


def span(length: timedelta) -> str:
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} 分钟"
    hours = minutes // 60
    if hours < 48:
        return f"{hours} 小时"
    return f"{hours // 24} 天" + (f" {hours % 24} 小时" if hours % 24 else "")


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
