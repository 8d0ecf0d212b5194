"""Search follows the ledger: what is published goes in; what comes down goes out in the very transaction of that act.

The worker puts editions in from its cursor and reads their files afterwards, outside any transaction. Once a day
everything is compared, so whatever was lost - a missed row, a restored backup, an index of an older make - is mended.
"""

import json
import logging

from django.db import transaction
from django.db.models import Max

from audit import clock, files, outbox
from audit.models import Cursor, Edition, LedgerEntry
from audit.screening.readers.apart import read_apart
from audit.screening.readers.gather import Limits
from township_portal.models import SearchEntry

from . import index
from .table import table

log = logging.getLogger(__name__)
NAME, DAY = "search", "search-day"  # cursors: the ledger's row; the day (as a number) of the last comparison
LEAVING = ("supersede", "withdraw", "expire", "erase")
BATCH = 200
FILE_LIMITS = Limits(characters=index.LONGEST, seconds=20)
SHOWN_KINDS = ("body", "cell", "header", "ocr")  # of passages: no comments, properties, deleted or hidden text


def leave(row: LedgerEntry) -> None:
    """Inside the act's transaction: what comes down is in no index when the answer goes out."""
    if row.act not in LEAVING or row.item_uuid is None:
        return
    gone = Edition.objects.filter(item_id=row.item_uuid, number=row.edition_number)
    index.drop(gone.values_list("pk", flat=True))
    if row.act == "erase":
        table().forget()


def follow(row: LedgerEntry) -> None:
    """Re-reads the state the row speaks of; may run twice."""
    if row.act not in ("publish", *LEAVING):
        return
    named = {"item_id": row.item_uuid, "number": row.edition_number}
    edition = whole(Edition.objects.searchable().filter(**named)).first()
    if edition is not None:
        index.put(edition)
    else:
        index.drop(Edition.objects.filter(**named).values_list("pk", flat=True))


def whole(editions):
    return editions.select_related("publication", "unit").defer("body", "facts", "salts", "digests")


def read_files(most: int = 50) -> int:
    """Read the attachments of editions whose files are due. A file is read outside the transaction: it takes its time."""
    due = SearchEntry.objects.filter(files_due=True).order_by("-pk").values_list("pk", flat=True)[:most]
    done = 0
    for pk in list(due):
        edition = whole(Edition.objects.searchable().filter(pk=pk)).first()
        if edition is None:
            continue  # the ledger's row that took it down is still to come
        attached = json.dumps(
            [said for file in index.readable_files(edition) if (said := _read(file))], ensure_ascii=False
        )
        with transaction.atomic():
            entry = SearchEntry.objects.select_for_update().filter(pk=pk, files_due=True).first()
            if entry is None or not Edition.objects.searchable().filter(pk=pk).exists():
                continue  # came down, or another worker was here, while the files were read
            SearchEntry.objects.filter(pk=pk).update(attached=attached)
            index.put(edition)
        done += 1
    return done


def _read(file: dict) -> dict | None:
    """Name and text of one file; None where there is nothing to read. Hidden rows, comments and properties stay out."""
    try:
        data = files.read(file["sha256"])
    except OSError:
        return None
    reading = read_apart(file["name"], data, limits=FILE_LIMITS)
    shown = [passage.text for passage in reading.passages if not passage.hidden and passage.kind in SHOWN_KINDS]
    text = "\n".join(shown)[: index.LONGEST]
    return {"name": file["name"], "text": text} if text else None


def rebuild() -> int:
    """The whole index anew, from what residents may search now; the follower goes on from the newest row. Search goes on
    meanwhile, finding less; what came down while a batch was made is put right at the end."""
    with transaction.atomic():
        head = LedgerEntry.objects.aggregate(head=Max("number"))["head"] or 0
        table().clear()
        SearchEntry.objects.all().delete()
        Cursor.objects.update_or_create(name=NAME, defaults={"done_up_to": head})
    ids = list(Edition.objects.searchable().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            _add(ids[start : start + BATCH])
    table().finish()
    reconcile()
    return len(ids)


def _add(ids: list[int]) -> None:
    rows, entries = [], []
    known = set(SearchEntry.objects.filter(pk__in=ids).values_list("pk", flat=True))  # the follower was quicker
    for edition in whole(Edition.objects.searchable().filter(pk__in=ids).exclude(pk__in=known)).order_by("pk"):
        made = index.rows_of(edition, [])
        rows.append((edition.pk, made))
        due = bool(index.readable_files(edition))
        entries.append(SearchEntry(edition=edition, version=index.VERSION, parts=len(made), files_due=due))
    table().add(rows)
    SearchEntry.objects.bulk_create(entries)


def reconcile() -> dict[str, int]:
    """Compare index, register and what residents may search; mend the differences, each in its own transaction."""
    wanted = set(Edition.objects.searchable().values_list("pk", flat=True))
    indexed = table().edition_ids()
    entered = set(SearchEntry.objects.filter(version=index.VERSION).values_list("pk", flat=True))
    missing = wanted - (indexed & entered)
    strays = (indexed | set(SearchEntry.objects.values_list("pk", flat=True))) - wanted
    index.drop(strays)
    for pk in sorted(missing):
        with transaction.atomic():
            edition = whole(Edition.objects.searchable().filter(pk=pk)).first()
            if edition is not None:
                index.put(edition)
    return {"put": len(missing), "dropped": len(strays)}


def reconcile_daily() -> bool:
    """Once a day, also after missed nights."""
    today = clock.local_date(clock.now()).toordinal()
    cursor, new = Cursor.objects.get_or_create(name=DAY, defaults={"done_up_to": today})
    if new or cursor.done_up_to >= today:
        return False
    done = reconcile()
    if any(done.values()):
        log.warning("the search index differed from what is public and was mended: %s", done)
    Cursor.objects.filter(name=DAY).update(done_up_to=today)
    return True


def register() -> None:
    outbox.FOLLOWERS[NAME] = follow
    outbox.INSIDE[NAME] = leave


def prepare() -> None:
    """After every migrate: the table is there, of today's make, and empty where nothing was ever submitted."""
    new = table().create()
    old = SearchEntry.objects.exclude(version=index.VERSION).exists()
    if Edition.objects.exists():
        if new or old:
            rebuild()
    elif not new:
        table().clear()
