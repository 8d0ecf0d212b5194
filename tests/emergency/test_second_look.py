"""补看: due on the next working day, by the ordinary officer and leader, two persons; late is shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import appointments, clock, duties, workflow
from audit.checks import Given, Refused, TooLate
from audit.clock import example_clock
from audit.desk import second_look
from audit.models import Account, HolidayNotice, LedgerEntry, Post
from tests.cast import first_review, make_notice, sign, submit
from tests.emergency.making import local, notice, sent_out, signed_template
from tests.public.making import fresh

pytestmark = pytest.mark.django_db
YEAR = str(clock.local_date(clock.now()).year + 1)  # to come: appointments begin when they are given


@pytest.fixture(autouse=True)
def holiday(db):
    HolidayNotice.objects.create(year=int(YEAR), text="国庆节：10月1日至7日放假。10月8日上班。")


@pytest.fixture
def on_national_day(town):
    """Sent out on the first day of the holiday: the next working day is 8 October."""
    with example_clock(local(YEAR + "-10-01T22:00")):
        return sent_out(town)


def due(text):
    with example_clock(local(text)):
        return [(one.day.isoformat(), one.left) for one in second_look.owed(clock.local_date(clock.now()))]


def test_it_is_due_on_the_next_working_day_over_a_holiday(town, on_national_day):
    assert due(YEAR + "-10-02T09:00") == due(YEAR + "-10-07T23:59") == []
    assert due(YEAR + "-10-08T00:01") == [(YEAR + "-10-08", ("look_officer", "look_leader"))]
    with example_clock(local(YEAR + "-10-09T09:00")):
        assert second_look.owed(clock.local_date(clock.now()))[0].late(clock.local_date(clock.now()))


def test_it_stays_due_after_it_ran_out(town, on_national_day):
    with example_clock(local(YEAR + "-10-08T09:00")):
        workflow.expire(on_national_day)
        assert len(second_look.owed(clock.local_date(clock.now()))) == 1


def test_two_persons_look_and_it_is_on_the_record(client, town, on_national_day):
    edition = on_national_day
    with example_clock(local(YEAR + "-10-08T09:00")):
        for account, left in ((town.officer, ("look_leader",)), (town.leader, ())):
            client.force_login(account)
            duties.look()
            told = client.get(reverse("desk:today")).content.decode()
            assert "应急信息补看" in told and "今天补看" in told
            where = reverse("desk:look_again", args=[edition.item_id])
            told = client.post(where, {"number": 1, "remark": "和当天记录一致"}, follow=True).content.decode()
            assert "已记下：补看过" in told and "和当天记录一致" in told
            assert [one.left for one in second_look.owed(clock.local_date(clock.now()))] == ([left] if left else [])
            assert "应急信息补看" not in client.get(reverse("desk:today")).content.decode()
    rows = LedgerEntry.objects.filter(act__in=("look_officer", "look_leader"), item_uuid=edition.item_id)
    assert [row.person_name for row in rows.order_by("number")] == ["王示例", "李示例"]


def test_who_is_refused_a_look(town, on_national_day):
    edition = fresh(on_national_day)
    with example_clock(local(YEAR + "-10-07T09:00")), pytest.raises(Refused, match="到10月8日再看"):
        second_look.look(town.officer, edition, "")
    with example_clock(local(YEAR + "-10-08T09:00")):
        for account in (town.reporter, town.window, town.inspector):
            with pytest.raises((Refused, TooLate)):
                second_look.look(account, edition, "")
        second_look.look(town.officer, edition, "")
        with pytest.raises(Refused):
            second_look.look(town.officer, edition, "")
        second_look.look(town.leader2, edition, "")
        with pytest.raises(TooLate, match="两遍都有人看过"):
            second_look.look(town.leader, edition, "")


def test_neither_who_wrote_it_nor_who_is_only_on_duty_looks(town):
    with example_clock(local(YEAR + "-10-01T22:00")):
        mine = submit(town, notice(town, by=town.officer), town.officer)
        edition = fresh(sign(town, first_review(town, mine, town.officer2)))
    with example_clock(local(YEAR + "-10-08T09:00")):
        post = Post.objects.get(title="党政办信息员")
        until = clock.now() + timedelta(days=1)
        appointments.confirm(
            town.principal, appointments.propose(town.leader, town.window.person, post, mode="duty", ends=until)
        )
        window = Account.objects.select_related("person").get(pk=town.window.pk)
        with pytest.raises(Refused, match="经手过"):
            second_look.look(town.officer, edition, "")
        with pytest.raises(Refused, match="值班不算"):
            second_look.look(window, edition, "")
        second_look.look(town.officer2, edition, "")


def test_taken_down_or_corrected_nothing_is_owed_for_it(town, on_national_day):
    with example_clock(local(YEAR + "-10-08T09:00")):
        workflow.take_step(town.officer, "withdraw", fresh(on_national_day), Given(reason="wrong"))
        assert second_look.owed(clock.local_date(clock.now())) == []


def test_ordinary_items_owe_none_and_it_costs_one_query(town, django_assert_num_queries):
    signed_template(town)
    sign(town, first_review(town, submit(town, make_notice(town))))
    with django_assert_num_queries(1):
        assert second_look.owed(clock.local_date(clock.now() + timedelta(days=30))) == []
