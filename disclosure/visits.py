"""浏览次数 from the web server's log: which item, which day, how often. No address and no cookie is read or kept.

Two kinds of line are understood: nginx's combined format, and the portal's own request log. A log that grows, is
renamed by logrotate or packed is counted on from where it was left: it is known by its first line.
"""

import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit import clock
from audit.models import Publication
from disclosure.models import CountedLog, Visits

COMBINED = re.compile(
    rb'\S+ \S+ \S+ \[(?P<at>[^\]]{10,40})\] "(?P<verb>[A-Z]+) (?P<path>[^" ]+)[^"]*" (?P<status>\d{3}) \S+'
    rb'(?: "[^"]*" "(?P<agent>[^"]*)")?'
)
OWN = re.compile(
    rb"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\S* INFO portal\.request (?P<verb>[A-Z]+) (?P<path>\S+) (?P<status>\d{3})\b"
)
ITEM = re.compile(rb"(?:^|/)items/(\d{6}-\d{5,9})/(?:index\.html)?(?:\?.*)?$")
BOTS = re.compile(
    rb"bot|spider|crawl|slurp|curl|wget|python|scrapy|httpclient|java/|go-http|headless|monitor|^-?$", re.I
)
LONGEST_LINE = 64 * 1024


@dataclass
class Counted:
    lines: int = 0
    visits: int = 0
    known: bool = False  # nothing new since the last time


def visit_in(line: bytes) -> tuple[date, str] | None:
    """The day (in the town) and the item's number, for a person's successful look at an item's page; else None."""
    found = OWN.match(line)
    moment = "%Y-%m-%d %H:%M:%S"
    if found is None:
        found, moment = COMBINED.match(line), "%d/%b/%Y:%H:%M:%S %z"
        if found and found["agent"] is not None and BOTS.search(found["agent"]):
            return None
    if found is None or found["verb"] != b"GET" or found["status"] not in (b"200", b"304"):
        return None
    item = ITEM.search(found["path"])
    if item is None:
        return None
    try:
        at = datetime.strptime(found["at"].decode("ascii"), moment)
    except ValueError:
        return None
    return (clock.local_date(at) if at.tzinfo else at.date()), item[1].decode()


def count_log(path: Path) -> Counted:
    """Count what is new in one log, in one transaction with how far it was read. Raises OSError."""
    with _opened(path) as log:
        first = log.readline(LONGEST_LINE)
        if not first.endswith(b"\n"):
            return Counted(known=True)  # empty, or its first line is still being written
        digest = hashlib.sha256(first).hexdigest()
        with transaction.atomic():
            mark, _ = CountedLog.objects.select_for_update().get_or_create(
                first_line=digest, defaults={"counted_at": timezone.now()}
            )
            log.seek(mark.counted_bytes)
            told, seen = Counted(), Counter[tuple[date, str]]()
            for line in _whole_lines(log):
                told.lines += 1
                mark.counted_bytes += len(line)
                if visit := visit_in(line):
                    seen[visit] += 1
            told.visits, told.known = _add(seen), told.lines == 0
            mark.counted_at = timezone.now()
            mark.save()
    return told


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _whole_lines(log: IO[bytes]) -> Iterator[bytes]:
    """Up to the last line that is complete."""
    while (line := log.readline(LONGEST_LINE)) and (line.endswith(b"\n") or len(line) == LONGEST_LINE):
        yield line


def _add(seen: Counter) -> int:
    """Add the counts of items that exist; returns how many visits that were."""
    numbers = {number for _, number in seen}
    months = {number.partition("-")[0] for number in numbers}
    rows = Publication.objects.filter(month__in=months).exclude(index_number="")
    items = {row.slug: row.item_id for row in rows.iterator() if row.slug in numbers}
    added = 0
    for (day, number), count in sorted(seen.items()):
        if number not in items:
            continue
        row, _ = Visits.objects.get_or_create(item_id=items[number], day=day)
        Visits.objects.filter(pk=row.pk).update(count=F("count") + count)
        added += count
    return added
