"""催办: whoever must act next on an urgent item is called again and again, then the next in order too.

A call is a row of the ledger (`call`) that names the row it waits behind. What is due is counted from those rows
alone: asking twice calls once, a stop is caught up with, and whoever acts ends it, for the next row is another.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from .. import clock, ledger, rights
from ..models import Edition, LedgerEntry, Person
from ..models.item import kinds, urgent_kinds
from ..states import OPEN, STATES
from ..thresholds import Thresholds
from . import notices

TOWN_RULE = "镇应急信息发布制度（示例）"
LIMITS = Thresholds(
    (
        ("emergency_call_minutes", "应急信息没人办，隔几分钟再催", 10, "分钟", TOWN_RULE),
        ("emergency_call_times", "应急信息催几次没人办，再叫下一位", 3, "次", TOWN_RULE),
    ),
    date(2019, 5, 15),
)
WAITING = tuple(state for state in OPEN if state not in ("approved", "referred"))
BY_MODE = {"duty": 0, "holder": 1, "deputy": 2}


def make_due() -> int:
    """Call for everything urgent that waits and was not called for lately; one query where nothing urgent waits."""
    waiting = Edition.objects.filter(kind__in=urgent_kinds(), state__in=WAITING).order_by("submitted_at", "pk")
    found = list(waiting.values_list("pk", flat=True))
    return sum(_call(pk) for pk in found)


@transaction.atomic
def _call(pk: int) -> bool:
    """False where somebody acted, or called, since the list was read - or it is not time yet."""
    ledger.lock_head()
    editions = Edition.objects.select_related("item__drafter", "item__unit", "item__column", "column", "moved_by")
    edition = editions.filter(pk=pk, state__in=WAITING).first()
    at = clock.now()
    if edition is None or edition.moved_by.clock != "server" or kinds()[edition.kind].over(edition.facts_data, at):
        return False
    made, limits = list(calls_for(edition)), LIMITS.values()
    every = timedelta(minutes=max(limits["emergency_call_minutes"], 1))
    if made and at - made[-1].at < every:
        return False
    persons = called(edition, _reached(edition, len(made), every, limits["emergency_call_times"], at))
    _record(edition, len(made) + 1, persons)
    return True


def calls_for(edition: Edition):
    """The calls made for the step that is due now, oldest first."""
    return LedgerEntry.objects.filter(act="call", refers_to=edition.moved_by_id).order_by("number")


def told(edition: Edition) -> list[LedgerEntry]:
    """The calls made so far, for the screen of an urgent item that waits; no query for any other."""
    return list(calls_for(edition)) if edition.kind in urgent_kinds() and edition.state in WAITING else []


def _reached(edition: Edition, made: int, every: timedelta, times: int, at: datetime) -> int:
    """How many steps down the order the call goes: by calls made, or by the time that passed while nobody could call."""
    times = max(times, 1)
    return max(made // times, int((at - edition.moved_by.at) / (every * times)))


def called(edition: Edition, further: int) -> list[Person]:
    """Whoever is on duty (else the first in order), and so many more: the others with the right, then, while the first
    review waits, those who lead, to see to it."""
    right = STATES[edition.state].keeper
    order = _in_order(edition, right)
    on_duty = [person for person, mode in order if mode == "duty"]
    first = on_duty or [person for person, _ in order[:1]]
    rest = [person for person, _ in order]
    if right == "review":
        rest += [person for person, _ in _in_order(edition, "lead")]
    more = [person for person in dict.fromkeys(rest) if person not in first]
    return first + more[: further + (not first)]


def _in_order(edition: Edition, right: str) -> list[tuple[Person, str]]:
    """On duty, then who holds the post, then deputies; one a person."""
    rows = sorted(notices.seated(edition, right).select_related("person"), key=lambda one: (BY_MODE[one.mode], one.pk))
    found: dict[Person, str] = {}
    for row in rows:
        found.setdefault(row.person, row.mode)
    return list(found.items())


def _record(edition: Edition, number: int, persons: list[Person]) -> None:
    names = [person.name for person in persons]
    hooked = bool(settings.WEBHOOK_URL or settings.NOTIFY_EMAILS)
    sent = "已发出提醒" if hooked else "没有设置提醒的去处，只显示在办公桌上，请打电话"
    ledger.append(
        rights.system_actor(), "call", edition=edition, from_state=edition.state, to_state=edition.state,
        refers_to=edition.moved_by_id, subject=f"第 {number} 次：{'、'.join(names) or '没有人有权办'}",
        texts={"remark": sent, "called": [person.staff_number for person in persons]},
    )  # fmt: skip
    link = notices.address(edition)
    message = {"text": _line(edition, number, names, link), "link": link, "act": "call", "to": names}
    tell(message)


def tell(message: dict) -> None:
    """Once the row is stored, and never before."""
    transaction.on_commit(lambda: notices.send(message))


def _line(edition: Edition, number: int, names: list[str], link: str) -> str:
    said = notices.line(edition, link)
    if number == 1:
        return said
    head, _, _ = said.rpartition(f"{edition.label}，")
    whom = "、".join(names) or "党政办"
    return f"{head}{edition.label}，第 {number} 次催办，请{whom}马上办：{link}"
