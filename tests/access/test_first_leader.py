"""appoint_first_leader: once, at installation, recorded, with clear sentences when it cannot be."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit import accounts, appointments, rights
from audit.models import Account, Appointment, Column, LedgerEntry, Person, Post

LEADER, PRINCIPAL = ["L-1", "李示例", "li"], ["L-2", "孙示例", "sun"]


def run(leader=LEADER, principal=PRINCIPAL):
    out = StringIO()
    call_command("appoint_first_leader", leader=leader, principal=principal, stdout=out)
    return out.getvalue()


def nothing_happened():
    assert not Appointment.objects.exists() and not Post.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not Account.objects.filter(username__in=["li", "sun"]).exists()
    return True


@pytest.fixture
def columns(db):
    return [Column.objects.create(slug=slug, name=slug) for slug in ("one", "two")]


def test_the_first_leader_and_the_principal(columns):
    said = run()
    li, sun = (Account.objects.get(username=name) for name in ("li", "sun"))
    assert all(rights.can(li, "lead", column) for column in columns)
    assert all(rights.can(sun, "countersign", column) for column in columns)
    passwords = re.findall(r"临时密码 (\S+)", said)
    assert li.check_password(passwords[0]) and sun.check_password(passwords[1])
    assert li.must_change_password and sun.must_change_password
    words = re.findall(r"启用码 (\d{8})", said)
    appointments.set_code(li, "246810", activation=words[0])
    appointments.set_code(sun, "135790", activation=words[1])
    rows = LedgerEntry.objects.filter(act="appoint_first")
    assert [row.subject for row in rows] == ["李示例（L-1）任职分管政务公开领导", "孙示例（L-2）任职主要负责人"]
    assert {row.account_name for row in rows} == {"system"}


def test_the_two_can_go_on_by_themselves(columns):
    run()
    li, sun = (Account.objects.select_related("person").get(username=name) for name in ("li", "sun"))
    officer = Person.objects.create(staff_number="L-3", name="王示例")
    post = appointments.create_post(li, "党政办信息员", "officer", columns)
    appointments.confirm(sun, appointments.propose(li, officer, post))
    assert Appointment.objects.get(person=officer).confirmed_row


def test_a_second_time_is_refused_with_a_sentence(columns):
    run()
    before = LedgerEntry.objects.count()
    with pytest.raises(CommandError, match="只能做一次"):
        run(["L-8", "甲", "jia"], ["L-9", "乙", "yi"])
    assert LedgerEntry.objects.count() == before
    assert not Account.objects.filter(username="jia").exists()


def test_a_person_known_already_keeps_her_account_and_password(columns):
    person = Person.objects.create(staff_number="L-1", name="李示例")
    account = Account.objects.create_user("li", password="her-own-password", person=person)
    assert "沿用原来的" in run()
    account.refresh_from_db()
    assert account.check_password("her-own-password")


def test_without_columns_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="还没有栏目"):
        run()
    assert nothing_happened()


@pytest.mark.parametrize(
    ("leader", "principal", "sentence"),
    [
        (["L-1", "李示例", "li"], ["L-1", "李示例", "sun"], "两个人"),
        (["L-1", "李示例", "li"], ["L-2", "孙示例", "li"], "两个人"),
        (["", "李示例", "li"], PRINCIPAL, "不能空着"),
        (["L-1", " \u200b ", "li"], PRINCIPAL, "不能空着"),
        (["SYSTEM", "李示例", "li"], PRINCIPAL, "系统"),
        (["L-1", "李示例", "system"], PRINCIPAL, "别人的"),
        (["L-1", "李示例", "li li"], PRINCIPAL, ""),
        (["L-1", "李" * 60, "li"], PRINCIPAL, ""),
        (["L" * 30, "李示例", "li"], PRINCIPAL, ""),
        (["K-1", "换了名", "li"], PRINCIPAL, "登记的是"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stays(columns, leader, principal, sentence):
    Person.objects.create(staff_number="K-1", name="本名")
    with pytest.raises(CommandError) as refused:
        run(leader, principal)
    assert sentence in str(refused.value) and str(refused.value).strip()
    assert nothing_happened()


def test_an_administrator_who_may_register_people_and_nothing_else(columns):
    out = StringIO()
    call_command(
        "appoint_first_leader", leader=LEADER, principal=PRINCIPAL, administrator=["L-3", "马示例", "ma"], stdout=out
    )
    ma = Account.objects.select_related("person").get(username="ma")
    assert [right for right in rights.RIGHTS if rights.can(ma, right)] == ["administer", "staff"]
    assert accounts.create_person(ma, "L-4", "王示例").pk
    assert len(re.findall(r"启用码 \d{8}", out.getvalue())) == 2
    assert not Person.objects.get(staff_number="L-3").activation


def test_a_leader_is_not_the_administrator_too(columns):
    with pytest.raises(CommandError, match="另有其人"):
        call_command("appoint_first_leader", leader=LEADER, principal=PRINCIPAL, administrator=["L-1", "李示例", "ma"])
    assert nothing_happened()
