"""Two for a reviewing post: nobody confirms an own appointment, and ending somebody else's takes a second leader."""

import pytest
from django.db import IntegrityError, connection, transaction

from audit import appointments, clock, guards, ledger, rights, verifier
from audit.checks import Incomplete, Refused, TooLate
from audit.models import Appointment, LedgerEntry
from tests.cast import end_post, make_account

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def post_of(account):
    return Appointment.objects.get(person=account.person, ended_row=None)


@pytest.mark.parametrize("who", ["inspector", "principal", "officer", "leader2"])
def test_one_leader_alone_ends_no_reviewing_post(client, town, who):
    held, page = post_of(getattr(town, who)), "/desk/appointments/"
    client.force_login(town.leader)
    client.post(f"{page}{held.pk}/end/")
    client.post(f"{page}{held.pk}/end/")
    held.refresh_from_db()
    assert held.ended_row is None and rights.seats(getattr(town, who), clock.now())
    assert LedgerEntry.objects.filter(act="propose_end_appointment").count() == 1
    with pytest.raises(Incomplete, match="另一位领导"):
        appointments.end(town.leader, held)
    assert "李示例" in text(client.get(page)) and "提出结束，等另一位领导确认" in text(client.get(page))
    second = town.leader2 if who == "principal" else town.principal
    client.force_login(second)
    shown = client.get(page)
    assert "确认结束" in text(shown)
    assert [entry["count"] for entry in shown.context["desk_menu"] if entry["label"] == "任职"] == [1]
    client.post(f"{page}{held.pk}/end/")
    held.refresh_from_db()
    assert held.ended_row and rights.seats(getattr(town, who), clock.now()) == ()
    with pytest.raises(TooLate):
        appointments.end(town.leader, held)
    assert list(verifier.verify()) == []


def test_a_person_ends_an_own_post_at_once(town):
    held = post_of(town.inspector)
    assert appointments.end(town.inspector, held)
    held.refresh_from_db()
    assert held.ended_row and LedgerEntry.objects.get(number=held.ended_row).person_number == "T-inspector"


def test_an_ordinary_post_is_ended_by_one(town):
    assert appointments.end(town.leader, post_of(town.reporter))
    assert appointments.end(town.admin, post_of(town.window))


def test_nobody_confirms_an_own_appointment(client, town):
    waiting = appointments.propose(town.leader, town.leader2.person, post_of(town.principal).post)
    client.force_login(town.leader2)
    assert "您自己的任职，等另一位领导确认" in text(client.get("/desk/appointments/"))
    with pytest.raises(Refused, match="您自己的任职"):
        appointments.confirm(town.leader2, waiting)
    waiting.refresh_from_db()
    assert waiting.confirmed_row is None
    appointments.confirm(town.principal, waiting)


def refused_by_the_database(appointment, act, **which):
    with pytest.raises(IntegrityError), transaction.atomic():
        name = next(iter(which))
        row = ledger.append(
            ledger.Actor(which[name]), act, refers_to=appointment.proposed_row, subject=str(appointment)
        )
        Appointment.objects.filter(pk=appointment.pk).update(**{name: row.number})


def test_the_database_refuses_a_reviewing_post_ended_by_one(town):
    refused_by_the_database(post_of(town.inspector), "end_appointment", ended_row=town.leader)


def test_the_database_refuses_an_appointment_confirmed_by_who_is_appointed(town):
    waiting = appointments.propose(town.leader, town.leader2.person, post_of(town.principal).post)
    refused_by_the_database(waiting, "confirm_appointment", confirmed_row=town.leader2)


def test_the_verifier_finds_a_reviewing_post_ended_by_one_behind_the_guards(town):
    end_post(town, make_reviewer(town))
    assert list(verifier.verify()) == []
    guards.drop(connection)
    held = post_of(town.inspector)
    row = ledger.record(ledger.Actor(town.leader), "end_appointment", refers_to=held.proposed_row)
    Appointment.objects.filter(pk=held.pk).update(ended_row=row.number)
    assert [str(found) for found in verifier.verify() if found.kind == "appointment"] == [
        f"任职 {held}：审核岗位的任职由一个人结束了"
    ]


def make_reviewer(town):
    account = make_account("newcomer")
    appointments.confirm(town.principal, appointments.propose(town.leader, account.person, post_of(town.officer).post))
    return account
