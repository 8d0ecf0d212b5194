"""值班表: a month in one go, proposed by one leader and confirmed by another; rights begin and end with the shift."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import clock, rights, roster
from audit.checks import Incomplete, Refused, TooLate
from audit.clock import example_clock
from audit.models import Account, Appointment, Post
from audit.roster import LEADER, OFFICER, Turn
from tests.emergency.making import local, with_phone

pytestmark = pytest.mark.django_db


def again(account):
    return Account.objects.select_related("person").get(pk=account.pk)


def posts():
    return {
        OFFICER: Post.objects.get(title="党政办信息员"), LEADER: Post.objects.get(title="分管财政副镇长")
    }  # fmt: skip


def tomorrow(days=1):
    return clock.local_date(clock.now()) + timedelta(days=days)


def proposed(town, by=None, days=(1, 2), officer=None, leader=None):
    officer, leader = (officer or town.window).person, (leader or town.leader2).person
    turns = [Turn(tomorrow(n), role, who) for n in days for role, who in ((OFFICER, officer), (LEADER, leader))]
    return roster.propose(by or town.leader, turns, posts())


def confirmed(town, by):
    first = roster.begins(tomorrow(0), roster.hour())
    return roster.confirm(by, first, first + timedelta(days=40))


def test_consecutive_days_are_one_appointment_from_eight_to_eight(town):
    assert proposed(town, days=(1, 2, 4)) == 6
    rows = Appointment.objects.filter(mode="duty", post__kind="officer").order_by("starts")
    assert [(row.starts, row.ends) for row in rows] == [
        (roster.begins(tomorrow(1), 8), roster.begins(tomorrow(3), 8)), (roster.begins(tomorrow(4), 8), roster.begins(tomorrow(5), 8))
    ]  # fmt: skip
    assert all(row.confirmed_row is None for row in rows), "nobody reviews before another leader has confirmed"


def test_another_leader_confirms_and_the_rights_last_as_long_as_the_shift(town):
    proposed(town)
    assert confirmed(town, town.leader) == (0, ["您自己提出的，要由另一位领导确认。"])
    assert confirmed(town, town.leader2) == (1, ["您本人的班，要由另一位领导确认。"])
    assert confirmed(town, town.principal) == (1, [])
    shift = roster.begins(tomorrow(1), 8)
    for at, may in ((shift - timedelta(minutes=1), False), (shift, True), (shift + timedelta(days=2), False)):
        with example_clock(at):
            assert rights.can(again(town.window), "review") is may
            assert bool(roster.on_duty(at)) is may


def test_who_holds_the_post_herself_acts_for_nobody_while_on_duty(town):
    proposed(town, officer=town.officer)
    confirmed(town, town.principal)
    with example_clock(roster.begins(tomorrow(1), 8)):
        (seat,) = [seat for seat in rights.seats(again(town.officer)) if seat.mode == "duty"]
    assert seat.on_behalf_of == ""


def test_what_a_roster_refuses(town):
    with pytest.raises(Incomplete, match="同一个人"):
        proposed(town, officer=town.window, leader=town.window)
    with pytest.raises(Incomplete, match="要由另一位领导来排"):
        proposed(town, leader=town.leader)
    with pytest.raises(Incomplete, match="已经过去"):
        proposed(town, days=(-2,))
    with pytest.raises(Refused):
        proposed(town, by=town.admin)
    with pytest.raises(Refused):
        confirmed(town, town.officer)
    proposed(town)
    with pytest.raises(TooLate, match="已经有人排了"):
        proposed(town, by=town.principal)
    assert Appointment.objects.filter(mode="duty").count() == 2, "all or none"


def test_the_page_shows_who_is_on_duty_with_the_telephone(client, town):
    with_phone(town.window)
    proposed(town, days=(0,))
    confirmed(town, town.principal)
    client.force_login(town.reporter)
    told = client.get(reverse("desk:roster")).content.decode()
    if clock.now() >= roster.begins(tomorrow(0), 8):
        assert 'href="tel:13900000001"' in told and "郑示例" in told
    assert "提出值班表" not in told
    assert client.post(reverse("desk:roster"), {}).status_code == 404


def test_a_leader_fills_the_month_and_another_confirms_it(client, town):
    day = tomorrow()
    page = reverse("desk:roster_month", args=[day.year, day.month])
    client.force_login(town.leader)
    given = {
        "post-officer": posts()[OFFICER].pk, "post-leader": posts()[LEADER].pk, f"officer-{day}": town.window.person_id,
        f"leader-{day}": town.leader2.person_id,
    }  # fmt: skip
    assert client.post(page, given).status_code == 302
    told = client.get(page).content.decode()
    assert "2 班等着确认" in told
    assert (
        "没有选人"
        in client.post(
            page, {name: given[name] for name in ("post-officer", "post-leader")}, follow=True
        ).content.decode()
    )
    client.force_login(town.principal)
    told = client.post(reverse("desk:roster_confirm", args=[day.year, day.month]), follow=True).content.decode()
    assert "已确认 2 班" in told
    assert client.get(reverse("desk:roster_month", args=[day.year + 3, 1])).status_code == 404


def test_the_shift_of_the_night_belongs_to_the_evening_before(town):
    with example_clock(local("2026-12-02T03:00")):
        turns = [Turn(local("2026-12-01T12:00").date(), OFFICER, town.window.person)]
        roster.propose(town.leader, turns, posts())
        row = Appointment.objects.get(mode="duty")
    assert (row.starts, row.ends) == (local("2026-12-02T03:00"), local("2026-12-02T08:00")), "never backdated"
    table = roster.covering([row], turns[0].day, 8)
    assert table[OFFICER] == [row], "who took it over late is on the roster"
