"""After the ledger: codes for what was published, the files of what changed, and nothing printable of what is gone."""

from django.core.cache import cache

from audit.models import Edition, LedgerEntry

from . import records, runs, verify_files
from .models import Paper

CHANGES = ("publish", "supersede", "withdraw", "expire", "erase", "hang_correction", "unhang_correction")
PUBLIC_FORM = "a4"  # the sheet residents take from an item's page


def follow(row: LedgerEntry) -> None:
    if row.act not in CHANGES or row.item_uuid is None:
        return
    if row.act == "publish":
        public = Edition.objects.live().filter(item_id=row.item_uuid, number=row.edition_number)
        for edition in public:
            records.paper_of(edition, PUBLIC_FORM, records.SYSTEM)
    renew(row)


def at_once(row: LedgerEntry) -> None:
    """In the request that withdraws, after its commit."""
    renew(row)


def renew(row: LedgerEntry) -> None:
    papers = list(Paper.objects.with_edition().of_item(row.item_uuid))
    if row.act != "publish":
        cache.delete_many([poster_key(paper.edition, paper.form, paper.code) for paper in papers])
        runs.forget(papers)
    verify_files.write(papers)


def poster_key(edition: Edition, form: str, code: str) -> str:
    return f"poster:{edition.seal}:{form}:{code}"
