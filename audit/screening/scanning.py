"""Contents are known by SHA-256 and looked through once under one set of rules (`Scan`).

A text and a small file are looked through at once, in seconds; what would take longer is left to the worker
(`ScanJob`, `worker.py`), and nothing that waits for it is submitted or signed.
"""

import hashlib
from dataclasses import asdict

from django.conf import settings
from django.db import transaction

from .. import clock, files, ledger, rights
from ..models import Account, Item, Scan, ScanJob
from .passages import HARD, Finding, Reading
from .readers import Limits, ocr, read, unread
from .readers.gather import TOO_LONG
from .rules import Context, find
from .subjects import Subject, text_passages
from .told import context

QUICK = Limits(seconds=5.0, unpacked=60 * 1024 * 1024)  # of a file that is looked through while somebody waits
SMALL = 8 * 1024 * 1024  # bytes; a larger one goes to the worker unopened
LOST = "文件读不出来，请重新上传。"


class CannotDecide(Exception):
    """A sentence for the person; nothing was written."""


def scans(item: Item, wanted: list[Subject], told: Context) -> list[tuple[Subject, Scan | ScanJob]]:
    """For each content its result under the rules of now, made where there is none yet, or the job that will make it."""
    digests = [subject.sha256 for subject in wanted]
    made = Scan.objects.filter(sha256__in=digests, rules=told.version)
    known: dict[str, Scan | ScanJob] = {row.sha256: row for row in made}
    if len(known) < len(set(digests)):
        jobs = ScanJob.objects.filter(item_id=item.pk, sha256__in=digests).exclude(stage=ScanJob.Stage.REFUSED)
        known |= {row.sha256: row for row in jobs if row.sha256 not in known}
    return [(subject, known.get(subject.sha256) or _now_or_later(item, subject, told)) for subject in wanted]


def _now_or_later(item: Item, subject: Subject, told: Context) -> Scan | ScanJob:
    if subject.parts is not None:
        return _kept(subject, told, Reading(text_passages(subject.parts)))
    if too_long_to_wait(subject.name, subject.size):
        return leave_to_worker(item, subject.sha256, subject.name)
    try:
        reading = _quickly(subject.name, files.read(subject.sha256))
    except OSError:
        reading = Reading(readable=False, why=LOST)
    return _kept(subject, told, reading) if reading else leave_to_worker(item, subject.sha256, subject.name)


def _kept(subject: Subject, told: Context, reading: Reading) -> Scan:
    return keep(subject, told, reading, find(reading.passages, told))


def too_long_to_wait(name: str, size: int) -> bool:
    """Large files, and with OCR installed whatever it may have to read: 20 seconds a page."""
    pictured = name.lower().endswith((".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp"))
    return size > SMALL or (pictured and ocr.installed())


def _quickly(name: str, data: bytes) -> Reading | None:
    """None where the time was not enough."""
    reading = read(name, data, limits=QUICK)
    return None if TOO_LONG in reading.needs_eyes or (not reading.readable and reading.why == TOO_LONG) else reading


def leave_to_worker(item: Item, sha256: str, name: str, account: Account | None = None) -> ScanJob:
    values = {"name": name[:120], "account": account, "asked_at": clock.now()}
    job, new = ScanJob.objects.get_or_create(item_id=item.pk, sha256=sha256, defaults=values)
    if not new and job.stage == ScanJob.Stage.REFUSED:  # the same file once more
        job.stage, job.tries, job.told, job.started_at = ScanJob.Stage.WAITING, 0, "", None
        job.save()
    transaction.on_commit(_wake_worker)
    return job


def _wake_worker() -> None:
    from ..tasks import scan_files

    try:
        scan_files.apply_async(retry=False, ignore_result=True)
    except Exception:  # the queue is a hint: the schedule comes by every minute
        return


def has_mark(found: list[Finding]) -> bool:
    return any(finding.rule == "classified" and finding.severity == HARD for finding in found)


def refusal() -> str:
    return (
        f"文件带有国家秘密标志，没有保存。请马上停手，不要转发、不要另存，打党政办 {settings.TOWN_PHONE} 找保密员处理。"
    )


def keep_out_classified(account: Account, name: str, data: bytes) -> bool:
    """Before a file is kept: one with a mark of state secrecy is not, and only time and person are recorded.

    False where it takes too long to know while somebody waits: the worker looks, and takes it away again.
    """
    subject, told = Subject(hashlib.sha256(data).hexdigest(), name), context()
    if Scan.objects.filter(sha256=subject.sha256, rules=told.version).exists():
        return True
    if too_long_to_wait(name, len(data)) or (reading := _quickly(name, data)) is None:
        return False
    found = find(reading.passages, told)
    if has_mark(found):
        ledger.record(rights.actor(account), "classified", visibility="inspection")
        raise CannotDecide(refusal())
    keep(subject, told, reading, found)
    return True


def read_unkept(account: Account, name: str, data: bytes) -> Reading:
    """Read a file that will not be kept: nothing of what is found in it is stored; one marked secret is refused."""
    reading = read(name, data)
    if has_mark(find(reading.passages, context())):
        ledger.record(rights.actor(account), "classified", visibility="inspection")
        raise CannotDecide(refusal())
    return reading


def keep(subject: Subject, told: Context, reading: Reading, found: list[Finding]) -> Scan:
    values = {
        "readable": reading.readable, "why": reading.why[:300], "needs_eyes": unread(reading),
        "notes": reading.notes, "findings": [asdict(finding) for finding in found], "scanned_at": clock.now(),
    }  # fmt: skip
    return Scan.objects.get_or_create(sha256=subject.sha256, rules=told.version, defaults=values)[0]
