"""Writing the ledger. `append` is the only code that adds a row; it must run inside a transaction."""

import json
from dataclasses import dataclass

from django.db import connection, transaction

from . import clock, seals
from .models import Account, Edition, Item, LedgerEntry, LedgerText

LOCK = 4152_5107  # PostgreSQL advisory lock of the chain's head (the town's division code)
FIRST_HASH = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who acts, as the row keeps it: names as they are now, the post used, for whom."""

    account: Account
    post: str = ""
    on_behalf_of: str = ""


def lock_head() -> LedgerEntry | None:
    """Take the chain's lock, then read its last row in a separate statement (traps: READ COMMITTED)."""
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is written inside a transaction only")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return LedgerEntry.objects.order_by("-number").first()


def append(
    actor: Actor, act: str, *,
    item: Item | None = None, edition: Edition | None = None, from_state: str = "", to_state: str = "",
    subject: str = "", refers_to: int | None = None, texts: dict | None = None, visibility: str = "all",
) -> LedgerEntry:  # fmt: skip
    """Add one row. `texts` (remark, answers …) are kept apart, erasable; the row holds their digest."""
    head = lock_head()
    words = LedgerText(text=seals.canonical(texts), salt=seals.fresh_salt()) if texts else None
    entry = LedgerEntry(
        number=head.number + 1 if head else 1,
        previous_hash=head.hash if head else FIRST_HASH,
        at_us=clock.microseconds(clock.now()),
        clock=clock.name(),
        act=act,
        from_state=from_state,
        to_state=to_state,
        subject=subject[:200],
        refers_to=refers_to,
        texts_digest=words.digest() if words else "",
        visibility=visibility,
        **_who(actor),
        **_what(item or (edition.item if edition else None), edition),
    )
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    if words:
        words.entry = entry
        words.save(force_insert=True)
    return entry


def _who(actor: Actor) -> dict:
    """Account, person and post as they are at this moment."""
    person = actor.account.person
    return {
        "account_name": actor.account.username,
        "person_number": person.staff_number if person else "",
        "person_name": person.name if person else actor.account.username,
        "post": actor.post,
        "on_behalf_of": actor.on_behalf_of,
    }


def _what(item: Item | None, edition: Edition | None) -> dict:
    """Item and edition by names that survive a restore: UUID, number, seal, slugs."""
    return {
        "item_uuid": item.pk if item else None,
        "edition_number": edition.number if edition else None,
        "seal": edition.seal if edition else "",
        "unit_slug": item.unit.slug if item else "",
        "column_slug": item.column.slug if item else "",
    }


def record(actor: Actor, act: str, **given) -> LedgerEntry:
    """`append` in a transaction of its own, for acts that change nothing else."""
    with transaction.atomic():
        return append(actor, act, **given)


def words_of(entry: LedgerEntry) -> dict:
    """The words of a row as data; empty where there were none or they were erased."""
    words = LedgerText.objects.filter(entry=entry).first()
    return json.loads(words.text) if words and words.text else {}
