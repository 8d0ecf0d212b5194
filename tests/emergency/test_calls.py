"""催办: who is called, how often, who next, and when it stops. Time is moved, never waited for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import appointments, clock, workflow
from audit.checks import Given
from audit.clock import example_clock
from audit.desk import calls, notices
from audit.models import Account, Edition, LedgerEntry, Post, Threshold
from audit.verifier import verify
from tests.cast import first_review, make_notice, sign, submit
from tests.emergency.making import notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch, settings):
    """What went out to the hook, instead of out of the house."""
    settings.WEBHOOK_URL = "https://hook.example.test/"
    found: list[dict] = []
    monkeypatch.setattr(calls, "tell", found.append)
    return found


def on_duty(town, account, post, days=2):
    """Two leaders give the duty, as every appointment to a reviewing post."""
    row = appointments.propose(
        town.leader2, account.person, Post.objects.get(title=post), mode="duty", ends=clock.now() + timedelta(days=days)
    )
    appointments.confirm(town.principal, row)
    return Account.objects.select_related("person").get(pk=account.pk)


def after(minutes):
    return example_clock(clock.now() + timedelta(minutes=minutes))


def made():
    return list(LedgerEntry.objects.filter(act="call").order_by("number").values_list("subject", flat=True))


def test_whoever_is_on_duty_is_called_first_and_at_once(town, sent):
    on_duty(town, town.window, "党政办信息员")
    submit(town, notice(town))
    assert calls.make_due() == 1
    assert made() == ["第 1 次：郑示例"]
    assert sent[0]["to"] == ["郑示例"] and sent[0]["text"].startswith(
        "【落儿岭镇】应急！“烂泥坳村河边两组立即转移避险”待初审"
    )


def test_the_call_is_repeated_and_then_the_next_is_called_too(town, sent):
    submit(town, notice(town))
    counted = []
    for minutes in (0, 1, 10, 20, 29, 30, 60, 90, 120):
        with after(minutes):
            calls.make_due()
            calls.make_due()  # run twice, called once
        counted.append(len(made()))
    assert counted == [1, 1, 2, 3, 3, 4, 5, 6, 7]
    assert made()[:4] == ["第 1 次：王示例", "第 2 次：王示例", "第 3 次：王示例", "第 4 次：王示例、吴示例"]
    assert made()[4:6] == ["第 5 次：王示例、吴示例、李示例", "第 6 次：王示例、吴示例、李示例、赵示例"], (
        "leaders see to it"
    )
    assert "第 4 次催办，请王示例、吴示例马上办" in sent[3]["text"]


def test_a_night_without_the_schedule_is_caught_up_with_one_call_to_all_who_should_know(town, sent):
    submit(town, notice(town))
    with after(600):
        assert calls.make_due() == 1
    assert made() == ["第 1 次：王示例、吴示例、李示例、赵示例"]


def test_the_call_stops_with_the_act_and_begins_anew_for_the_next(town, sent):
    edition = submit(town, notice(town))
    calls.make_due()
    edition = first_review(town, edition)
    on_duty(town, town.leader, "分管财政副镇长")
    calls.make_due()
    with after(10):
        calls.make_due()
    assert made()[1:] == ["第 1 次：李示例", "第 2 次：李示例"]
    sign(town, edition)
    with after(60):
        assert calls.make_due() == 0
    assert len(made()) == 3


def test_recalled_and_returned_ones_are_not_called_for(town, sent):
    one, other = (
        submit(town, notice(town)),
        submit(town, notice(town, filled=[["地点", "别处"], *notice(town).filled[1:]])),
    )
    workflow.take_step(town.reporter, "recall", one)
    workflow.take_step(town.officer, "return", other, Given(remark="路线不对"))
    assert calls.make_due() == 0 and made() == []


def test_nobody_is_called_for_what_has_ended(town, sent):
    submit(town, notice(town))
    with after(60 * 20 + 1):
        assert calls.make_due() == 0


def test_ordinary_items_are_never_called_for(town, sent, django_assert_num_queries):
    submit(town, make_notice(town))
    with django_assert_num_queries(1):
        assert calls.make_due() == 0


def test_the_town_sets_how_often(town, sent):
    today = clock.local_date(clock.now())
    Threshold.objects.filter(key="emergency_call_minutes").update(valid_until=today - timedelta(days=1))
    Threshold.objects.create(key="emergency_call_minutes", label="x", value=3, unit="分钟", valid_from=today)
    submit(town, notice(town))
    calls.make_due()
    with after(3):
        assert calls.make_due() == 1


def test_without_a_hook_the_record_does_not_claim_that_anything_went_out(town):
    edition = submit(town, notice(town))
    calls.make_due()
    (row,) = calls.calls_for(Edition.objects.get(pk=edition.pk))
    assert "没有设置提醒的去处" in row.words.text
    assert row.refers_to == edition.moved_by_id and row.person_number == "SYSTEM"
    assert list(verify()) == []


def test_the_ordinary_notice_does_not_say_it_twice(town, sent, monkeypatch):
    submit(town, notice(town))
    row, told = LedgerEntry.objects.latest("number"), []
    assert row.act == "submit"
    monkeypatch.setattr(notices, "_message", lambda *given: told.append(given))
    notices.notify(row)
    assert told == []


def test_screens_say_how_often_it_was_called(client, town):
    edition = submit(town, notice(town))
    calls.make_due()
    for account in (town.leader, town.officer):
        client.force_login(account)
        assert "已催 1 次" in client.get(reverse("desk:review", args=[edition.item_id])).content.decode()
        assert "已催 1 次" in client.get(reverse("emergency:room")).content.decode() or account is town.leader
    client.force_login(town.reporter)
    assert "已催 1 次" in client.get(reverse("emergency:edit", args=[edition.item_id])).content.decode()
