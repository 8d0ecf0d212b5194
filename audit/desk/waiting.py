"""What lies on somebody's desk: one query over the editions, told apart in words a clerk knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from .. import clock, rights
from ..models import Account, Edition, Hand, LedgerEntry
from ..models.item import urgent_kinds
from ..screening import later
from ..states import OPEN, STATES
from ..working_days import Calendar
from .deadlines import Clock, calendar, clock_of, with_limits

SOON = timedelta(days=3)  # a public notice that ends so soon is shown
ASKED = timedelta(days=7)  # how long a request to take something down stays on the desk
REVIEWS = ("pass", "propose_withhold")


@dataclass(frozen=True)
class Entry:
    """One edition on the desk. blocked: why this person cannot do the next step herself ('' if she can)."""

    edition: Edition
    clock: Clock
    correction: bool
    mine: bool
    turn: bool
    blocked: str

    @property
    def urgent(self) -> str:
        """The word an urgent kind stands on top with, "" for others."""
        return urgent_kinds().get(self.edition.kind, "")

    @property
    def url(self) -> str:
        """Its screen; a taken down edition by its number, for a later one of the item may be confirmed already."""
        place = reverse("desk:review", args=[self.edition.item_id])
        return f"{place}?edition={self.edition.number}" if self.edition.state == "withdrawn" else place

    @property
    def order(self) -> tuple:
        return (not self.urgent, not self.correction, self.clock.due or self.clock.since, self.edition.pk)


def on_desk(account: Account, at: datetime, everything: bool = True, days: Calendar | None = None) -> list[Entry]:
    """Everything on the account's desk, or only what waits in review or to be confirmed; ordered: what is urgent,
    corrections, then what is due.

    days: the calendar of working days where the page has read it already.
    """
    readable = rights.editions(account, "read")
    wanted = Q(state__in=OPEN)
    if rights.can(account, "withdraw"):
        wanted |= Q(state="withdrawn") & ~Exists(_answered("confirm_withdrawal"))
    if everything:
        wanted |= _returned(account) | _published(account, at)
    editions = _annotated(readable.filter(wanted), account, at)
    days = days or calendar()
    return sorted((_entry(account, edition, at, days) for edition in editions), key=lambda entry: entry.order)


def waiting(account: Account, at: datetime, days: Calendar | None = None) -> list[Entry]:
    """What this person can do now, one an item, in the order she meets it going from one to the next."""
    entries = [entry for entry in on_desk(account, at, False, days) if entry.turn and not entry.blocked]
    return list({entry.edition.item_id: entry for entry in reversed(entries)}.values())[::-1]


def _returned(account: Account) -> Q:
    """Came back and nobody has submitted it again: the last edition of an item of hers."""
    last = Edition.objects.filter(item=OuterRef("item")).order_by("-number").values("number")
    return Q(state="returned") & Q(number=Subquery(last[:1])) & _hers(account)


def _published(account: Account, at: datetime) -> Q:
    """Ends within three days, or somebody asks to take it down, or “正在更正” hangs on it."""
    today = clock.local_date(at)
    ending = Q(expires_on__gte=today, expires_on__lte=today + SOON)
    if not rights.can(account, "withdraw"):
        return Q(state="published") & ending & _hers(account)
    return Q(state="published") & (ending | _asked(at) | _hung())


def _asked(at: datetime) -> Exists:
    """Somebody rang for it to be taken down, within the week, and nobody has said no."""
    since = clock.microseconds(at - ASKED)
    return Exists(LedgerEntry.objects.unanswered_requests(OuterRef("item_id")).filter(at_us__gte=since))


def _hung() -> Exists:
    """“本信息正在更正” hangs on this very edition."""
    rows = LedgerEntry.objects.hanging()
    return Exists(rows.filter(item_uuid=OuterRef("item_id"), edition_number=OuterRef("number")))


def units_of(account: Account) -> set[int]:
    """Units she reports for."""
    return {unit for seat in rights.seats(account) if seat.kind in rights.BY_UNIT for unit in seat.units}


def _hers(account: Account) -> Q:
    return Q(item__drafter=account.person_id) | Q(unit__in=units_of(account))


def _answered(act: str) -> QuerySet:
    return LedgerEntry.objects.filter(act=act, refers_to=OuterRef("moved_by"))


def _annotated(editions: QuerySet[Edition], account: Account, at: datetime) -> QuerySet[Edition]:
    hands = Hand.objects.filter(edition=OuterRef("pk"), person=account.person_id)
    number = account.person.staff_number if account.person else ""
    reviewed = LedgerEntry.objects.filter(
        item_uuid=OuterRef("item_id"), edition_number=OuterRef("number"), act__in=REVIEWS, person_number=number
    )
    public = Edition.objects.filter(item=OuterRef("item"), state="published").exclude(pk=OuterRef("pk"))
    editions = editions.annotate(
        touched=Exists(hands),
        drafted=Exists(hands.exclude(kind=Hand.Kind.MEND)),
        reviewed=Exists(reviewed),
        correction=Exists(public),
        asked=_asked(at),
        hung=_hung(),
        stopped=Exists(
            LedgerEntry.objects.filter(  # taken down since it was signed: `checks.due` lets it wait
                act="withdraw", item_uuid=OuterRef("item_id"), number__gt=OuterRef("moved_by_id")
            )
        ),
        found=Subquery(  # by better rules since it was submitted, and not all decided
            LedgerEntry.objects.filter(
                item_uuid=OuterRef("item_id"), edition_number=OuterRef("number"), act__in=later.ACTS
            )
            .order_by("-number")
            .values("act")[:1]
        ),
        drafter_id=F("item__drafter"),
    )
    editions = with_limits(editions, clock.local_date(at)).without_content()
    return editions.select_related("unit", "column", "moved_by__words").order_by("pk")


def _entry(account: Account, edition: Edition, at: datetime, days: Calendar) -> Entry:
    right = STATES[edition.state].keeper
    turn = bool(right) and edition.state not in ("approved", "referred") and rights.can(account, right, edition)
    mine = edition.drafter_id == account.person_id or edition.unit_id in units_of(account)
    blocked = _blocked(edition) if turn else ""
    if edition.state == "withdrawn":
        turn = rights.can(account, "withdraw", edition)
        if account.person and edition.moved_by.person_number == account.person.staff_number:
            blocked = "是您撤下的，要另一个人确认"
    return Entry(edition, clock_of(edition, at, days), edition.correction, mine, turn, blocked)


def _blocked(edition: Edition) -> str:
    if edition.state == "first_review":
        return "这一稿您经手过，要另一位信息员初审" if edition.drafted else ""
    if edition.touched:
        return "这一稿您经手过，要另一位领导签发"
    return "这一稿是您初审的，要另一位领导签发" if edition.reviewed else ""
