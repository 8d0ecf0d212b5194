"""任职: who is given which post, proposed by one person and confirmed by another.

A reviewing post (信息员, 分管领导, 主要负责人, 纪检监察) is given by a leader and confirmed by another leader or
the principal, never by the administrator nor by whom it is given to, and ended by two in the same way; the others
are given and ended by the administrator or a leader. Anybody may end an own one at once.
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.db import transaction
from guardian.shortcuts import assign_perm

from . import clock, duties, ledger, rights
from .checks import Incomplete, Refused, TooLate
from .models import Account, Appointment, Column, Duty, LedgerEntry, Person, Post, Unit
from .models.people import REVIEWING, PostKind
from .wrong_codes import count_wrong_code


def make_post(title: str, kind: str, objects: list[Unit] | list[Column] = ()) -> Post:  # type: ignore[assignment]
    """A post, its group, and the guardian permissions of the group on its units or columns."""
    with transaction.atomic():
        post = Post.objects.create(group=Group.objects.create(name=f"岗位：{title}"), title=title, kind=kind)
        for thing in objects:
            assign_perm(f"audit.{rights.PERMISSION[PostKind(kind)]}", post.group, thing)
    return post


def create_post(account: Account, title: str, kind: str, objects: list[Unit] | list[Column] = ()) -> Post:  # type: ignore[assignment]
    """A post made by a person: one that reviews by a leader, others also by the administrator. What it reaches
    never changes afterwards; an appointment to it is confirmed with that before the eyes."""
    seat = rights.seat_for(account, "appoint")
    if seat is None and kind not in REVIEWING:
        seat = rights.seat_for(account, "administer")
    if seat is None:
        raise Refused("审核岗位由领导设立，系统管理员不能设。")
    wanted = rights.PERMISSION.get(PostKind(kind))
    if wanted and not objects:
        raise Incomplete("请选这个岗位管哪些单位或栏目。")
    if Post.objects.filter(title=title).exists():
        raise Incomplete(f"已经有“{title}”这个岗位了，请换个名称。")
    reach = "、".join(thing.name for thing in objects) or "全镇"
    with transaction.atomic():
        ledger.append(rights.actor(account, seat), "make_post", subject=f"{title}（{PostKind(kind).label}）：{reach}")
        return make_post(title, kind, objects if wanted else [])


def subject_of(person: Person, post: Post, mode: str) -> str:
    """What the rows of an appointment name; a guard spells the same in SQL."""
    label = dict(Appointment.Mode.choices)[mode]
    return f"{person.name}（{person.staff_number}）{label}{post.title}"


def appoint_first(account: Account, posts: list[tuple[Person, Post]]) -> list[Appointment]:
    """Once, at installation: the principal and the first leader, recorded as such in the ledger."""
    with transaction.atomic():
        ledger.lock_head()
        if LedgerEntry.objects.filter(act="appoint_first").exists():
            raise Refused("首任任命只能在安装时做一次，已经做过了。")
        found = []
        for person, post in posts:
            row = ledger.append(
                ledger.Actor(account, "安装"), "appoint_first", subject=subject_of(person, post, "holder")
            )
            found.append(
                Appointment.objects.create(
                    person=person, post=post, starts=row.at,
                    proposed_row=row.number, confirmed_row=row.number,
                )
            )  # fmt: skip
    return found


def propose(
    account: Account, person: Person, post: Post, *, mode: str = "holder",
    starts: datetime | None = None, ends: datetime | None = None, remark: str = "",
) -> Appointment:  # fmt: skip
    """Name somebody for a post. Takes effect at once for ordinary posts, else when another confirms."""
    seat = rights.seat_for(account, "appoint")
    if seat is None and not post.reviewing:
        seat = rights.seat_for(account, "administer")
    if seat is None:
        raise Refused("审核岗位由领导提名、另一位领导确认，系统管理员不能任命。")
    if post.reviewing and person.pk == account.person_id:
        raise Refused("不能提名自己担任审核岗位。")
    with transaction.atomic():
        row = ledger.append(
            rights.actor(account, seat), "appoint", subject=subject_of(person, post, mode),
            texts={"remark": remark} if remark else None,
        )  # fmt: skip
        appointment = Appointment(
            person=person, post=post, mode=mode, starts=starts or row.at, ends=ends,
            proposed_row=row.number, confirmed_row=None if post.reviewing else row.number,
        )  # fmt: skip
        appointment.full_clean(exclude=["proposed_row", "confirmed_row"])
        appointment.save()
    return appointment


def confirm(account: Account, appointment: Appointment) -> str:
    """Confirm another's proposal. Returns the activation word for a first signing code ('' if none needed)."""
    _settle(account, appointment, "confirm_appointment", confirmed_row=True)
    person = appointment.person
    return activation_word(person) if appointment.post.kind in (*_signers(), PostKind.INSPECTOR) else ""


def activation_word(person: Person) -> str:
    """A fresh word, to be shown once, that lets the person set a first signing code; '' where there is a code."""
    if person.has_code:
        return ""
    word = f"{secrets.randbelow(10**8):08d}"
    Person.objects.filter(pk=person.pk).update(activation=make_password(word))
    return word


def _signers() -> tuple[str, ...]:
    return (PostKind.LEADER, PostKind.PRINCIPAL)


def refuse(account: Account, appointment: Appointment) -> None:
    _settle(account, appointment, "refuse_appointment", refused_row=True)


