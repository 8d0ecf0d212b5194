"""Files that take long, looked through one after the other in a process of their own: bounded time, bounded memory.

The rows say what is left to do; whoever comes takes the next one by condition. A worker that died leaves its file
running: after STALE it is taken up again, and after TRIES it counts as one no machine can read.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from .. import clock, files, ledger, rights
from ..models import Attachment, Edition, ScanJob
from . import rescan
from .passages import Reading
from .readers import Limits
from .readers.apart import GAVE_UP, read_apart
from .rules import find
from .scanning import LOST, has_mark, keep, refusal
from .subjects import Subject
from .told import context

log = logging.getLogger(__name__)
THOROUGH = Limits(seconds=240.0)
STALE = timedelta(minutes=8)
TRIES = 3
WAITING, RUNNING, REFUSED = ScanJob.Stage.WAITING, ScanJob.Stage.RUNNING, ScanJob.Stage.REFUSED


def step(limit: int = 20) -> int:
    """Look through the files that wait; how many were done."""
    done = 0
    while done < limit and (job := _next()) is not None:
        try:
            _look(job)
        except Exception:  # one that cannot be looked at must not keep the others waiting; it is stale by and by
            log.exception("file job %s could not be done", job.pk)
        done += 1
    return done


def _next() -> ScanJob | None:
    """Take the oldest one by condition: nought rows means another worker was first."""
    now = clock.now()
    free = Q(stage=WAITING) | Q(stage=RUNNING, started_at__lt=now - STALE)
    for job in ScanJob.objects.filter(free)[:20]:
        taken = ScanJob.objects.filter(free, pk=job.pk, tries=job.tries)
        if taken.update(stage=RUNNING, started_at=now, tries=F("tries") + 1, done=0, total=0):
            job.refresh_from_db()
            return job
    return None


def _look(job: ScanJob) -> None:
    told, subject = context(), Subject(job.sha256, job.name)
    reading = Reading(readable=False, why=GAVE_UP) if job.tries > TRIES else _read(job)
    found = find(reading.passages, told)
    if has_mark(found) and not _in_an_edition(job.sha256):
        _take_away(job)
        return
    with transaction.atomic():
        keep(subject, told, reading, found)
        ScanJob.objects.filter(sha256=job.sha256).exclude(stage=REFUSED).delete()
    rescan.of_file(job.sha256)


def _read(job: ScanJob) -> Reading:
    def progress(done: int, total: int) -> None:
        ScanJob.objects.filter(pk=job.pk).update(done=done, total=total)

    try:
        return read_apart(job.name, files.read(job.sha256), limits=THOROUGH, progress=progress)
    except OSError:
        return Reading(readable=False, why=LOST)


def _in_an_edition(sha256: str) -> bool:
    return Edition.objects.filter(attachments__contains=sha256).exists()


def _take_away(job: ScanJob) -> None:
    """A file with a mark of state secrecy goes; only time and person are recorded, and the clerk is told."""
    system = rights.system_actor()
    with transaction.atomic():
        actor = rights.actor(job.account) if job.account else system
        ledger.append(actor, "classified", visibility="inspection")
        for row in Attachment.objects.filter(sha256=job.sha256):
            row._history_user = system.account  # type: ignore[attr-defined]
            row.delete()
        ScanJob.objects.filter(pk=job.pk).update(stage=REFUSED, name="（文件名不留）", told=refusal()[:300])
    files.destroy(job.sha256)
