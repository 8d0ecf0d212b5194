"""补看: what went out by the emergency road is looked at again on the next working day, by the column's ordinary
information officer and its ordinary leader - two persons, neither with a hand in it. A look is an act in the ledger.

Whoever finds something wrong begins a correction or takes it down, as with any public item; then nothing is owed.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from .. import clock, duties, ledger, rights
from ..checks import Refused, TooLate
from ..models import Account, Duty, Edition, HolidayNotice, LedgerEntry
from ..models.item import urgent_kinds
from ..rights import Seat
from .attempt import attempt
from .dossier import LOOKS, Dossier, data_of, load
from .frame import staff_page

# act → the right its person needs from an ordinary seat, and who that is
RIGHT = dict(zip(LOOKS, ("review", "lead"), strict=True))
WHO = dict(zip(LOOKS, ("信息员", "分管领导"), strict=True))
SHOWN = ("published", "expired")  # corrected or taken down: somebody has looked, and decided


@dataclass(frozen=True)
class Owed:
    """A look that is due. day: the next working day after it went out. left: acts nobody has taken."""

    edition: Edition
    day: date
    left: tuple[str, ...]

    def late(self, today: date) -> bool:
        return self.day < today


def owed(today: date) -> list[Owed]:
    """Everything that must be looked at again by then, the oldest first; one query, two where there is something."""
    rows = LedgerEntry.objects.filter(item_uuid=OuterRef("item_id"), edition_number=OuterRef("number"))
    found = Edition.objects.filter(kind__in=urgent_kinds(), state__in=SHOWN, erased_by=None)
    found = found.annotate(**{act: Exists(rows.filter(act=act)) for act in LOOKS})
    found = found.exclude(**dict.fromkeys(LOOKS, True))
    editions = list(found.select_related("unit", "column").without_content().order_by("published_at", "pk"))
    days = HolidayNotice.objects.calendar() if editions else None
    owed = [Owed(one, _day(one, days), tuple(act for act in LOOKS if not getattr(one, act))) for one in editions]
    return [one for one in owed if one.day <= today]


def _day(edition: Edition, days) -> date:
    return days.after(clock.local_date(edition.published_at), 1).day


def due(today: date) -> list[Duty]:
    """For the desks of those who are to look; being on duty that day is not enough."""
    return [_duty(one, today) for one in owed(today)]


def _duty(one: Owed, today: date) -> Duty:
    edition, day = one.edition, f"{one.day.month}月{one.day.day}日"
    wanted = [RIGHT[act] for act in one.left]
    return Duty(
        title=edition.title, url=f"{reverse('desk:review', args=[edition.item_id])}?edition={edition.number}", button="去补看",
        meta=[edition.unit.short_name, f"还差{'、'.join(WHO[act] for act in one.left)}"], late=one.late(today),
        due=f"应在{day}补看" if one.late(today) else "今天补看",
        audience=duties.to(*wanted, unit=edition.unit, column=edition.column, ordinary=True),
    )  # fmt: skip


HINT = "应急发出的，下一个工作日信息员和分管领导各再看一遍：没问题记一笔，有问题就更正或撤下。"
ROOM = duties.Room("second_look", "应急信息补看", HINT, due)


def ordinary_seat(account: Account, act: str, edition: Edition) -> Seat | None:
    """The seat of her own, or as a deputy, from which she may look; being on duty that day is not enough."""
    for seat in rights.seats(account):
        if (
            seat.kind in rights.RIGHTS[RIGHT[act]]
            and seat.mode != "duty"
            and seat.reaches(edition.unit, edition.column)
        ):
            return seat
    return None


def card(account: Account, dossier: Dossier) -> dict | None:
    """For templates/desk/_second_look.html: who looked, and the button where this person is to."""
    edition = dossier.edition
    if edition.kind not in urgent_kinds() or edition.state not in SHOWN or edition.erased_by:
        return None
    made = {row.act: row for row in dossier.own_rows if row.act in LOOKS}
    day = _day(edition, dossier.days)
    why = "" if clock.local_date(clock.now()) >= day else f"到{day.month}月{day.day}日再看"
    act = next((act for act in LOOKS if act not in made and ordinary_seat(account, act, edition)), "")
    number = account.person.staff_number if account.person else ""
    if act and any(hand.person_id == account.person_id for hand in dossier.hands):
        act, why = "", "这一稿您经手过，要另一位来补看"
    elif act and any(row.person_number == number for row in made.values()):
        act, why = "", "您已经看过，另一遍要另一个人看"
    looks = [
        {"who": WHO[act], "row": made.get(act), "said": data_of(made[act]).get("remark", "") if act in made else ""}
        for act in LOOKS
    ]
    late = len(made) < len(LOOKS) and clock.local_date(clock.now()) > day
    return {
        "day": day,
        "looks": looks,
        "act": act if not why else "",
        "why": why,
        "late": late,
        "done": len(made) == len(LOOKS),
    }


def look(account: Account, edition: Edition, remark: str) -> LedgerEntry:
    """Record one look. Raises Refused or TooLate with a sentence."""
    with transaction.atomic():
        ledger.lock_head()
        account = rights.fresh(account)
        edition = Edition.objects.select_related("item__unit", "item__column", "unit", "column").get(pk=edition.pk)
        dossier = load(account, edition.item_id, edition.number)
        found = card(account, dossier) if dossier else None
        if found is None:
            raise TooLate("这一稿现在不用补看，请刷新再看。")
        if found["done"]:
            raise TooLate("两遍都有人看过了。")
        if not found["act"]:
            raise Refused(f"{found['why'] or '补看由本栏目的信息员和分管领导办，值班不算'}。")
        texts = {"remark": remark.strip()[:300] or "已补看，没有问题"}
        row = ledger.append(
            rights.actor(account, ordinary_seat(account, found["act"], edition)), found["act"], edition=edition,
            from_state=edition.state, to_state=edition.state, texts=texts,
        )  # fmt: skip
        duties.look(ROOM.key)
        return row


@require_POST
@staff_page
def look_again(request: HttpRequest, uuid) -> HttpResponse:
    number = request.POST.get("number", "")
    dossier = load(request.user, uuid, int(number) if number.isascii() and number.isdigit() else None)
    if dossier is None or dossier.edition.kind not in urgent_kinds():
        raise Http404
    attempt(request, look, dossier.edition, request.POST.get("remark", ""), said="已记下：补看过，没有问题。")
    return redirect(f"{reverse('desk:review', args=[uuid])}?edition={dossier.edition.number}")


urlpatterns = [path("items/<uuid:uuid>/look-again/", look_again, name="look_again")]
