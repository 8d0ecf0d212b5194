"""Files as they were before masking: kept private for a set time, in case the mask went wrong, then erased.

How long stands in the settings (`originals_days`). What an edition still carries, because it had been submitted unmasked
and was returned, goes with that edition's erasure (two persons), not here.
"""

import logging
from datetime import timedelta

from django.db import transaction

from .. import clock, files, ledger, rights
from ..models import Attachment, Edition, Item, Original, Ruling, Scan, Threshold

log = logging.getLogger(__name__)
KEY = "originals_days"


def remember(item: Item, sha256: str) -> None:
    """Inside the masking's transaction: from now on the time runs. Masked again, it begins anew."""
    Original.objects.update_or_create(item_id=item.pk, sha256=sha256, defaults={"masked_at": clock.now()})


def days() -> int | None:
    """How long they are kept, by the setting in force; None where there is none."""
    rows = Threshold.objects.in_force(clock.local_date(clock.now())).filter(key=KEY).order_by("-valid_from")
    return rows.values_list("value", flat=True).first()


def erase_due() -> int:
    """Erase those whose time is over; how many. Found again after missed days."""
    kept = days()
    if kept is None:
        return 0
    over = Original.objects.filter(masked_at__lt=clock.now() - timedelta(days=kept)).select_related(
        "item__unit", "item__column"
    )
    done = 0
    for original in over:
        try:
            done += _erase(original, kept)
        except OSError:
            log.exception("an original of item %s could not be erased", original.item_id)
    return done


def _erase(original: Original, kept: int) -> bool:
    sha256 = original.sha256
    with transaction.atomic():
        ledger.lock_head()
        if not Original.objects.filter(pk=original.pk).exists() or _carried(sha256):
            return False
        others = Original.objects.filter(sha256=sha256).exclude(pk=original.pk)
        Original.objects.filter(pk=original.pk).delete()
        Ruling.objects.filter(item_id=original.item_id, sha256=sha256).delete()
        ledger.append(
            rights.system_actor(), "erase_original", item=original.item,
            subject=f"遮盖前的原件 1 个，遮盖后满 {kept} 天", texts={"sha256": sha256},
        )  # fmt: skip
        if others.exists():  # the same file was masked for another item, later: it goes with that one
            return True
        Scan.objects.filter(sha256=sha256).delete()
        files.destroy(sha256)
    return True


def _carried(sha256: str) -> bool:
    """By a working text (put back since) or by an edition that was not erased."""
    return (
        Attachment.objects.filter(sha256=sha256).exists()
        or Edition.objects.filter(attachments__contains=sha256).exists()
    )
