"""What is found after submission, when the rules have improved: an edition under review with an undecided hard finding
is not passed, signed or published until it was returned, or an officer without a hand in it wrote the basis."""

from .. import ledger, rights
from ..models import Account, Edition, Hand, Item, LedgerEntry
from ..states import OPEN
from . import gate
from .gate import CannotDecide, Open

ACTS = ("found_later", "justify_later")


def look_first(asks: tuple[str, ...], subject: Item | Edition) -> None:
    """Before the ledger is locked for an act: contents are looked through, and its checks find the results waiting."""
    if "screened" in asks and isinstance(subject, Item):
        stored = Item.objects.filter(pk=subject.pk).first()  # as the gate will read it, not as it stands in memory
        if stored:
            gate.look_at_item(stored.concrete())
    if "rescreened" in asks and isinstance(subject, Edition):
        note(subject)


def undecided(edition: Edition) -> list[Open]:
    """Hard findings in a sealed content that nobody decided on, under the rules of now; files still looked at too."""
    return [one for one in gate.look(edition.item, edition.parts()) if one.blocks]


def note(edition: Edition) -> list[Open]:
    """Look, and leave a row where something new was found: reviewers see it on the desk. Returns what is undecided."""
    found = undecided(edition)
    certain = [one for one in found if not one.pending]
    if certain and edition.state in OPEN:
        told = _told(certain)
        last = _rows(edition).order_by("-number").first()
        if last is None or last.act != "found_later" or ledger.words_of(last).get("remark") != told:
            _record(rights.system_actor(), "found_later", edition, told)
    return found


def list_for(edition: Edition) -> list[Open]:
    """For the review screen: what is undecided, and what was decided after this edition had been submitted."""
    found = gate.look(edition.item, edition.parts())
    return [one for one in found if one.blocks or (one.ruling and one.ruling.at > edition.submitted_at)]


def may_decide(account: Account, edition: Edition) -> bool:
    if edition.state not in OPEN or account.person is None or not rights.can(account, "review", edition):
        return False
    return not edition.hands.filter(person=account.person).exclude(kind=Hand.Kind.MEND).exists()


def decide(account: Account, edition: Edition, sha256: str, key: str, basis: str) -> None:
    """Why a finding of the new rules may stay. By name, in the ledger; the leader sees it before signing."""
    if not may_decide(account, edition):
        raise CannotDecide("送审之后查出的，由没有经手过这一稿的信息员写依据；改不了就退回。")
    one = next((o for o in undecided(edition) if (o.subject.sha256, o.key) == (sha256, key)), None)
    if one is None or one.never or one.pending:
        raise CannotDecide("这一处已经处理过了，或者不能说明理由放行，请刷新再看。")
    gate.rule(account, edition.item, one, basis)
    seat = rights.seat_for(account, "review", unit=edition.unit, column=edition.column)
    _record(rights.actor(account, seat), "justify_later", edition, f"{one.sentence}——{basis.strip()}")
    note(edition)


def _record(actor: ledger.Actor, act: str, edition: Edition, remark: str) -> None:
    ledger.record(
        actor, act, edition=edition, from_state=edition.state, to_state=edition.state, texts={"remark": remark}
    )


def _rows(edition: Edition):
    return LedgerEntry.objects.filter(item_uuid=edition.item_id, edition_number=edition.number, act__in=ACTS)


def _told(found: list[Open]) -> str:
    more = f"；等 {len(found)} 处" if len(found) > 3 else ""
    return "规则更新后重查：" + "；".join(one.sentence for one in found[:3]) + more
