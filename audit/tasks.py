"""Celery tasks of the record. Each re-reads the state it acts on, catches up, and may run twice."""

from celery import shared_task

from . import outbox, schedule


@shared_task
def follow_ledger() -> dict[str, int]:
    return {name: outbox.follow(name, follower) for name, follower in outbox.FOLLOWERS.items()}


@shared_task
def run_due() -> dict[str, int]:
    """Every minute: publish what is due, take down what ran out, open cases, then follow the ledger."""
    done = schedule.run_due()
    return done | follow_ledger()


@shared_task
def verify_nightly() -> int:
    """Look over the whole record and keep what was found; the number of findings."""
    from .inspection.chain import look

    return len(look().findings)
