"""Celery tasks of the site. Each re-reads the state it acts on, catches up, and may run twice."""

from celery import shared_task

from .search import follow


@shared_task
def keep_search() -> dict[str, int]:
    """Every minute: read attachments that are due, and once a day compare the index with what is public."""
    return {"read": follow.read_files(), "compared": follow.reconcile_daily()}
