"""Celery tasks of the record. Each re-reads the state it acts on, catches up, and may run twice."""

from celery import shared_task

from . import duties, outbox, schedule, watch
from .desk import calls, notices, weekly  # noqa: F401 (notices follow the ledger)
from .screening import held, originals, rescan, worker

STRETCH = 100  # rows a follower reads in one task: whoever ends the portal waits for one task at most


@shared_task
def follow_ledger() -> dict[str, int]:
    """After every act, and every minute: whoever must act next on something urgent is called."""
    done = {name: outbox.follow(name, follower, STRETCH) for name, follower in outbox.FOLLOWERS.items()}
    if STRETCH in done.values():
        outbox.wake_worker()  # there is more to read
    return done | {"called": calls.make_due(), "duties": duties.look()}


@shared_task
def scan_files() -> int:
    """Files that take long to look through; woken by an upload, and by the clock for what was missed."""
    return worker.step()


@shared_task
def run_due() -> dict[str, int]:
    """Every minute: publish what is due, take down what ran out, open cases, follow the ledger, find again what is due on
    whose desk, once a day verify it,
    erase the originals whose time is over and raw lists nobody went on with, screen again what is public or waiting
    where the rules improved, once a week tell leaders what went out in their names."""
    done = schedule.run_due() | follow_ledger() | {"looked": watch.look_daily(), "originals": originals.erase_due()}
    done |= {"rescanned": rescan.step(), "scanned": worker.step(), "told": weekly.tell()}
    return done | {"unheld": held.sweep()}
