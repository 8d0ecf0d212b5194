"""今天 tells the officer and 财政所 which quarter and which budget is due, and nobody else."""

from datetime import date, timedelta

import pytest
from django.test import Client

from audit import duties
from audit.models import Threshold
from disclosure.finance.due import money
from tests.finance.making import before_it, make_budget, make_quarter, publish

pytestmark = pytest.mark.django_db


def on(month, day, year=2026):
    return date(year, month, day)


def told(account, at):
    return [(duty.title, duty.due, duty.meta[1]) for duty in money(at) if duties.concerns(account, duty)]


def test_a_finished_quarter_is_told_ten_days_before_its_last_day_and_until_it_is_public(town):
    publish(town, before_it(town))
    assert told(town.officer, on(10, 9)) == []
    assert told(town.officer, on(10, 12)) == [("2026年第三季度财政收支", "请在10月20日前公开", "还没有起草")]
    assert told(town.reporter2, on(10, 23))[0][1] == "应在10月20日前公开，已过 3 天"
    for other in (town.reporter, town.window, town.inspector, town.leader):
        assert told(other, on(10, 23)) == []
    item = make_quarter(town)
    assert told(town.officer, on(10, 23))[0][2] == "有草稿，还没有送审"
    publish(town, item)
    assert told(town.officer, on(10, 23)) == []


def test_missed_quarters_are_all_told(town):
    publish(town, before_it(town))
    assert [title for title, *_ in told(town.officer, on(5, 1, 2027))] == [
        "2026年第三季度财政收支", "2026年第四季度财政收支", "2027年第一季度财政收支",
    ]  # fmt: skip


def test_the_days_are_a_setting(town):
    publish(town, before_it(town))
    Threshold.objects.filter(key="finance_quarter_days").update(value=45)
    assert told(town.officer, on(10, 23)) == []


def test_a_town_that_never_wrote_one_is_left_in_peace(town):
    assert told(town.officer, on(10, 23)) == []


def test_a_budget_is_due_twenty_calendar_days_after_its_approval(town):
    item = make_budget(town)  # 2026-02-10
    assert told(town.officer, on(3, 2)) == [("2026年政府预算", "请在3月2日前公开", "有草稿，还没有送审")]
    assert told(town.reporter2, on(3, 5))[0][1] == "应在3月2日前公开，已过 3 天"
    assert item.approval.due == date(2026, 2, 10) + timedelta(days=20)
    publish(town, item)
    assert told(town.officer, on(3, 5)) == []


def test_the_desk_of_today_shows_it(town):
    make_budget(town)
    duties.look()
    client = Client()
    client.force_login(town.officer)
    page = client.get("/desk/").content.decode()
    assert "2026年政府预算" in page and "已过" in page
