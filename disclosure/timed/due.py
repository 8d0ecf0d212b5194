"""What 今天 asks of who writes and who reviews: the results that notices owe."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from audit import duties, facts
from audit.models import Duty, Edition, HolidayNotice

from .limits import values
from .naming import CONSULTATION, NAMES, NOTICE, RESULT_OF
from .terms import lasting, said

LOOKED_BACK = timedelta(days=400)
MOST = 200
SHOWN = 8
ADD = {NOTICE: "admin:disclosure_noticeresult_add", CONSULTATION: "admin:disclosure_consultationresult_add"}
TERM = {NOTICE: "public_notice_result_work_days", CONSULTATION: "consultation_result_work_days"}
OWED = {NOTICE: "公示期满，要公开结果", CONSULTATION: "征集截止，要公开意见反馈"}


@dataclass(frozen=True)
class Owed:
    """A notice whose time is over and whose result is not public. day: by when it must be."""

    edition: Edition
    ended: date
    day: date

    def late(self, today: date) -> bool:
        return self.day < today


def owed(today: date) -> list[Owed]:
    """The longest waiting first. One query where there is nothing of the kind."""
    kept = ("item_id", "number", "kind", "title", "facts", "state", "expires_on", "unit", "column", "published_at")
    found = Edition.objects.filter(
        kind__in=RESULT_OF, state__in=("published", "expired"), publication__isnull=False, board_only=False,
        published_at__date__gte=today - LOOKED_BACK,
    )  # fmt: skip
    editions = list(found.select_related("unit", "column").only(*kept, "unit__short_name", "column__path")[:MOST])
    over = [(one, until) for one in editions if (until := _until(one)) and until < today]
    if not over:
        return []
    results = Edition.objects.live().filter(kind__in=RESULT_OF.values()).only("facts", "kind", "state", "expires_on")
    answered = {facts.value(one.facts_data, NAMES) for one in results}
    over = [(one, until) for one, until in over if str(one.item_id) not in answered]
    if not over:
        return []
    calendar, terms = HolidayNotice.objects.calendar(), values(today)
    told = [Owed(one, until, calendar.after(until, terms[TERM[one.kind]]).day) for one, until in over]
    return sorted(told, key=lambda one: (one.day, str(one.edition.item_id)))


def _until(edition: Edition) -> date | None:
    return lasting(facts.value(edition.facts_data, "until"))


def results(today: date) -> list[Duty]:
    return [_duty(one, today) for one in owed(today)]


def _duty(one: Owed, today: date) -> Duty:
    edition = one.edition
    due = f"请在{one.day.month}月{one.day.day}日前公开" if not one.late(today) else f"应在{said(one.day)}前公开"
    return Duty(
        title=edition.title, url=reverse("desk:review", args=[edition.item_id]), due=due, late=one.late(today),
        meta=[edition.unit.short_name, f"{OWED[edition.kind]}（{one.ended:%m-%d} 到期）"], button="写结果",
        button_url=f"{reverse(ADD[edition.kind])}?names={edition.item_id}",
        audience=duties.to("review", "draft", unit=edition.unit, column=edition.column),
    )  # fmt: skip


ROOM = duties.Room("results", "期满了，结果还没公开", "公示和意见征集都要有下文。", results, SHOWN)
