"""The three sections of a village's board 党务、村务、财务: what each must show, and whether this quarter's is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .models import BoardMatter

DONE, WAITING, LATE = "done", "waiting", "late"


@dataclass(frozen=True)
class Standing:
    """state: done, waiting or late; "" where the section has no day of its own."""

    state: str
    text: str


def first_of_quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def due(matters: Iterable[BoardMatter], today: date) -> date | None:
    """The last day of this quarter's round: the earliest any quarterly matter asks for."""
    days = [one.by_day for one in matters if one.often == BoardMatter.Often.QUARTERLY and one.by_day]
    return first_of_quarter(today).replace(day=min(days)) if days else None


def standing(matters: Iterable[BoardMatter], newest: date | None, today: date) -> Standing:
    """newest: the day the section's last item was first published, None where nothing is there."""
    last_day = due(matters, today)
    if last_day is None:
        return Standing("", "")
    if newest and newest >= first_of_quarter(today):
        return Standing(DONE, f"这一季已经公开（{newest.month}月{newest.day}日）")
    if today <= last_day:
        return Standing(WAITING, f"这一季的在{last_day.month}月{last_day.day}日前公开")
    return Standing(LATE, f"应在{last_day.month}月{last_day.day}日前公开，网上还没有")
