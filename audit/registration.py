"""Publication: the index number 索引号 and the places in the columns, given once and for ever.

Called by `workflow` inside the publishing transaction, under the ledger's lock.
"""

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from . import clock
from .models import Edition, IndexCounter, Placement, PlacementCounter, Publication


def register(edition: Edition) -> Publication:
    """First publication: the permanent index number.

    Board-only items count apart, so that no gap in the public numbers tells of them.
    """
    now = clock.now()
    month = f"{timezone.localtime(now):%Y%m}" + ("B" if edition.board_only else "")
    IndexCounter.objects.get_or_create(month=month)
    IndexCounter.objects.filter(month=month).update(last=F("last") + 1)
    serial = IndexCounter.objects.values_list("last", flat=True).get(month=month)
    return Publication.objects.create(
        item_id=edition.item_id, month=month, serial=serial, first_published_at=now,
        index_number=f"{settings.CREDIT_CODE}/{month}-{serial:05d}",
    )  # fmt: skip


def place(edition: Edition) -> dict[str, int]:
    """A position in the edition's column and all above it, where the item has none yet (it may have been moved).
    Gives every position of the item, by the column's slug: the publishing row keeps them."""
    above = edition.column.ancestor_ids[:-1] if not edition.board_only else []
    placed = set(Placement.objects.filter(item_id=edition.item_id).values_list("column_id", flat=True))
    for column_id in [*above, edition.column_id]:
        if column_id not in placed:
            position = PlacementCounter.next(column_id)
            Placement.objects.create(column_id=column_id, item_id=edition.item_id, position=position)
    return dict(Placement.objects.filter(item_id=edition.item_id).values_list("column__slug", "position"))
