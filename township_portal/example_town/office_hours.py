"""When the example town's people are at their desks: office hours on working days, 2024-12 to 2026-11.

Source of the days off and the working weekends: the State Council's yearly notices (domain.md §13).
"""

from datetime import date, datetime, time, timedelta

MORNING, NOON = time(8, 10), time(11, 50)
AFTERNOON, EVENING = time(14, 10), time(17, 20)

_OFF = (
    ("2025-01-01", 1), ("2025-01-28", 8), ("2025-04-04", 3), ("2025-05-01", 5), ("2025-05-31", 3),
    ("2025-10-01", 8), ("2026-01-01", 3), ("2026-02-15", 9), ("2026-04-04", 3), ("2026-05-01", 5),
    ("2026-06-19", 3), ("2026-09-25", 3), ("2026-10-01", 7),
)  # fmt: skip
DAYS_OFF = {date.fromisoformat(first) + timedelta(days=n) for first, days in _OFF for n in range(days)}
WORKING_WEEKENDS = {
    date.fromisoformat(day)
    for day in (
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14",
        "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    )
}  # fmt: skip


def is_working_day(day: date) -> bool:
    return day in WORKING_WEEKENDS or (day.weekday() < 5 and day not in DAYS_OFF)


def later(at: datetime, minutes: int) -> datetime:
    """The moment when that many office minutes have passed since `at`."""
    left = timedelta(minutes=minutes)
    while True:
        at = _at_desk(at)
        ends = datetime.combine(at.date(), NOON if at.time() < NOON else EVENING, at.tzinfo)
        if at + left <= ends:
            return at + left
        left -= ends - at
        at = ends


def _at_desk(at: datetime) -> datetime:
    """`at` itself within office hours, else the next time somebody sits down."""
    while True:
        if is_working_day(at.date()):
            for start, end in ((MORNING, NOON), (AFTERNOON, EVENING)):
                if at.time() < end:
                    return max(at, datetime.combine(at.date(), start, at.tzinfo))
        at = datetime.combine(at.date() + timedelta(days=1), time(0), at.tzinfo)
