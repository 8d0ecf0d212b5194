"""账号: what an administrator may do alone, what waits for a leader, and that none of it is a signature."""

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, transaction

from audit import accounts, appointments, changes, rights, workflow
from audit.checks import Given, Incomplete, Refused, StepError, TooLate
from audit.models import Account, Appointment, LedgerEntry, LedgerText, PendingChange, Person
from tests.cast import PASSWORD, first_review, make_account, make_notice, sign, signature, submit


def fresh(account):
    return Account.objects.select_related("person").get(pk=account.pk)


def test_a_person_and_a_first_account(town):
    person = accounts.create_person(town.admin, " T-new ", "新示例", "13800000000")
    done = accounts.create_account(town.admin, person, "newcomer")
    made = Account.objects.get(username="newcomer")
    assert made.check_password(done.password) and made.must_change_password and not made.is_staff
    assert not rights.seats(made)
    subjects = [row.subject for row in LedgerEntry.objects.filter(act="change_account")]
    assert subjects == ["登记人员新示例（T-new）", "新设账号newcomer（新示例（T-new））"]
    assert not any(done.password in words.text for words in LedgerText.objects.all())


@pytest.mark.parametrize("who", ["leader", "officer", "reporter", "window", "inspector", "root"])
def test_nobody_else_manages_accounts(town, who):
    account = getattr(town, who)
    person = Person.objects.create(staff_number="T-x", name="某")
    for act in (
        lambda: accounts.create_person(account, "T-y", "某"),
        lambda: accounts.create_account(account, person, "someone"),
        lambda: accounts.reset_password(account, town.reporter),
        lambda: accounts.deactivate(account, town.reporter),
        lambda: accounts.rename_person(account, person, "别名", ""),
    ):
        with pytest.raises(Refused):
            act()
    assert not Account.objects.filter(username="someone").exists()


def test_a_reporters_password_is_reset_at_once(town):
    done = accounts.reset_password(town.admin, town.reporter)
    assert fresh(town.reporter).check_password(done.password)
    assert fresh(town.reporter).must_change_password


@pytest.mark.parametrize("who", ["leader2", "officer", "principal", "inspector"])
def test_a_reviewers_password_waits_for_a_leader(town, who):
    target = getattr(town, who)
    done = accounts.reset_password(town.admin, target)
    assert done.password == ""
    assert fresh(target).check_password(PASSWORD)
    password = changes.confirm_change(town.leader, done.waiting)
    assert fresh(target).check_password(password) and fresh(target).must_change_password
    rows = LedgerEntry.objects.filter(act__in=["propose_change", "confirm_change"])
    assert [row.visibility for row in rows] == ["all", "all"]
    assert all("重置密码" in row.subject and target.person.name in row.subject for row in rows)


def test_who_is_concerned_does_not_confirm_her_own_reset(town):
    done = accounts.reset_password(town.admin, town.leader2)
    with pytest.raises(Refused, match="本人"):
        changes.confirm_change(town.leader2, done.waiting)
    with pytest.raises(Refused):
        changes.confirm_change(town.admin, done.waiting)


def test_somebody_proposed_or_appointed_for_later_counts_as_a_reviewer(town):
    person = accounts.create_person(town.admin, "T-new", "新示例")
    account = make_account("newcomer", person=person)
    assert accounts.reset_password(town.admin, account).password
    post = appointments.make_post("新信息员", "officer", [town.other])
    proposal = appointments.propose(town.leader, person, post)
    assert accounts.reset_password(town.admin, account).waiting
    appointments.refuse(town.leader2, proposal)
    changes.refuse_change(town.leader2, PendingChange.objects.get())
    assert accounts.reset_password(town.admin, account).password


def test_a_further_account_of_a_reviewer_waits(town):
    done = accounts.create_account(town.admin, town.leader2.person, "leader2-home")
    assert done.waiting and not Account.objects.filter(username="leader2-home").exists()
    with pytest.raises(TooLate, match="已有一项"):
        accounts.create_account(town.admin, town.leader2.person, "leader2-home")
    password = changes.confirm_change(town.leader, done.waiting)
    made = Account.objects.get(username="leader2-home")
    assert made.person == town.leader2.person and made.check_password(password)


def test_a_name_taken_meanwhile_is_said_at_confirmation(town):
    done = accounts.create_account(town.admin, town.leader2.person, "twice")
    make_account("twice", person=town.window.person)
    with pytest.raises(TooLate, match="有人用了"):
        changes.confirm_change(town.leader, done.waiting)
    done.waiting.refresh_from_db()
    assert done.waiting.settled_row is None


def test_switching_off_is_at_once_and_on_again_waits(town):
    accounts.deactivate(town.admin, town.leader2)
    assert not fresh(town.leader2).is_active
    assert rights.seats(fresh(town.leader2)) == ()
    with pytest.raises(TooLate):
        accounts.deactivate(town.admin, town.leader2)
    done = accounts.reactivate(town.admin, town.leader2)
    assert not fresh(town.leader2).is_active
    changes.confirm_change(town.leader, done.waiting)
    assert fresh(town.leader2).is_active
    accounts.deactivate(town.admin, town.window)
    accounts.reactivate(town.admin, town.window)
    assert fresh(town.window).is_active


