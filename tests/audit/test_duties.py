"""The rooms' duties: stored by a scheduled check, read by the desk in one query, never in the way of an erasure."""

import pytest
from django.urls import reverse

from audit import appointments, duties, rights, tasks
from audit.models import Account, Column, Duty, Unit
from tests.cast import end_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(monkeypatch):
    """A room whose findings the test says."""
    said = []
    monkeypatch.setitem(duties.ROOMS, "here", duties.Room("here", "这里的事", "办一办。", lambda day: said, most=2))
    return said


def duty(title):
    return Duty(title=title, url="/desk/", button="去看", audience=duties.to("staff"))


def titles(account):
    return [duty.title for duty in duties.of(account).get("here", ())]


def test_a_look_stores_what_it_finds_and_a_second_one_writes_nothing(town, room, django_assert_num_queries):
    room += [duty("甲"), duty("乙")]
    assert duties.look("here") == 1
    kept = list(Duty.objects.filter(room="here").values_list("pk", flat=True))
    assert duties.look("here") == 0
    assert list(Duty.objects.filter(room="here").values_list("pk", flat=True)) == kept
    room[:] = [duty("乙")]
    assert duties.look("here") == 1
    assert titles(town.leader) == ["乙"]
    account = Account.objects.select_related("person").get(pk=town.leader.pk)
    rights.seats(account)
    with django_assert_num_queries(1):
        duties.of(account)


def test_a_room_that_fails_keeps_what_it_said_and_hides_no_other(town, room, monkeypatch, caplog):
    room.append(duty("甲"))
    duties.look()

    def fail(day):
        raise RuntimeError("no")

    monkeypatch.setitem(duties.ROOMS, "here", duties.Room("here", "这里的事", "", fail))
    end_post(town, town.officer2)
    duties.look()
    assert titles(town.leader) == ["甲"] and duties.of(town.leader)["missing"]
    assert "the duties of here could not be found" in caplog.text


def test_more_than_a_person_can_take_in_is_counted(client, town, room):
    room += [duty(title) for title in "甲乙丙丁"]
    duties.look()
    client.force_login(town.reporter)
    [section] = [one for one in client.get(reverse("desk:today")).context["sections"] if one["key"] == "here"]
    assert [row["title"] for row in section["rows"]] == ["甲", "乙"]
    assert section["rows"][1]["note"] == "还有 2 件，先办这些。"


@pytest.mark.parametrize("right", ["draft", "review", "lead", "countersign", "inspect", "window", "withdraw", "read"])
def test_who_sees_a_duty_is_who_has_the_right(town, right):
    accounts = Account.objects.exclude(person=None).select_related("person")
    for unit in Unit.objects.all():
        for column in Column.objects.all():
            one = Duty(audience=duties.to(right, unit=unit, column=column))
            for account in accounts:
                held = rights.seat_for(account, right, unit=unit, column=column) is not None
                assert duties.concerns(account, one) is held, (account.username, unit.slug, column.slug)


def test_the_schedule_finds_a_vacancy_without_anybody_asking(town):
    assert "missing" not in duties.of(town.leader)
    end_post(town, town.officer2)
    tasks.run_due()
    assert [duty.title for duty in duties.of(town.leader)["missing"]] == appointments.missing_people()
    assert "missing" not in duties.of(town.reporter)


def test_an_erasure_leaves_no_quotation_in_a_duty(town, room):
    from tests.audit.test_erasure import erase, leak

    room.append(duty("某某的身份证号"))
    duties.look("here")
    erase(town, leak(town))
    assert not Duty.objects.filter(room="here").exists()
