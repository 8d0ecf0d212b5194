"""How long a thing has waited and when it is due. The limits of the two reviews count the hours of working days, nights
included; a withdrawal is confirmed by the clock, holiday or not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from .. import clock
from ..models import HolidayNotice, LedgerEntry, Threshold
from ..working_days import UNANNOUNCED, Calendar

# state → key of the threshold that limits it; a referred edition waits for others, its clock stands
LIMITS = {
    "first_review": "first_review_hours",
    "leader_review": "leader_review_hours",
    "principal_review": "leader_review_hours",
    "withhold_review": "leader_review_hours",
    "withdrawn": "confirm_withdrawal_hours",
}
BY_THE_CLOCK = ("withdrawn",)
KEYS = tuple(dict.fromkeys(LIMITS.values()))


def with_limits(editions: QuerySet, on: date) -> QuerySet:
    """Annotates the hours of every threshold in force, so that a list costs no query more."""
    for key in KEYS:
        rows = Threshold.objects.in_force(on).filter(key=key).order_by("-valid_from").values("value")
        editions = editions.annotate(**{f"limit_{key}": Subquery(rows[:1])})
    return editions.annotate(referred_us=_last("refer"), passed_us=_last("pass"))


def _last(act: str) -> Subquery:
    rows = LedgerEntry.objects.filter(item_uuid=OuterRef("item_id"), edition_number=OuterRef("number"), act=act)
    return Subquery(rows.order_by("-number").values("at_us")[:1])


@dataclass(frozen=True)
class Clock:
    """since: when the thing came here. due: None where nothing limits it. provisional: the due day may still move."""

    since: datetime
    due: datetime | None
    at: datetime
    over: timedelta = timedelta()  # how much of the limit's own time has passed since it was due
    provisional: bool = False

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < self.at

    @property
    def due_today(self) -> bool:
        return self.due is not None and _last_day(self.due) <= timezone.localdate(self.at)

    @property
    def waited(self) -> str:
        return f"已等 {span(self.at - self.since)}"

    @property
    def due_words(self) -> str:
        if self.due is None:
            return ""
        note = f"（{UNANNOUNCED}）" if self.provisional else ""
        return f"已超过 {span(self.over)}" if self.late else f"请在 {limit_of(self.due)} 前办{note}"


def calendar() -> Calendar:
    """The working days as the town has them now (1 query)."""
    return HolidayNotice.objects.calendar()


def clock_of(edition, at: datetime, days: Calendar) -> Clock:
    """The clock of an edition loaded `with_limits` and its `moved_by`."""
    since = timezone.localtime(edition.moved_by.at)
    hours = getattr(edition, f"limit_{LIMITS[edition.state]}", None) if edition.state in LIMITS else None
    if not hours:
        return Clock(since, None, at)
    if edition.state in BY_THE_CLOCK:
        due = since + timedelta(hours=hours)
        return Clock(since, due, at, at - due)
    due = days.later(since, hours - _used(edition, days))
    over = days.passed(due, timezone.localtime(at)) if due < at else timedelta()
    return Clock(since, due, at, over, days.provisional(since, due))


def _used(edition, days: Calendar) -> float:
    """Hours of the limit that had passed when the edition was sent to the review body: its clock goes on from there."""
    if edition.moved_by.act != "resume" or not (edition.referred_us and edition.passed_us):
        return 0.0
    begun, referred = (
        timezone.localtime(clock.from_microseconds(us)) for us in (edition.passed_us, edition.referred_us)
    )
    return days.passed(begun, referred) / timedelta(hours=1)


def _last_day(due: datetime) -> date:
    """Midnight ends the day before it."""
    return timezone.localdate(due - timedelta(microseconds=1))


def limit_of(due: datetime) -> str:
    local = timezone.localtime(due)
    if local.hour or local.minute:
        return moment(due)
    day = _last_day(due)
    return f"{day.month}月{day.day}日 24:00"


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