def test_a_forgotten_code_takes_two_leaders(town):
    with pytest.raises(Refused):
        accounts.propose_new_code(town.admin, town.leader2.person)
    with pytest.raises(Refused, match="自己"):
        accounts.propose_new_code(town.leader2, town.leader2.person)
    change = accounts.propose_new_code(town.leader, town.leader2.person)
    for who in (town.admin, town.leader, town.leader2):
        with pytest.raises(Refused):
            changes.confirm_change(who, change)
    word = changes.confirm_change(town.principal, change)
    assert not Person.objects.get(pk=town.leader2.person_id).has_code
    appointments.set_code(fresh(town.leader2), "975310", activation=word)
    assert check_password("975310", Person.objects.get(pk=town.leader2.person_id).signing_code)


@pytest.mark.parametrize(
    "username", ["", " ", "two words", "<script>", "a" * 151, "leader", "x\0y", "名'; DROP TABLE--"]
)
def test_bad_account_names_get_a_sentence(town, username):
    person = accounts.create_person(town.admin, "T-new", "新示例")
    with pytest.raises(Incomplete):
        accounts.create_account(town.admin, person, username)
    assert person.accounts.count() == 0


@pytest.mark.parametrize(
    ("number", "name"), [("", "某"), ("T-a", ""), ("T-leader", "某"), ("9" * 21, "某"), ("T-a", "长" * 51)]
)
def test_bad_persons_get_a_sentence(town, number, name):
    before = Person.objects.count()
    with pytest.raises(Incomplete):
        accounts.create_person(town.admin, number, name)
    assert Person.objects.count() == before


def test_the_system_has_no_login(town):
    system = Account.objects.get(username="system")
    for act in (
        lambda: accounts.create_account(town.admin, system.person, "robot"),
        lambda: accounts.reset_password(town.admin, system),
        lambda: accounts.reactivate(town.admin, system),
    ):
        with pytest.raises(Refused):
            act()


def everything(account):
    """What an administrator with a shell on the permission tables could give herself."""
    account.is_superuser = account.is_staff = True
    account.save()
    account.groups.set(Group.objects.all())
    account.user_permissions.set(Permission.objects.all())
    return fresh(account)


def test_every_group_and_permission_gives_an_administrator_no_signature(town):
    edition = first_review(town, submit(town, make_notice(town)))
    admin = everything(town.admin)
    for act in ("sign", "pass", "return", "withdraw", "countersign"):
        with pytest.raises(StepError):
            workflow.take_step(admin, act, edition, signature())
    assert workflow.allowed_acts(admin, edition) == []
    edition.refresh_from_db()
    assert edition.state == "leader_review"
    assert not rights.can(admin, "appoint") and not rights.editions(admin, "lead").exists()


def test_a_superuser_appoints_no_reviewer(town):
    admin = everything(town.admin)
    post = Appointment.objects.get(person=town.leader2.person).post
    for who in (admin, fresh(town.root)):
        with pytest.raises(Refused):
            appointments.propose(who, town.window.person, post)
    proposal = appointments.propose(town.leader, town.window.person, post)
    with pytest.raises(Refused):
        appointments.confirm(admin, proposal)


def test_a_leaders_password_in_other_hands_signs_nothing(town):
    """Even when the administrator learns it (looks over a shoulder, owns the table of accounts)."""
    edition = first_review(town, submit(town, make_notice(town)))
    stolen = fresh(town.leader)
    stolen.set_password("the-administrators-own-1")
    stolen.save()
    thief = fresh(stolen)
    assert thief.check_password("the-administrators-own-1")
    for code in ("", "000000", "123456"):
        with pytest.raises(StepError):
            workflow.take_step(thief, "sign", edition, Given(code=code, has_read=True))
    with pytest.raises(Refused, match="原签发码不对"):
        appointments.set_code(thief, "246810", old="")
    with pytest.raises(Refused):
        appointments.set_code(thief, "246810", activation="00000000")
    edition.refresh_from_db()
    assert edition.state == "leader_review"
    assert sign(town, edition).state == "published"


def test_a_leader_without_a_code_cannot_be_given_one_by_the_administrator(town):
    Person.objects.filter(pk=town.leader2.person_id).update(signing_code="", activation="")
    with pytest.raises(Refused, match="启用码"):
        appointments.set_code(fresh(town.leader2), "246810", activation="")


def test_an_account_cannot_be_linked_to_another_person(town):
    for target, person in ((town.admin, town.leader.person), (town.leader, town.admin.person)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Account.objects.filter(pk=target.pk).update(person=person)
        with pytest.raises(DatabaseError), transaction.atomic():
            Account.objects.filter(pk=target.pk).update(person=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=town.admin.person_id).update(staff_number="T-leader-old")


def test_no_model_form_can_reach_a_signing_code():
    from django.forms import modelform_factory

    form = modelform_factory(Person, fields="__all__")
    assert not {"signing_code", "activation", "code_failures", "code_locked_until"} & set(form.base_fields)
