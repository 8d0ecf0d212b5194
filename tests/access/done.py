"""What an act leaves behind, counted in one statement: the access test asks before and after each question."""

from functools import cache

from django.db import connection

from audit.models import Account, Attachment, LedgerEntry
from disclosure.models import EmergencyNotice, ForwardedDocument, Notice, PersonList
from tests.access import world_services, world_villages


@cache
def _counting() -> tuple[str, list]:
    """One statement that counts everything an act leaves: rows of the ledger (but for readings and refusals), saves
    of items, accounts."""
    acts = LedgerEntry.objects.exclude(act__in=("refused", "read", "export", "lockout"))
    kept = (Notice.history, ForwardedDocument.history, PersonList.history, EmergencyNotice.history)
    asked = [rows.order_by().values("pk").query.sql_with_params() for rows in (
        acts, *kept, Attachment.history, Account.objects, *world_services.kept(), *world_villages.kept(),
    )]  # fmt: skip
    counts = [f"(SELECT COUNT(*) FROM ({sql}) AS found)" for sql, _ in asked]
    return f"SELECT {', '.join(counts)}", [given for _, params in asked for given in params]


def done_so_far() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(*_counting())
        return cursor.fetchone()
