"""Files nothing refers to: of an upload whose transaction went back, of a process that was killed. No erasure would
ever reach them, so once a day they go. What anything refers to stays, and so does whatever is not a day old."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from .models import Attachment, Edition, Item
from .models.item import kinds

GRACE = 24 * 3600  # seconds: no upload takes longer from the file to the row that names it
FOLDER = "[0-9a-f][0-9a-f]"
DIGEST = re.compile(r"[0-9a-f]{64}")
REFERRERS: list[Callable[[str], bool]] = []  # what an app above keeps by SHA-256: does it know this one?
TEMPORARY = "tmp"  # how `files.put` names what it is still writing
GOING = ".going"


def sweep() -> int:
    """Remove them; returns how many."""
    root, before = Path(settings.FILES_ROOT), time.time() - GRACE
    _put_back(root)
    known = {*_digests(Attachment.objects), *_digests(Attachment.history)}
    removed = 0
    for path in root.glob(f"{FOLDER}/*"):
        if path.name in known or not (DIGEST.fullmatch(path.name) or path.name.startswith(TEMPORARY)):
            continue
        try:
            if path.stat().st_mtime < before and not is_referred_to(path.name):
                removed += _remove(path, before)
        except FileNotFoundError:  # its upload ended, or somebody else sweeps
            continue
    return removed


def is_referred_to(sha256: str) -> bool:
    """By an attachment, a save that was not erased, an edition or a draft - as a file or as a picture in the text."""
    if not DIGEST.fullmatch(sha256):
        return False
    texts = [Item.objects, *(kind.history for kind in kinds().values())]  # type: ignore[attr-defined]
    return (
        Attachment.objects.filter(sha256=sha256).exists()
        or Attachment.history.filter(sha256=sha256).exists()
        or Edition.objects.filter(Q(attachments__contains=sha256) | Q(body__contains=sha256)).exists()
        or any(rows.filter(body__contains=sha256).exists() for rows in texts)
        or any(knows(sha256) for knows in REFERRERS)
    )


def _digests(rows) -> set[str]:
    return set(rows.values_list("sha256", flat=True).distinct())


def _remove(path: Path, before: float) -> bool:
    """Out of the way first, then a second look: the same bytes may have been uploaded again this very moment, which
    makes them new (`files.put`)."""
    going = path.with_name(path.name + GOING)
    os.replace(path, going)
    if going.stat().st_mtime >= before:
        os.replace(going, path)
        return False
    going.unlink()
    return True


def _put_back(root: Path) -> None:
    """What a sweep that was killed had set aside is looked at again from the beginning."""
    for going in root.glob(f"{FOLDER}/*{GOING}"):
        os.replace(going, going.with_name(going.name.removesuffix(GOING)))
