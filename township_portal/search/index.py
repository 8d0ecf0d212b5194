"""Search over what residents may search: `put`, `drop`, `find`, and `snippet` in words.py. One door for both databases.

The index only proposes. Whatever it names is asked for again with `Edition.objects.searchable()`, so an edition that
came down a moment ago, ran out at midnight or turned out to list persons is in no hit and no count.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from audit import clock
from audit.models import Column, Edition, Unit
from township_portal.models import SearchEntry, Synonym

from . import pinyin
from .table import PARTS, Asked, Row, table
from .words import all_pieces, fold, runs, words_of

VERSION = 1  # of the way pieces are made
MOST = 1000  # hits looked at: the newest; beyond that it says 1000+
PER_PAGE = 20
CHUNK, LONGEST = 40_000, 500_000  # characters of runs in one row; of one edition
INDEX_NUMBER = re.compile(r"(?:[0-9A-Z]{18}/)?([0-9]{6})-([0-9]{5,9})")


@dataclass(frozen=True)
class Narrow:
    """What the reader narrows by; empty: everything."""

    column: Column | None = None  # with all below it
    unit: Unit | None = None
    year: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.column or self.unit or self.year or self.kind)


@dataclass
class Found:
    """One page of hits, and how many there are; `more`: more than were counted."""

    editions: list[Edition] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # to be marked: as asked and as synonyms say it
    total: int = 0
    more: bool = False
    page: int = 1
    page_count: int = 1


def put(edition: Edition) -> None:
    """Into the index, or there anew. The edition is one of `searchable()`, with publication, unit and column."""
    with transaction.atomic():
        known = SearchEntry.objects.filter(pk=edition.pk).first()
        files = known.files if known else []
        rows = rows_of(edition, files)
        table().put(edition.pk, rows)
        SearchEntry.objects.update_or_create(
            pk=edition.pk,
            defaults={
                "version": VERSION, "parts": len(rows),
                "files_due": bool(readable_files(edition)) and not (known and known.attached),
            },
        )  # fmt: skip


def drop(edition_ids: Iterable[int]) -> None:
    ids = list(edition_ids)
    with transaction.atomic():
        table().drop(ids)
        SearchEntry.objects.filter(pk__in=ids).delete()


def readable_files(edition: Edition) -> list[dict]:
    """The files residents can open; pictures in the text and what hangs only on the village board are none."""
    return [file for file in edition.files if not file["inline"] and not file["paper_only"]]


def rows_of(edition: Edition, files: list[dict]) -> list[Row]:
    title = list(runs(edition.title))
    said = [edition.plain_text, *edition.meta_data.get("keywords", [])]
    said += [file["name"] for file in readable_files(edition)] + [file["text"] for file in files]
    chunks = list(islice(_chunks(run for text in said for run in runs(text)), PARTS)) or [[]]
    letters = pinyin.initial_pieces(edition.title) + pinyin.initial_pieces(edition.unit.short_name)
    marks = [
        f"=c:{edition.column_id}", f"=u:{edition.unit_id}", f"=y:{edition.publication.month[:4]}", f"=k:{edition.kind}",
    ]  # fmt: skip
    return [Row(all_pieces(title) + letters, all_pieces(chunk), marks) for chunk in chunks]


def _chunks(found: Iterable[str]) -> Iterable[list[str]]:
    chunk: list[str] = []
    size = whole = 0
    for run in found:
        chunk.append(run)
        size, whole = size + len(run), whole + len(run)
        if size > CHUNK:
            yield chunk
            chunk, size = [], 0
        if whole > LONGEST:
            break
    if chunk:
        yield chunk


@dataclass
class Order:
    """What a question finds: ids, titles first and the newest first, one more than `MOST` where there are more."""

    ids: list[int]
    words: list[str]


def order(query: str, narrow: Narrow | None = None) -> Order:
    words = words_of(query)
    narrow = narrow or Narrow()
    same = synonyms(clock.local_date(clock.now())) if words else []
    asked = Asked([spellings(word, same) for word in words], _marks(narrow))
    ids = _live_order(asked) if words else []
    if number := _numbered(query, narrow):
        ids = [number, *(pk for pk in ids if pk != number)]
    return Order(ids, [spelling for word in asked.words for spelling in word])


def find(query: str, page: int = 1, narrow: Narrow | None = None) -> Found:
    """Editions having every word of the query: in the title first, then the newest first."""
    found = order(query, narrow)
    total, more = min(len(found.ids), MOST), len(found.ids) > MOST
    page_count = max(-(-total // PER_PAGE), 1)
    page = min(max(page, 1), page_count)
    shown = found.ids[:MOST][(page - 1) * PER_PAGE : page * PER_PAGE]
    return Found(_editions(shown), found.words, total, more, page, page_count)


def exists(query: str, narrow: Narrow | None = None) -> bool:
    return bool(find(query, 1, narrow).total)


def synonyms(on: date) -> list[tuple[str, str]]:
    pairs = Synonym.objects.in_force(on).values_list("said", "written")
    folded = [("".join(fold(said).split()), "".join(fold(written).split())) for said, written in pairs]
    return [(one, other) for one, other in folded if one and other]


def spellings(word: str, same: list[tuple[str, str]]) -> list[str]:
    """The word, and the word with a synonym in place of what it says: 低保标准 → 最低生活保障标准."""
    found = [word]
    for said, written in same:
        for one, other in ((said, written), (written, said)):
            if one in word and other not in word:
                found.append(word.replace(one, other))
    return list(dict.fromkeys(found))[:6]


def _marks(narrow: Narrow) -> list[list[str]]:
    marks = []
    if narrow.column is not None:
        below = Column.objects.filter(path__startswith=narrow.column.path).values_list("pk", flat=True)
        marks.append([f"=c:{pk}" for pk in below])
    if narrow.unit is not None:
        marks.append([f"=u:{narrow.unit.pk}"])
    if narrow.year:
        marks.append([f"=y:{narrow.year}"])
    if narrow.kind:
        marks.append([f"=k:{narrow.kind}"])
    return marks


def _live_order(asked: Asked) -> list[int]:
    """Ids of what may be shown: titles first, the newest first; at most one more than is counted."""
    most, rows = MOST + 1, table()
    titles = rows.newest(asked, most, in_title=True)
    texts = [] if len(titles) == most else rows.newest(asked, most)
    if len(asked.words) > 1 and len(texts) < most:
        texts += _across_parts(asked, set(texts))
    live = dict(_when({*titles, *texts}))
    in_title = {pk for pk in titles if pk in live}
    return sorted(live, key=lambda pk: (pk in in_title, live[pk], pk), reverse=True)


def _when(ids: set[int]) -> QuerySet | Iterable[tuple[int, datetime]]:
    return (
        Edition.objects.searchable().filter(pk__in=table().these(ids)).values_list("pk", "published_at") if ids else []
    )


def _across_parts(asked: Asked, known: set[int]) -> list[int]:
    """Long editions that have one word in one part and another in another."""
    long = list(SearchEntry.objects.filter(parts__gt=1).values_list("pk", flat=True)[:500])
    if not long:
        return []
    having = set.intersection(*(table().among_long(asked, word, long) for word in asked.words))
    return sorted(having - known)


def _numbered(query: str, narrow: Narrow) -> int | None:
    """The edition whose index number somebody read off a paper."""
    number = INDEX_NUMBER.fullmatch(query.strip().upper())
    if not number or narrow:
        return None
    found = Edition.objects.searchable().filter(publication__month=number[1], publication__serial=int(number[2]))
    return found.values_list("pk", flat=True).first()


def _editions(ids: list[int]) -> list[Edition]:
    if not ids:
        return []
    rows = (
        Edition.objects.searchable()
        .with_hung()
        .filter(pk__in=ids)
        .select_related("publication", "unit", "column", "search_entry")
    )
    rows = rows.defer("body", "facts", "salts", "digests")
    found = {edition.pk: edition for edition in rows}
    return [found[pk] for pk in ids if pk in found]
