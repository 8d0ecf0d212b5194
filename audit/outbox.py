"""The ledger is the outbox: each follower keeps a cursor "done up to row n"; committing only wakes them.

A lost wake loses nothing: the schedule runs the followers too, and each reads on from its cursor.
What must be true when an act commits (a withdrawn text is in no index) is done inside its transaction.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction

from .models import Cursor, LedgerEntry

log = logging.getLogger(__name__)
Follower = Callable[[LedgerEntry], None]
FOLLOWERS: dict[str, Follower] = {}
AT_ONCE: list[Follower] = []  # what a withdrawal wants done before its request is answered
INSIDE: dict[str, Follower] = {}  # what must be true when the act commits: nothing withdrawn in the search index


def wake(row: LedgerEntry) -> None:
    """Call inside the act's transaction: after the commit the followers are told there is work."""
    for follower in INSIDE.values():
        follower(row)
    if row.act == "withdraw":
        for follower in AT_ONCE:
            transaction.on_commit(partial(follower, row), robust=True)
    transaction.on_commit(wake_worker)


def wake_worker() -> None:
    from .tasks import follow_ledger

    try:
        follow_ledger.apply_async(retry=False, ignore_result=True)
    except Exception:  # the queue is a hint: the schedule catches up when it is back
        log.warning("the work queue cannot be reached; the schedule will catch up")


def follow(name: str, follower: Follower, limit: int = 500) -> int:
    """Let one follower read on from its cursor; each row is done in a transaction with the cursor.

    A row it fails on is not lost: the follower stops before it and tries again at the next wake. Others go on.
    """
    done = 0
    for number in _numbers_after(name, limit):
        try:
            done += _follow_one(name, follower, number)
        except Exception:
            log.exception("follower %s stopped before row %s and will try again", name, number)
            break
    return done


def _follow_one(name: str, follower: Follower, number: int) -> int:
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update().get(name=name)
        if cursor.done_up_to >= number:
            return 0  # another worker was here
        follower(LedgerEntry.objects.get(number=number))
        cursor.done_up_to = number
        cursor.save()
        return 1


def _numbers_after(name: str, limit: int) -> Iterable[int]:
    cursor, _ = Cursor.objects.get_or_create(name=name)
    rows = LedgerEntry.objects.filter(number__gt=cursor.done_up_to).order_by("number")
    return list(rows.values_list("number", flat=True)[:limit])
