"""值班表: who is on duty which day. Being on duty is an appointment like any other (`Appointment.Mode.DUTY`): given by a
leader, confirmed by another, ended by two. A month is many of them proposed, and confirmed, in one go.

A day of duty begins at the town's hour and ends at the same hour of the next day; consecutive days are one appointment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import appointments, clock, ledger, rights
from .checks import Incomplete, Refused, TooLate
from .models import Account, Appointment, LedgerEntry, Person, Post
from .models.people import PostKind
from .thresholds import Thresholds

DAY = timedelta(days=1)
OFFICER, LEADER = "officer", "leader"
ROLES = {OFFICER: "值班员", LEADER: "带班领导"}
KINDS = {OFFICER: (PostKind.OFFICER,), LEADER: (PostKind.LEADER, PostKind.PRINCIPAL)}
SIGNERS = KINDS[LEADER]
LIMITS = Thresholds(
    (("duty_begins_hour", "值班从几点换班", 8, "点", "镇值班制度（示例）"),), date(2019, 5, 15),
)  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """One day asked for: who, as what."""

    day: date
    role: str
    person: Person


def hour() -> int:
    return min(max(LIMITS.values()["duty_begins_hour"], 0), 23)


def begins(day: date, at_hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(at_hour)))


def on_duty(at: datetime) -> list[Appointment]:
    """Those on duty now, officers before leaders; one query."""
    every = (*KINDS[OFFICER], *KINDS[LEADER])
    rows = Appointment.objects.active(at).filter(mode="duty", post__kind__in=every).select_related("person", "post")
    return sorted(rows, key=lambda row: (every.index(PostKind(row.post.kind)), row.starts, row.pk))


def between(first: datetime, last: datetime) -> list[Appointment]:
    """Duty that touches the time, also what waits to be confirmed, oldest first; one query."""
    every = (*KINDS[OFFICER], *KINDS[LEADER])
    rows = Appointment.objects.filter(
        Q(ends__gt=first), starts__lt=last, mode="duty", post__kind__in=every, ended_row=None, refused_row=None
    )
    return list(rows.select_related("person", "post").order_by("starts", "id"))


def role_of(appointment: Appointment) -> str:
    return OFFICER if appointment.post.kind in KINDS[OFFICER] else LEADER


def covering(rows: Iterable[Appointment], day: date, at_hour: int) -> dict[str, list[Appointment]]:
    """Role → those on duty in the middle of that day of duty, or who took it over late, until the change of shift."""
    end = begins(day, at_hour) + DAY
    middle = end - DAY / 2
    found: dict[str, list[Appointment]] = {role: [] for role in ROLES}
    for row in rows:
        assert row.ends is not None  # the database asks it of duty
        late = row.starts < end <= row.ends and timezone.localtime(row.ends).hour == at_hour
        if late or row.starts <= middle < row.ends:
            found[role_of(row)].append(row)
    return found


def propose(account: Account, turns: list[Turn], posts: dict[str, Post]) -> int:
    """Propose all or none; how many days. Raises Incomplete, Refused or TooLate."""
    if not rights.can(account, "appoint"):
        raise Refused("值班表由领导排，另一位领导确认。")
    _check(account, turns, posts)
    now, at_hour = clock.now(), hour()
    with transaction.atomic():
        ledger.lock_head()  # two leaders at once: the second sees what the first proposed
        taken = between(begins(turns[0].day, at_hour), begins(turns[-1].day, at_hour) + DAY)
        for turn in turns:
            if covering(taken, turn.day, at_hour)[turn.role]:
                raise TooLate(f"{_said(turn.day)}的{ROLES[turn.role]}已经有人排了，请刷新再看。")
        for first, last in _runs(turns):
            starts = begins(first.day, at_hour)
            appointments.propose(
                account, first.person, posts[first.role], mode="duty", starts=starts if starts > now else None,
                ends=begins(last.day, at_hour) + DAY, remark="值班表",
            )  # fmt: skip
    return len(turns)


def _check(account: Account, turns: list[Turn], posts: dict[str, Post]) -> None:
    if not turns:
        raise Incomplete("还没有选人。选好哪天谁值班，再提出。")
    turns.sort(key=lambda turn: (turn.day, turn.role))
    if turns[0].day < timezone.localtime(clock.now() - timedelta(hours=hour())).date():
        raise Incomplete("已经过去的日子不能补排。")
    for role in {turn.role for turn in turns}:
        if role not in posts or posts[role].kind not in KINDS[role]:
            raise Incomplete(f"请选{ROLES[role]}用哪个岗位。")
    both = {turn.day for turn in turns if (turn.day, turn.person.pk) in {
        (other.day, other.person.pk) for other in turns if other.role != turn.role}}  # fmt: skip
    if both:
        raise Incomplete(
            f"{'、'.join(map(_said, sorted(both)))}值班员和带班领导是同一个人：初审和签发要两个人，请改一个。"
        )
    own = [turn.day for turn in turns if turn.person.pk == account.person_id]
    if own:
        raise Incomplete(f"您自己的班（{'、'.join(map(_said, own))}）要由另一位领导来排，请先空着。")


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _runs(turns: list[Turn]) -> list[tuple[Turn, Turn]]:
    """(first, last) of consecutive days of the same person in the same role."""
    found: list[tuple[Turn, Turn]] = []
    for turn in sorted(turns, key=lambda one: (one.role, one.day)):
        first, last = found[-1] if found else (turn, None)
        if last and last.role == turn.role and last.person == turn.person and last.day + DAY == turn.day:
            found[-1] = (first, turn)
        else:
            found.append((turn, turn))
    return found


def confirm(account: Account, first: datetime, last: datetime) -> tuple[int, list[str]]:
    """Confirm what others proposed for that time, but not one's own; how many, and a sentence for what is left."""
    if not rights.can(account, "appoint") or account.person is None:
        raise Refused("值班表要由另一位领导确认。")
    waiting = [row for row in between(first, last) if row.confirmed_row is None]
    proposed = dict(
        LedgerEntry.objects.filter(number__in=[row.proposed_row for row in waiting]).values_list(
            "number", "person_number"
        )
    )
    done, left = 0, dict[str, None]()
    with transaction.atomic():
        for row in waiting:
            if proposed.get(row.proposed_row) == account.person.staff_number:
                left["您自己提出的，要由另一位领导确认。"] = None
            elif row.person_id == account.person_id:
                left["您本人的班，要由另一位领导确认。"] = None
            elif row.post.kind in SIGNERS and not row.person.has_code:
                left[f"{row.person.name}还没有签发码：请到“任职”里单独确认，当面把启用码交给本人。"] = None
            else:
                appointments.confirm(account, row)
                done += 1
    return done, list(left)
