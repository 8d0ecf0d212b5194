"""Who may do what. Rights come from appointments alone: a person holds a post from-until, the post's
group holds guardian permissions on units and columns, and a column means its whole subtree.

Each question has two forms side by side: `can(account, right, object)` and a queryset of what it allows.
Nothing here reads `user.groups`, `user.user_permissions` or `is_superuser`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from guardian.models import GroupObjectPermission

from . import clock
from .ledger import Actor
from .models import Account, Appointment, Column, Edition, Item, Unit
from .models.people import SYSTEM_NUMBER, PostKind
from .states import STATES

# The guardian permission a post's group holds on the objects it is for.
PERMISSION = {
    PostKind.REPORTER: "report_for",
    PostKind.HEAD: "head_for",
    PostKind.OFFICER: "review",
    PostKind.LEADER: "lead",
    PostKind.PRINCIPAL: "countersign",
}
BY_UNIT = (PostKind.REPORTER, PostKind.HEAD)

# right → kinds of post that give it, within the post's units or columns.
RIGHTS = {
    "draft": (PostKind.REPORTER, PostKind.HEAD, PostKind.OFFICER),
    "submit": (PostKind.REPORTER, PostKind.HEAD, PostKind.OFFICER),
    "read": (
        PostKind.REPORTER, PostKind.HEAD, PostKind.OFFICER, PostKind.LEADER, PostKind.PRINCIPAL,
        PostKind.INSPECTOR,
    ),
    "review": (PostKind.OFFICER,),
    "lead": (PostKind.LEADER,),
    "countersign": (PostKind.PRINCIPAL,),
    "withdraw": (PostKind.OFFICER, PostKind.LEADER, PostKind.PRINCIPAL),
    # Without an object:
    "inspect": (PostKind.INSPECTOR,),
    "administer": (PostKind.ADMINISTRATOR,),
    "window": (PostKind.WINDOW, PostKind.OFFICER),
    "appoint": (PostKind.LEADER, PostKind.PRINCIPAL),
    "staff": tuple(PostKind),
}  # fmt: skip
EVERYWHERE = (PostKind.INSPECTOR, PostKind.WINDOW, PostKind.ADMINISTRATOR)


@dataclass(frozen=True)
class Seat:
    """One active appointment with what its post reaches: unit ids or column paths."""

    kind: str
    post: str
    mode: str
    on_behalf_of: str
    units: frozenset[int]
    paths: tuple[str, ...]

    def reaches(self, unit: Unit | None, column: Column | None) -> bool:
        """A unit's post asks only for the unit, a column's post only for the column."""
        if self.kind in EVERYWHERE:
            return True
        if self.kind in BY_UNIT:
            return unit is None or unit.pk in self.units
        return column is None or any(column.path.startswith(root) for root in self.paths)


def seats(account: Account, at: datetime | None = None) -> tuple[Seat, ...]:
    """The account's seats now, kept on the account object for the rest of the request (4 queries)."""
    if at is not None:
        return _read_seats(account, at)
    if "_seats" not in account.__dict__:
        account.__dict__["_seats"] = _read_seats(account, clock.now())
    return account.__dict__["_seats"]


def _read_seats(account: Account, at: datetime) -> tuple[Seat, ...]:
    if not account.is_active or not getattr(account, "person_id", None):
        return ()
    active = list(Appointment.objects.active(at).filter(person_id=account.person_id).select_related("post"))
    if not active:
        return ()
    units, paths = _reach({appointment.post.group_id for appointment in active})
    holders = _holders({a.post_id for a in active if a.mode != "holder"}, account.person_id, at)
    return tuple(
        Seat(
            kind=appointment.post.kind,
            post=_title(appointment),
            mode=appointment.mode,
            on_behalf_of=holders.get(appointment.post_id, "") if appointment.mode != "holder" else "",
            units=frozenset(units.get((appointment.post.group_id, PERMISSION.get(kind, "")), ())),
            paths=tuple(paths.get((appointment.post.group_id, PERMISSION.get(kind, "")), ())),
        )
        for appointment in active
        for kind in [PostKind(appointment.post.kind)]
    )


def _title(appointment: Appointment) -> str:
    mark = {"deputy": "（代）", "duty": "（值班）"}.get(appointment.mode, "")
    return appointment.post.title + mark


def _reach(group_ids: set[int]) -> tuple[dict, dict]:
    """(group, codename) → unit ids, and → column paths, from guardian's table."""
    grants = GroupObjectPermission.objects.filter(group_id__in=group_ids).values_list(
        "group_id", "permission__codename", "content_type__model", "object_pk"
    )
    units: dict = {}
    column_ids: dict = {}
    for group_id, codename, model, pk in grants:
        into = units if model == "unit" else column_ids
        into.setdefault((group_id, codename), []).append(int(pk))
    wanted = {pk for pks in column_ids.values() for pk in pks}
    path_of = dict(Column.objects.filter(pk__in=wanted).values_list("pk", "path")) if wanted else {}
    return units, {key: [path_of[pk] for pk in pks if path_of.get(pk)] for key, pks in column_ids.items()}


