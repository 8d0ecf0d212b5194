"""What the clock does. The database is the schedule: whatever is due is found again after missed days."""

import logging
from datetime import timedelta

from django.db import transaction

from . import clock, ledger, rights, workflow
from .checks import StepError
from .models import Edition, LedgerEntry

log = logging.getLogger(__name__)
CONFIRM_WITHIN = timedelta(hours=24)


def run_due() -> dict[str, int]:
    return {"published": publish_due(), "expired": expire_due(), "cases": open_cases()}


def publish_due() -> int:
    return _each(Edition.objects.due_to_publish(clock.now()), workflow.publish)


def expire_due() -> int:
    return _each(Edition.objects.due_to_expire(clock.local_date(clock.now())), workflow.expire)


def _each(editions, act) -> int:
    done = 0
    for edition in editions.order_by("pk"):
        try:
            act(edition)
            done += 1
        except StepError as error:  # somebody was first, or not due after all: the next run looks again
            log.info("edition %s left alone: %s", edition.pk, error)
        except Exception:  # one that cannot be moved must not keep the others waiting
            log.exception("edition %s could not be moved", edition.pk)
    return done


def unconfirmed_withdrawals(at=None):
    """Withdraw rows older than 24 hours that nobody confirmed."""
    before = clock.microseconds((at or clock.now()) - CONFIRM_WITHIN)
    confirmed = LedgerEntry.objects.filter(act="confirm_withdrawal").values("refers_to")
    return LedgerEntry.objects.filter(act="withdraw", at_us__lt=before).exclude(number__in=confirmed)


def open_cases() -> int:
    """An unconfirmed withdrawal stays down and opens a case, once (design point 7)."""
    return sum(_open_case(row) for row in _without_case())


def _without_case():
    known = LedgerEntry.objects.filter(act="open_case").exclude(refers_to=None).values("refers_to")
    return unconfirmed_withdrawals().exclude(number__in=known)


@transaction.atomic
def _open_case(row: LedgerEntry) -> bool:
    """False where another schedule opened it, or somebody confirmed, since the list was read."""
    ledger.lock_head()
    if not _without_case().filter(number=row.number).exists():
        return False
    assert row.item_uuid and row.edition_number
    edition = Edition.objects.select_related("item__unit", "item__column").get(
        item_id=row.item_uuid, number=row.edition_number
    )
    ledger.append(
        rights.system_actor(), "open_case", edition=edition, refers_to=row.number,
        subject="撤下后 24 小时无人确认", visibility="inspection",
    )  # fmt: skip
    return True
