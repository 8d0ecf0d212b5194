"""Persons and their accounts. The administrator makes them - save where the person decides or watches:
there a further account, a new password and switching on again wait for a leader, and inspection reads of
it. A forgotten signing code is renewed by two leaders. Nothing here gives anybody a right.
"""

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import appointments, clock, ledger, pending, rights
from .characters import one_line
from .checks import Incomplete, Refused, TooLate
from .models import Account, Appointment, LedgerEntry, PendingChange, Person
from .models.people import REVIEWING, SYSTEM_NUMBER

MODELS = {"account": "账号", "code": "签发码"}
NEW_ACCOUNT, NEW_PASSWORD, SWITCH_ON, NEW_CODE = "另设账号", "重置密码", "恢复启用", "重设签发码"
NO_SECOND_FACTOR = "撤销两步验证"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper


@dataclass(frozen=True)
class Done:
    """password: the temporary one, to be shown once. waiting: the change that a leader must confirm first."""

    password: str = ""
    waiting: PendingChange | None = None


def holds_reviewing(person: Person) -> bool:
    """Does the person hold a reviewing post, now or later, or stand proposed for one?"""
    posts = Appointment.objects.filter(person=person, post__kind__in=REVIEWING, ended_row=None, refused_row=None)
    return posts.filter(Q(ends=None) | Q(ends__gt=clock.now())).exists()


def create_person(account: Account, staff_number: str, name: str, phone: str = "") -> Person:
    seat = _administering_seat(account)
    person = Person(staff_number=one_line(staff_number), name=one_line(name), phone=one_line(phone))
    _validate(person)
    with transaction.atomic():
        person.save(force_insert=True)
        _record(account, seat, f"登记人员{person}")
    return person


def rename_person(account: Account, person: Person, name: str, phone: str) -> None:
    """Correct a name or an internal number. Old rows keep the name as it was."""
    seat = _administering_seat(account)
    stored = Person.objects.get(pk=person.pk)
    before, stored.name, stored.phone = str(stored), one_line(name), one_line(phone)
    _validate(stored)
    with transaction.atomic():
        stored.save(update_fields=["name", "phone"])
        _record(account, seat, f"人员{before}改为{stored}")


def create_account(account: Account, person: Person, username: str) -> Done:
    """An account for the person; a further one for a reviewer waits for a leader."""
    seat = _administering_seat(account)
    _not_the_system(person)
    _validate(Account(username=username, person=person, password="!"))
    if holds_reviewing(person) and person.accounts.exists():
        return Done(waiting=_propose(account, seat, "account", f"new:{username}", person, NEW_ACCOUNT, username))
    with transaction.atomic():
        _record(account, seat, f"新设账号{username}（{person}）")
        return Done(password=_make_account(person, username))


def reset_password(account: Account, target: Account) -> Done:
    seat = _administering_seat(account)
    person = _person_of(target)
    if holds_reviewing(person):
        return Done(waiting=_propose(account, seat, "account", str(target.pk), person, NEW_PASSWORD, target.username))
    with transaction.atomic():
        _record(account, seat, f"重置{target.username}（{person}）的密码")
        return Done(password=_give_password(target.pk))


def deactivate(account: Account, target: Account) -> None:
    """At once, whoever it is: a stolen account must not wait."""
    seat = _administering_seat(account)
    person = _person_of(target)
    with transaction.atomic():
        if not Account.objects.filter(pk=target.pk, is_active=True).update(is_active=False):
            raise TooLate("这个账号已经停用了。")
        _record(account, seat, f"停用账号{target.username}（{person}）")


def reactivate(account: Account, target: Account) -> Done:
    seat = _administering_seat(account)
    person = _person_of(target)
    if Account.objects.filter(pk=target.pk, is_active=True).exists():
        raise TooLate("这个账号本来就启用着。")
    if holds_reviewing(person):
        return Done(waiting=_propose(account, seat, "account", str(target.pk), person, SWITCH_ON, target.username))
    with transaction.atomic():
        Account.objects.filter(pk=target.pk).update(is_active=True)
        _record(account, seat, f"恢复启用账号{target.username}（{person}）")
    return Done()


def remove_second_factor(account: Account, target: Account) -> Done:
    """The phone is lost and so are the recovery codes."""
    seat = _administering_seat(account)
    person = _person_of(target)
    if holds_reviewing(person):
        return Done(
            waiting=_propose(account, seat, "account", str(target.pk), person, NO_SECOND_FACTOR, target.username)
        )
    with transaction.atomic():
        _forget_devices(target.pk)
        _record(account, seat, f"撤销{target.username}（{person}）的两步验证")
    return Done()


