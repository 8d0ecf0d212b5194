"""The rules of 群众接访: who may read and write, the term, what is added, how the visitor's name and telephone go.

The window writes; the unit the matter was handed to, the leaders whose columns that unit answers for, the principal and
inspection read. Each question has two forms: `may_read` and the queryset `readable`.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from audit import clock, duties, rights
from audit.models import Account, Duty, HolidayNotice, Threshold
from audit.models.people import PostKind
from audit.screening.passages import HARD, Passage
from audit.screening.rules import Context, find
from audit.working_days import Due

from .models import Reception, ReceptionNote

Kind = ReceptionNote.Kind
WRITERS = "window"
READ_ALL = (PostKind.WINDOW, PostKind.OFFICER, PostKind.INSPECTOR, PostKind.PRINCIPAL)
OF_UNIT = (PostKind.REPORTER, PostKind.HEAD)


class BookError(Exception):
    """A sentence for the person; nothing was written."""


def may_write(account: Account) -> bool:
    return rights.can(account, WRITERS)


def readable(account: Account) -> QuerySet[Reception]:
    wanted = Q(pk__in=[])
    for seat in rights.seats(account):
        if seat.kind in READ_ALL:
            return Reception.objects.all()
        if seat.kind in OF_UNIT:
            wanted |= Q(unit__in=seat.units)
        elif seat.kind == PostKind.LEADER:
            for path in seat.paths:
                wanted |= Q(unit__columns__path__startswith=path)
    return Reception.objects.filter(pk__in=Reception.objects.filter(wanted).values("pk"))


def may_read(account: Account, reception: Reception) -> bool:
    return readable(account).filter(pk=reception.pk).exists()


def may_come_in(account: Account) -> bool:
    """Has somebody any business with the book at all?"""
    return any(seat.kind in (*READ_ALL, *OF_UNIT, PostKind.LEADER) for seat in rights.seats(account))


def number(key: str, on: date) -> int:
    """A term of the rules in force that day."""
    row = Threshold.objects.in_force(on).filter(key=key).order_by("-valid_from").first()
    if row is None:
        raise BookError("还没有规定答复的期限，请告诉系统管理员。")
    return row.value


def due_after(received_on: date) -> Due:
    return HolidayNotice.objects.calendar().after(received_on, number("reception_work_days", received_on))


def private(text: str) -> str:
    """What may not be written down of a visitor: '' where nothing was found."""
    context = Context(today=clock.local_date(clock.now()), office_phones=frozenset())
    found = [finding for finding in find([Passage(text, "内容")], context) if finding.severity == HARD]
    return f"{found[0].sentence}接访登记不写这些。" if found else ""


def record(account: Account, reception: Reception) -> Reception:
    """Enter a visitor's matter with its term, and the first row of its history."""
    if not may_write(account):
        raise BookError("接访由窗口登记，您的岗位不能登记。")
    assert account.person is not None
    reception.due_on = due_after(reception.received_on).day
    reception.personal_until = reception.received_on + timedelta(
        days=number("reception_keep_days", reception.received_on)
    )
    reception.recorder, reception.recorded_at = account.person, clock.now()
    with transaction.atomic():
        reception.save()
        _add(account, reception, Kind.RECEIVED, f"交 {reception.unit.name}，{reception.due_on:%-m月%-d日}前答复。")
        duties.look(ROOM.key)
    return reception


def add(account: Account, reception: Reception, kind: str, text: str, petition_number: str = "") -> None:
    """One more row: followed, answered, closed. Closing needs an answer; the 信访 number is noted once."""
    if not may_write(account):
        raise BookError("接访由窗口记，您的岗位只能看。")
    if private_words := private(text):
        raise BookError(private_words)
    with transaction.atomic():
        stored = Reception.objects.select_for_update().get(pk=reception.pk)
        if stored.closed_on:
            raise BookError("这件已经办结了，不能再写。又来了的，请另登记一次。")
        if kind == Kind.CLOSED and not stored.with_answer():
            raise BookError("还没有答复，不能办结。先记下怎么答复的。")
        if not text.strip():
            raise BookError("请写明做了什么、怎么说的。")
        if petition_number and stored.petition_number and petition_number != stored.petition_number:
            raise BookError(f"信访编号已经记了“{stored.petition_number}”，不能改。")
        changes: dict[str, object] = {"petition_number": petition_number} if petition_number else {}
        if kind == Kind.CLOSED:
            changes["closed_on"] = clock.local_date(clock.now())
        if changes:
            Reception.objects.filter(pk=stored.pk).update(**changes)
        _add(account, stored, kind, text.strip())
        duties.look(ROOM.key)


def _add(account: Account, reception: Reception, kind: str, text: str) -> None:
    actor = rights.actor(account, rights.seat_for(account, WRITERS))
    assert account.person is not None
    ReceptionNote.objects.create(
        reception=reception, kind=kind, text=text, at=clock.now(), person_name=account.person.name, post=actor.post
    )


def erase_due() -> int:
    """Name and telephone of those kept long enough are blanked, also where the matter is still open. May run twice."""
    now = clock.now()
    due = Reception.objects.personal_due(clock.local_date(now))
    done = 0
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            if due.filter(pk=pk).update(visitor="", phone="", erased_at=now):
                ReceptionNote.objects.create(
                    reception_id=pk, kind=Kind.ERASED, at=now, person_name="系统", text="保存期满，称呼和电话已清除。"
                )
                done += 1
    return done


def overdue(today: date) -> list[Duty]:
    """For whoever may read them (`readable`), the longest overdue first."""
    late = Reception.objects.overdue(today).select_related("unit").prefetch_related("unit__columns")
    return [
        Duty(
            title=reception.matter, url=reverse("receptions:one", args=[reception.pk]), late=True, button="去看",
            meta=[reception.unit.short_name, f"{reception.received_on:%-m月%-d日}来访"],
            due=f"应在 {reception.due_on:%-m月%-d日} 前答复", audience=_readers(reception),
        )
        for reception in late.order_by("due_on", "pk")
    ]  # fmt: skip


def _readers(reception: Reception) -> duties.Audience:
    leaders = [[str(PostKind.LEADER), None, column.path] for column in reception.unit.columns.all()]
    everywhere = [[str(kind), None, None] for kind in READ_ALL]
    return [*everywhere, *([str(kind), reception.unit_id, None] for kind in OF_UNIT), *leaders]


ROOM = duties.Room("receptions", "群众来访，过了答复的日子", "先给来访的人回个话，再记下来。", overdue)


def quarters(rows: QuerySet[Reception], on: date) -> list[dict]:
    """Numbers per quarter, newest first: came, answered in time, late, still open and overdue. One query."""
    counted = rows.values("received_on__year", "received_on__month").annotate(
        came=Count("pk"), closed=Count("pk", filter=Q(closed_on__isnull=False)),
        late=Count("pk", filter=Q(closed_on__gt=F("due_on"))), overdue=Count("pk", filter=Q(closed_on=None, due_on__lt=on)),
    ).order_by()  # fmt: skip
    found: dict[tuple[int, int], dict] = {}
    for row in counted:
        key = (row["received_on__year"], (row["received_on__month"] + 2) // 3)
        into = found.setdefault(key, {"came": 0, "closed": 0, "late": 0, "overdue": 0})
        for name in into:
            into[name] += row[name]
    return [
        {"quarter": f"{year}年第{quarter}季度", **found[year, quarter]} for year, quarter in sorted(found, reverse=True)
    ]