def _settle(account: Account, appointment: Appointment, act: str, **which: bool) -> LedgerEntry:
    seat = rights.seat_for(account, "appoint")
    if seat is None:
        raise Refused("任职要由领导确认。")
    with transaction.atomic():
        ledger.lock_head()
        proposal = LedgerEntry.objects.get(number=appointment.proposed_row)
        assert account.person is not None
        if proposal.person_number == account.person.staff_number:
            raise Refused("您提名的任职，要由另一位领导确认。")
        if act == "confirm_appointment" and appointment.person_id == account.person_id:
            raise Refused("您自己的任职，要由另一位领导确认。")
        row = ledger.append(rights.actor(account, seat), act, refers_to=proposal.number, subject=proposal.subject)
        settled = Appointment.objects.waiting().filter(pk=appointment.pk)
        if not settled.update(**dict.fromkeys(which, row.number)):
            raise TooLate("这条任职已经有人处理过了，请刷新再看。")
    appointment.refresh_from_db()
    return row


def end(account: Account, appointment: Appointment) -> bool:
    """End an appointment now. A reviewing post of somebody else takes two persons: the first call proposes it, that of
    another completes it. False where it waits for the second."""
    own = account.person_id is not None and appointment.person_id == account.person_id
    actor = rights.actor(account, None if own else _ending_seat(account, appointment))
    subject = subject_of(appointment.person, appointment.post, appointment.mode)
    with transaction.atomic():
        ledger.lock_head()
        appointment.refresh_from_db()
        if appointment.ended_row or appointment.refused_row:
            raise TooLate("这条任职已经结束了。")
        alone = own or not appointment.post.reviewing or not appointment.confirmed_row
        if not alone and not _another_proposed(account, appointment):
            ledger.append(actor, "propose_end_appointment", refers_to=appointment.proposed_row, subject=subject)
            return False
        row = ledger.append(actor, "end_appointment", refers_to=appointment.proposed_row, subject=subject)
        Appointment.objects.filter(pk=appointment.pk).update(ended_row=row.number)
    appointment.refresh_from_db()
    return True


def _ending_seat(account: Account, appointment: Appointment) -> rights.Seat:
    seat = rights.seat_for(account, "appoint")
    if seat is None and not appointment.post.reviewing:
        seat = rights.seat_for(account, "administer")
    if seat is None:
        raise Refused("审核岗位的任职由领导结束。")
    return seat


def endings(appointments: Iterable[Appointment]) -> dict[int, LedgerEntry]:
    """Who first proposed to end each: by the appointment's proposing row."""
    proposed = [appointment.proposed_row for appointment in appointments]
    rows = LedgerEntry.objects.filter(act="propose_end_appointment", refers_to__in=proposed)
    return {row.refers_to or 0: row for row in rows.order_by("-number")}


def _another_proposed(account: Account, appointment: Appointment) -> bool:
    """Incomplete where this person proposed it already."""
    first = endings([appointment]).get(appointment.proposed_row)
    assert account.person is not None
    if first and first.person_number == account.person.staff_number:
        raise Incomplete("您已经提出结束，要由另一位领导或主要负责人确认。")
    return first is not None


def set_code(account: Account, code: str, *, old: str = "", activation: str = "") -> None:
    """Set the personal signing code: with the old one, or the first time with the activation word the
    confirming leader was shown. So an administrator who knows a leader's password still cannot sign."""
    person = account.person
    if person is None:
        raise Refused("这个账号没有对应的人员。")
    person = Person.objects.get(pk=person.pk)
    if not (code.isascii() and code.isdigit() and 6 <= len(code) <= 20) or len(set(code)) < 3:
        raise Incomplete("签发码至少六位数字，不要用重复的数字。")
    if person.code_locked_until and person.code_locked_until > clock.now():
        raise Refused("连续输错，已暂停使用 15 分钟，请稍后再试。")
    if person.has_code and not check_password(old, person.signing_code):
        _count_wrong_code(account, person)
        raise Refused("原签发码不对。忘了请另一位领导替您提出重设。连错 5 次会暂停 15 分钟。")
    if not person.has_code and not (person.activation and check_password(activation, person.activation)):
        _count_wrong_code(account, person)
        raise Refused("启用码不对。启用码在确认任职时显示给确认的领导，请当面问她。连错 5 次会暂停 15 分钟。")
    with transaction.atomic():
        ledger.append(rights.actor(account), "set_code", subject=str(person), visibility="inspection")
        Person.objects.filter(pk=person.pk).update(
            signing_code=make_password(code), activation="", code_failures=0, code_locked_until=None
        )


def _count_wrong_code(account: Account, person: Person) -> None:
    """Guessing here locks the code as guessing at a signature does: one row a lock."""
    if count_wrong_code(person, clock.now()):
        ledger.record(rights.actor(account), "lockout", subject="签发码", visibility="inspection")


def missing_people(at: datetime | None = None) -> list[str]:
    """Sentences naming the posts where one person, or nobody, is left for both steps."""
    at = at or clock.now()
    persons: dict[str, set[int]] = {PostKind.OFFICER: set(), PostKind.LEADER: set()}
    for kind, person in Appointment.objects.active(at).values_list("post__kind", "person_id"):
        if kind in persons:
            persons[kind].add(person)
    found = []
    for kind, people in persons.items():
        if not people:
            found.append(f"现在没有人担任{PostKind(kind).label}，请领导任命。")
        elif len(people) == 1:
            found.append(f"{PostKind(kind).label}只有一人，她经手过的信息没人能审，请任命代理。")
    both = persons[PostKind.OFFICER] | persons[PostKind.LEADER]
    if all(persons.values()) and len(both) == 1:
        found.append("初审和签发只剩同一个人，任何信息都不能公开，请任命代理。")
    return found


def vacancies(today: date) -> list[Duty]:
    """The same for the desks of those who appoint, administer or review."""
    audience = duties.to("appoint", "administer", "review")
    return [Duty(title=sentence, audience=audience) for sentence in missing_people()]
