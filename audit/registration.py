"""First publication: the index number 索引号 and the places in the columns, given once and for ever.

Called by `workflow` inside the publishing transaction, under the ledger's lock.
"""

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from . import clock
from .models import Edition, IndexCounter, Placement, PlacementCounter, Publication


def register(edition: Edition) -> Publication:
    """First publication: the permanent index number, and a position in the column and all above it.

    Board-only items count apart, so that no gap in the public numbers tells of them.
    """
    now = clock.now()
    month = f"{timezone.localtime(now):%Y%m}" + ("B" if edition.board_only else "")
    IndexCounter.objects.get_or_create(month=month)
    IndexCounter.objects.filter(month=month).update(last=F("last") + 1)
    serial = IndexCounter.objects.values_list("last", flat=True).get(month=month)
    publication = Publication.objects.create(
        item_id=edition.item_id, month=month, serial=serial, first_published_at=now,
        index_number=f"{settings.CREDIT_CODE}/{month}-{serial:05d}",
    )  # fmt: skip
    above = edition.column.ancestor_ids[:-1] if not edition.board_only else []
    for column_id in [*above, edition.column_id]:
        Placement.objects.create(
            column_id=column_id, item_id=edition.item_id, position=PlacementCounter.next(column_id)
        )
    return publication
