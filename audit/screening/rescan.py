"""When the rules improve, what is public is looked at again, a few editions a minute, and a withdrawal is asked for
whatever they find now. The request stands on the desk like anybody's 紧急撤下请求; two persons decide as always."""

from .. import ledger, rights
from ..models import Cursor, Edition, LedgerEntry
from . import gate

A_RUN = 40  # editions, so that a run fits its minute


def step(limit: int = A_RUN) -> int:
    """Look at the next public editions under the rules of now; how many withdrawals were asked for."""
    version = gate.context().version
    cursor, _ = Cursor.objects.get_or_create(name=f"rescan {version}"[:40])
    waiting = Edition.objects.filter(state="published", pk__gt=cursor.done_up_to).order_by("pk")
    asked = 0
    for edition in waiting.select_related("item__unit", "item__column")[:limit]:
        asked += _look_again(edition)
        Cursor.objects.filter(pk=cursor.pk).update(done_up_to=edition.pk)
    return asked


def _look_again(edition: Edition) -> bool:
    hard = [one for one in gate.look(edition.item, edition.parts()) if one.blocks]
    before = LedgerEntry.objects.filter(
        act="ask_withdrawal", item_uuid=edition.item_id, edition_number=edition.number, person_number="SYSTEM"
    )
    if not hard or before.exists():
        return False
    told = "；".join(one.sentence for one in hard[:3])
    ledger.record(
        rights.system_actor(), "ask_withdrawal", edition=edition, from_state=edition.state, to_state=edition.state,
        texts={"remark": f"检查规则更新后重查：{told}"},
    )  # fmt: skip
    return True
