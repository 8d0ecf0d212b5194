"""Thousands of published items, set-wise but *through* the guards: every row stands, only in few statements.

For query counts and measurements; the ledger rows say clock "example", so production refuses such a database.
"""

import copy
import json
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from audit import clock, content, ledger, seals
from audit.models import (
    Edition,
    Hand,
    Item,
    LedgerEntry,
    Placement,
    PlacementCounter,
    Publication,
)
from disclosure.models import Notice
from tests.cast import make_column

STEPS = (
    ("submit", "", "first_review", "reporter"),
    ("pass", "first_review", "leader_review", "officer"),
    ("sign", "leader_review", "approved", "leader"),
    ("publish", "approved", "published", None),
)


def make_columns(town, count: int) -> list:
    return [make_column(f"bulk-{n}", town.disclosure, name=f"批量栏目{n}") for n in range(count)]


def publish_many(town, count: int, columns: list, title="第{n}条关于{n}号茶园道路的公告", body=None) -> None:
    """count published notices, spread over the columns, an hour apart, the last one now.

    title, body: a text with {n}, or a function of n.
    """
    body = body or "<p>茶园道路 {n} 号段完成养护，费用 {n} 元，监督电话 0564-0000112。</p>"
    with transaction.atomic():
        head = ledger.lock_head()
        end = clock.now() - timedelta(minutes=1)
        notices = [_notice(town, n, columns[n % len(columns)], title, body) for n in range(count)]
        _insert(notices, end)
        like: dict = {}
        editions = [_freeze(notice, like) for notice in notices]
        rows = _rows(town, editions, head, end)
        LedgerEntry.objects.bulk_create(rows, batch_size=500)
        _move(editions, rows, end)


def _said(text, n) -> str:
    return text(n) if callable(text) else text.format(n=n)


def _notice(town, n, column, title, body):
    notice = Notice(
        uuid=uuid.uuid4(), kind="notice", title=_said(title, n), column=column, unit=town.agriculture,
        body=_said(body, n), formed_on=clock.local_date(clock.now()), drafter=town.reporter.person,
    )  # fmt: skip
    notice.item_ptr_id = notice.uuid
    return notice


def _insert(notices, end):
    parents = Item._meta.concrete_fields
    for notice in notices:
        notice.created_at = notice.changed_at = end
    Item.objects.bulk_create(
        [Item(**{field.attname: getattr(notice, field.attname) for field in parents}) for notice in notices],
        batch_size=500,
    )
    # Multi-table children cannot be bulk-created; their own columns can, over the shared key.
    local = Notice._meta.local_concrete_fields

    names = ", ".join(field.column for field in local)
    marks = ", ".join(["%s"] * len(local))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO disclosure_notice ({names}) VALUES ({marks})",
            [
                [
                    field.get_db_prep_save(
                        notice.uuid if field.primary_key else getattr(notice, field.attname), connection
                    )
                    for field in local
                ]
                for notice in notices
            ],
        )


def _freeze(notice, like):
    """The edition of a notice; `like` keeps one frozen per column, whose other parts are the same."""
    if notice.column_id not in like:
        like[notice.column_id] = content.freeze(notice)
    edition = copy.copy(like[notice.column_id])
    edition._state = copy.copy(edition._state)
    edition.title, edition.body = notice.title, notice.body
    edition.plain_text = content.searchable_text(edition.parts())
    digests = seals.digests(edition.parts(), json.loads(edition.salts))
    edition.digests, edition.seal = seals.canonical(digests), seals.seal(digests)
    edition.item_id, edition.number, edition.state = notice.uuid, 1, "first_review"
    return edition


def _rows(town, editions, head, end):
    number, previous = (head.number, head.hash) if head else (0, ledger.FIRST_HASH)
    rows = []
    for at, edition in enumerate(editions):
        when = end - timedelta(hours=len(editions) - at)
        for act, source, target, name in STEPS:
            account = getattr(town, name) if name else None
            number += 1
            row = LedgerEntry(
                number=number, at_us=clock.microseconds(when), clock="example", act=act,
                account_name=account.username if account else "system",
                person_number=account.person.staff_number if account else "SYSTEM",
                person_name=account.person.name if account else "系统", post="",
                item_uuid=edition.item_id, edition_number=1, seal=edition.seal, from_state=source,
                to_state=target, unit_slug=edition.unit.slug, column_slug=edition.column.slug,
                previous_hash=previous,
            )  # fmt: skip
            row.hash = previous = row.computed_hash()
            rows.append(row)
    return rows


def _move(editions, rows, end):
    submits = [row for row in rows if row.act == "submit"]
    for edition, row in zip(editions, submits, strict=True):
        edition.moved_by_id, edition.submitted_at = row.number, row.at
    Edition.objects.bulk_create(editions, batch_size=500)
    mine = Edition.objects.filter(moved_by_id__gte=submits[0].number)
    stored = list(mine.values_list("pk", "item_id"))
    person = Item.objects.get(pk=editions[0].item_id).drafter
    Hand.objects.bulk_create(
        [
            Hand(edition_id=pk, person=person, person_number=person.staff_number, person_name=person.name, kind="draft")
            for pk, _ in stored
        ],
        batch_size=500,
    )
    _register(editions, rows)
    row_of = LedgerEntry.objects.filter(item_uuid=OuterRef("item_id"))
    for act, source, target, _ in STEPS[1:]:
        values = {"state": target, "moved_by_id": Subquery(row_of.filter(act=act).values("number")[:1])}
        if target == "published":
            published = Publication.objects.filter(pk=OuterRef("item_id"))
            values["publication_id"] = Subquery(published.values("pk")[:1])
            values["published_at"] = Subquery(published.values("first_published_at")[:1])
        Edition.objects.filter(state=source, moved_by_id__gte=submits[0].number).update(**values)


def _register(editions, rows):
    highest = Publication.objects.filter(serial__gte=50_000).values("month").annotate(last=Max("serial"))
    serials = {row["month"]: row["last"] for row in highest}
    positions = dict(PlacementCounter.objects.values_list("column_id", "last"))
    publications, placements = [], []
    for edition, row in zip(editions, [row for row in rows if row.act == "publish"], strict=True):
        month = f"{timezone.localtime(row.at):%Y%m}"
        serials[month] = serials.get(month, 50_000) + 1
        publications.append(
            Publication(
                item_id=edition.item_id, month=month, serial=serials[month], first_published_at=row.at,
                index_number=f"{settings.CREDIT_CODE}/{month}-{serials[month]:05d}",
            )
        )  # fmt: skip
        for column_id in edition.column.ancestor_ids:
            positions[column_id] = positions.get(column_id, 0) + 1
            placements.append(Placement(column_id=column_id, item_id=edition.item_id, position=positions[column_id]))
    Publication.objects.bulk_create(publications, batch_size=500)
    Placement.objects.bulk_create(placements, batch_size=500)
    for column_id, last in positions.items():
        PlacementCounter.objects.update_or_create(column_id=column_id, defaults={"last": last})