def _holders(post_ids: set[int], person_id: int | None, at: datetime) -> dict[int, str]:
    """Post → who holds it, for whom the person stands in; nobody where she holds it herself and is on duty besides."""
    if not post_ids:
        return {}
    return dict(
        Appointment.objects.active(at)
        .filter(post_id__in=post_ids, mode="holder")
        .exclude(
            post_id__in=Appointment.objects.active(at).filter(person_id=person_id, mode="holder").values("post_id")
        )
        .values_list("post_id", "person__name")
    )


def fresh(account: Account) -> Account:
    """The account as it is at this moment, its seats unread: one may have ended since the page was asked for."""
    return Account.objects.select_related("person").filter(pk=account.pk).first() or account


def seat_for(account: Account, right: str, *, unit: Unit | None = None, column: Column | None = None) -> Seat | None:
    """The seat from which the account has the right (on what belongs to unit and column), or None."""
    for seat in seats(account):
        if seat.kind not in RIGHTS[right]:
            continue
        if column is None and unit is None:
            return seat
        if right == "submit" and _head_alone_submits(seat, unit):
            continue
        if seat.reaches(unit, column):
            return seat
    return None


def _head_alone_submits(seat: Seat, unit: Unit | None) -> bool:
    return bool(unit and unit.head_submits and seat.kind == PostKind.REPORTER)


def can(account: Account, right: str, subject: Item | Edition | Unit | Column | None = None) -> bool:
    """May the account do this to an item, an edition, a unit or a column - or at all?"""
    if isinstance(subject, Item | Edition):
        return seat_for(account, right, unit=subject.unit, column=subject.column) is not None
    if isinstance(subject, Unit):
        return seat_for(account, right, unit=subject) is not None
    if isinstance(subject, Column):
        return seat_for(account, right, column=subject) is not None
    return seat_for(account, right) is not None


def _allowed(account: Account, right: str, *, prefix: str = "") -> Q:
    """The same question as a condition on rows that have `unit` and `column`."""
    wanted = Q(pk__in=[])
    for seat in seats(account):
        if seat.kind not in RIGHTS[right]:
            continue
        if seat.kind in EVERYWHERE:
            return Q()
        if seat.kind in BY_UNIT:
            mine = Q(**{f"{prefix}unit__in": seat.units})
            if right == "submit" and seat.kind == PostKind.REPORTER:
                mine &= Q(**{f"{prefix}unit__head_submits": False})
            wanted |= mine
        for path in seat.paths:
            wanted |= Q(**{f"{prefix}column__path__startswith": path})
    return wanted


def items(account: Account, right: str) -> QuerySet[Item]:
    """Items the account has the right on: the queryset twin of `can`."""
    return Item.objects.filter(_allowed(account, right))


def editions(account: Account, right: str) -> QuerySet[Edition]:
    return Edition.objects.filter(_allowed(account, right))


def units(account: Account, right: str = "draft") -> QuerySet[Unit]:
    """Units the account may draft for: its own, or all for who holds columns."""
    mine = [seat for seat in seats(account) if seat.kind in RIGHTS[right]]
    if any(seat.kind not in BY_UNIT for seat in mine):
        return Unit.objects.filter(is_active=True)
    return Unit.objects.filter(is_active=True, pk__in={pk for seat in mine for pk in seat.units})


def columns(account: Account, right: str = "draft") -> QuerySet[Column]:
    """Columns the account may draft into: all for a unit's reporter, the subtree for an officer."""
    mine = [seat for seat in seats(account) if seat.kind in RIGHTS[right]]
    if any(seat.kind in BY_UNIT for seat in mine):
        return Column.objects.filter(is_active=True)
    return Column.objects.filter(is_active=True).below([p for seat in mine for p in seat.paths])


def waiting_for(account: Account) -> QuerySet[Edition]:
    """Open editions whose next act is one the account has the right to take."""
    wanted = Q(pk__in=[])
    for right in {state.keeper for state in STATES.values() if state.keeper}:
        states = [name for name, state in STATES.items() if state.keeper == right]
        if any(seat.kind in RIGHTS[right] for seat in seats(account)):
            wanted |= Q(state__in=states) & _allowed(account, right)
    return Edition.objects.filter(wanted).exclude(state="approved")


def actor(account: Account, seat: Seat | None = None) -> Actor:
    seat = seat or next(iter(seats(account)), None)
    return Actor(account, seat.post if seat else "", seat.on_behalf_of if seat else "")


def system_actor() -> Actor:
    """The named account scheduled jobs act as; it has no password and no appointment."""
    account = Account.objects.select_related("person").get(person__staff_number=SYSTEM_NUMBER)
    return Actor(account, "系统")
