"""The daily look: the verifier runs over the whole record and what it found is kept for the inspector; files nothing
refers to go."""

import logging
from datetime import timedelta

from . import clock, sweep, verifier
from .models import Verification

log = logging.getLogger(__name__)
EVERY = timedelta(hours=24)


def look() -> Verification:
    """Run the verifier and keep what it found."""
    started = clock.now()
    found = [str(finding) for finding in verifier.verify()]
    head = verifier.head()
    return Verification.objects.create(
        started_at=started, ended_at=clock.now(), rows=head.rows, head=head.hash, findings=found
    )


def look_daily() -> bool:
    """Look when the last look is a day old: found again after missed nights."""
    last = Verification.objects.first()
    if last and last.started_at > clock.now() - EVERY:
        return False
    if last:  # not in a database begun or restored just now, which may not know its files yet
        _sweep()
    look()
    return True


def _sweep() -> None:
    try:
        if removed := sweep.sweep():
            log.info("removed %d files nothing refers to", removed)
    except OSError:  # the look goes on all the same
        log.exception("the files could not be swept")
