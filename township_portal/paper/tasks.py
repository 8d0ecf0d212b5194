"""Paper in the background. The rows are the queue; a task only says that there may be one."""

import logging

from celery import shared_task

from . import runs

log = logging.getLogger(__name__)


@shared_task
def print_waiting() -> int:
    return runs.make_waiting()


def wake() -> None:
    """Call after the commit. Without a queue the clock comes by within the minute."""
    try:
        print_waiting.apply_async(retry=False, ignore_result=True)
    except Exception:
        log.warning("the work queue cannot be reached; the schedule will make the run")
