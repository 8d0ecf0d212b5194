"""When the rules improve, everything public and everything under review is looked at again, some editions a minute.

What waits comes first: a hard finding stands on the reviewers' screen and keeps it from being signed (`later.py`). For
what is public a withdrawal is asked for, like anybody's 紧急撤下请求; two persons decide as always.
"""

from .. import ledger, rights
from ..models import Cursor, Edition, LedgerEntry, Scan
from ..states import OPEN
from . import gate, later
from .told import context

A_RUN = 40  # editions, so that a run fits its minute
PUBLIC, WAITING = "rescan", "rescan-waiting"


def step(limit: int = A_RUN) -> int:
    """Look at the next editions under the rules of now; of how many something was found that blocks."""
    version = context().version
    found, seen = _walk(WAITING, version, OPEN, limit)
    asked, more = _walk(PUBLIC, version, ("published",), limit - seen)
    if not seen + more:
        Scan.objects.exclude(rules=version).delete()  # nothing is read from them any more
    return found + asked


def of_file(sha256: str) -> None:
    """The editions that carry a file which took the worker a while: they were passed by meanwhile."""
    carrying = Edition.objects.filter(state__in=(*OPEN, "published"), attachments__contains=sha256)
    for edition in carrying.select_related("item__unit", "item__column", "unit", "column"):
        _look_again(edition)


def _look_again(edition: Edition) -> bool:
    return _look_at_waiting(edition) if edition.state in OPEN else _look_at_public(edition)


def _walk(name: str, version: str, states: tuple[str, ...], limit: int) -> tuple[int, int]:
    """(of how many something was found, how many were looked at), from where the last run under these rules ended."""
    cursor, new = Cursor.objects.get_or_create(name=f"{name} {version}"[:40])
    if new:  # rules that were in force before and come back begin anew too
        Cursor.objects.filter(name__startswith=f"{name} ").exclude(pk=cursor.pk).delete()
    editions = Edition.objects.filter(state__in=states, pk__gt=cursor.done_up_to).order_by("pk")
    found = seen = 0
    for edition in editions.select_related("item__unit", "item__column", "unit", "column")[: max(limit, 0)]:
        found += _look_again(edition)
        seen += 1
        Cursor.objects.filter(pk=cursor.pk).update(done_up_to=edition.pk)
    return found, seen


def _look_at_waiting(edition: Edition) -> bool:
    return bool(later.note(edition))


def _look_at_public(edition: Edition) -> bool:
    hard = [one for one in gate.look(edition.item, edition.parts()) if one.blocks and not one.pending]
    if not hard:
        return False
    told = "检查规则更新后重查：" + "；".join(one.sentence for one in hard[:3])
    before = LedgerEntry.objects.filter(
        act="ask_withdrawal", item_uuid=edition.item_id, edition_number=edition.number, person_number="SYSTEM"
    )
    if any(ledger.words_of(row).get("remark") == told for row in before):
        return False
    ledger.record(
        rights.system_actor(), "ask_withdrawal", edition=edition, from_state=edition.state, to_state=edition.state,
        texts={"remark": told},
    )  # fmt: skip
    return True
