"""The desk says that a term ran out and that nobody checked a unit for a year - until the new edition is out."""

from datetime import date, timedelta

import pytest

from audit import clock, duties
from audit.models import Threshold
from tests.board.making import DEPUTY, MAYOR, OTHER, again, make_leadership, make_profile, through
from tests.cast import first_review, sign
from tests.public.making import fresh

pytestmark = pytest.mark.django_db
LEFT = [MAYOR, [*DEPUTY[:6], "2026-01-31", ""], OTHER]


def today(client, account):
    duties.look()
    client.force_login(account)
    return client.get("/desk/").content.decode().partition('id="part-remind"')[2].partition("</section>")[0]


def test_a_term_that_ran_out_is_on_the_officers_desk_with_one_button(client, town):
    edition = through(town, make_leadership(town, LEFT))
    part = today(client, town.officer)
    assert "李示例（副镇长）任职到 2026-01-31，名单还没有更新" in part
    assert f'href="/admin/disclosure/leadership/{edition.item_id}/change/"' in part and "打开领导信息" in part
    assert today(client, town.leader) == "" and today(client, town.officer2) != ""
    assert today(client, town.reporter2) == ""


def test_it_stays_until_the_new_list_is_out(client, town):
    edition = through(town, make_leadership(town, LEFT))
    waiting = again(town, edition, leaders=[MAYOR, OTHER])
    part = today(client, town.officer)
    assert "新的一稿正在审核" in part and f'href="/desk/items/{edition.item_id}/"' in part
    fresh(sign(town, first_review(town, waiting)))
    assert today(client, town.officer) == ""


def test_a_last_day_still_to_come_or_today_is_no_reminder(client, town):
    day = clock.local_date(clock.now()).isoformat()
    through(town, make_leadership(town, [MAYOR, [*DEPUTY[:6], day, ""], OTHER]))
    assert today(client, town.officer) == ""


def test_a_profile_nobody_checked_for_a_year_is_said_to_officer_and_reporter(client, town):
    day = clock.local_date(clock.now()) - timedelta(days=366)
    through(town, make_profile(town, checked_on=day, formed_on=day))
    for account in (town.officer, town.reporter):
        assert "农业农村办的地址、时间、电话 366 天没有核对（超过 365 天）" in today(client, account)
    assert today(client, town.reporter2) == ""


def test_the_year_is_the_towns_own_number(client, town):
    day = clock.local_date(clock.now()) - timedelta(days=100)
    through(town, make_profile(town, checked_on=day, formed_on=day))
    assert today(client, town.officer) == ""
    Threshold.objects.filter(key="unit_profile_check_days").update(value=90)
    assert "超过 90 天" in today(client, town.officer)
    Threshold.objects.filter(key="unit_profile_check_days").update(valid_until=date(2025, 1, 1))
    assert today(client, town.officer) == ""


def test_reminders_cost_the_same_however_many_units(client, town, django_assert_max_num_queries):
    from disclosure.reminders import organisation

    day = clock.local_date(clock.now()) - timedelta(days=400)
    through(town, make_profile(town, checked_on=day, formed_on=day))
    through(town, make_leadership(town, LEFT))
    with django_assert_max_num_queries(2):
        assert len(organisation(clock.local_date(clock.now()))) == 2