def propose_new_code(account: Account, person: Person) -> PendingChange:
    """A forgotten signing code: one leader proposes, another confirms and is shown the activation word."""
    seat = rights.seat_for(account, "appoint")
    if seat is None:
        raise Refused("重设签发码由领导提出、另一位领导确认，系统管理员不能办。")
    if account.person_id == person.pk:
        raise Refused("自己的签发码忘了，请另一位领导替您提出。")
    if not person.has_code:
        raise Incomplete("这个人还没有签发码，用确认任职时显示的启用码设置就行。")
    return _propose(account, seat, "code", str(person.pk), person, NEW_CODE, str(person))


def change_own_password(account: Account, password: str) -> None:
    """The person's own new password; the form has checked the old one."""
    with transaction.atomic():
        account.set_password(password)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])
        ledger.append(
            rights.actor(account), "change_account", subject=f"{account.username}自己改了密码", visibility="inspection"
        )


def concerned(change: PendingChange) -> Person | None:
    """Whose account or code a waiting change is about; None for settings."""
    if change.model not in MODELS:
        return None
    return Person.objects.filter(staff_number=change.new["工号"]).first()


def carry_out(change: PendingChange, row: LedgerEntry) -> str:
    """What a confirmed change of an account does, inside the confirming transaction."""
    person = Person.objects.get(staff_number=change.new["工号"])
    what = change.new["事项"]
    if what == NEW_ACCOUNT:
        return _make_account(person, change.new["账号"])
    if what == NEW_PASSWORD:
        return _give_password(int(change.object_pk))
    if what == SWITCH_ON:
        Account.objects.filter(pk=change.object_pk).update(is_active=True)
        return ""
    if what == NO_SECOND_FACTOR:
        _forget_devices(int(change.object_pk))
        return ""
    Person.objects.filter(pk=person.pk).update(signing_code="", code_failures=0, code_locked_until=None)
    person.refresh_from_db()
    return appointments.activation_word(person)


def _administering_seat(account: Account) -> rights.Seat:
    seat = rights.seat_for(account, "administer")
    if seat is None:
        raise Refused("人员和账号由系统管理员管理。")
    return seat


def _not_the_system(person: Person) -> None:
    if person.staff_number == SYSTEM_NUMBER:
        raise Refused("“系统”不是人，不能有登录账号，也不能改。")


def _person_of(target: Account) -> Person:
    if target.person is None:
        raise Incomplete("这个账号没有对应的人员，先补上人员再办。")
    _not_the_system(target.person)
    return target.person


def _propose(
    account: Account, seat: rights.Seat, model: str, pk: str, person: Person, what: str, username: str
) -> PendingChange:
    new = {"事项": what, "姓名": person.name, "工号": person.staff_number}
    if model == "account":
        new["账号"] = username
    return pending.store(
        rights.actor(account, seat), model, pk, f"{what}：{person.name}", old={}, new=new,
        subject=f"{what}：{username}（{person}）" if model == "account" else f"{what}：{person}", texts={"new": new},
    )  # fmt: skip


def _record(account: Account, seat: rights.Seat, subject: str) -> None:
    ledger.append(rights.actor(account, seat), "change_account", subject=subject)


def _validate(thing: Person | Account) -> None:
    try:
        thing.full_clean()
    except ValidationError as error:
        raise Incomplete(pending.sentences(thing, error)) from None


def _make_account(person: Person, username: str) -> str:
    fresh = Account(username=username, person=person, must_change_password=True)
    _validate_username(fresh)
    password = temporary_password()
    fresh.set_password(password)
    fresh.save(force_insert=True)
    return password


def _validate_username(fresh: Account) -> None:
    if Account.objects.filter(username=fresh.username).exists():
        raise TooLate(f"账号名“{fresh.username}”已经有人用了，请换一个。")


def _give_password(account_pk: int) -> str:
    password = temporary_password()
    Account.objects.filter(pk=account_pk).update(password=make_password(password), must_change_password=True)
    return password


def _forget_devices(account_pk: int) -> None:
    TOTPDevice.objects.filter(user_id=account_pk).delete()
    StaticDevice.objects.filter(user_id=account_pk).delete()


def temporary_password() -> str:
    """Three groups of four to be read aloud or copied from paper; changed at the first login."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
