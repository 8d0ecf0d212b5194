"""The time of every act is the server's. Only the example town's loader may set it, and the ledger
rows written meanwhile say so (`clock = "example"`); production refuses a database that holds them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_set_to: ContextVar[datetime | None] = ContextVar("example_clock", default=None)


def now() -> datetime:
    return _set_to.get() or timezone.now()


def name() -> str:
    return "example" if _set_to.get() else "server"


def microseconds(at: datetime) -> int:
    """Whole microseconds since 1970 UTC; integers survive every database unchanged."""
    return (at - EPOCH) // timedelta(microseconds=1)


def from_microseconds(value: int) -> datetime:
    return EPOCH + timedelta(microseconds=value)


@contextmanager
def example_clock(at: datetime) -> Iterator[None]:
    token = _set_to.set(at)
    try:
        yield
    finally:
        _set_to.reset(token)


def local_date(at: datetime) -> date:
    """The calendar day in the town (Asia/Shanghai) at a moment."""
    return timezone.localtime(at).date()
