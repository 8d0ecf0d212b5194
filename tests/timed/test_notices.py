"""公示 and 意见征集: what they must say, how they end, and the results they owe."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock, duties
from audit.checks import Incomplete
from audit.clock import example_clock
from audit.models import Threshold
from audit.schedule import expire_due
from disclosure.models import ConsultationResult, NoticeResult
from disclosure.timed.due import owed
from disclosure.timed.terms import days_between, phone_faults, term_faults
from tests.cast import make_notice, submit
from tests.public.making import address, withdraw
from tests.timed.making import consultation, day, feedback, notice, notice_result, publish

pytestmark = pytest.mark.django_db


def page(edition):
    return Client().get(address(edition)).content.decode()


def later(days):
    return example_clock(clock.now() + timedelta(days=days))


def today(client, account):
    duties.look()
    client.force_login(account)
    return client.get(reverse("desk:today")).content.decode()


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({}, None),
        ({"expires_on": None}, "公示到哪天"),
        ({"starts_on": None}, "从哪天开始"),
        ({"office": ""}, "请写有异议找谁"),
        ({"phone": ""}, "请写异议电话"),
        ({"phone": "找老王"}, "看不出是电话号码"),
        ({"next_step": ""}, "期满以后怎么办"),
        ({"basis": ""}, "公示的依据"),
        ({"starts_on": date(2099, 1, 1)}, "日期反了"),
        ({"starts_on": date(2026, 1, 1), "expires_on": date(2026, 1, 9)}, "已经过了"),
    ],
)
def test_a_notice_says_until_when_whom_to_ask_and_what_follows(town, own, told):
    said = notice(town, **own).lacking()
    assert said == [] if told is None else any(told in one for one in said), said


def test_a_short_notice_is_told_to_both_reviewers(town):
    assert any("个工作日" in one for one in notice(town, expires_on=day(1)).cautions())
    assert notice(town, expires_on=day(30)).cautions() == []


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({}, None),
        ({"closes_on": None}, "征集到哪天"),
        ({"ways": ""}, "怎么提意见"),
        ({"office": ""}, "意见交给谁"),
        ({"draft": False}, "征求意见稿作为附件"),
        ({"expires_on": date(2099, 1, 1)}, "“公开到”请空着"),
    ],
)
def test_a_consultation_says_how_to_speak_and_brings_the_draft(town, own, told):
    said = consultation(town, **own).lacking()
    assert said == [] if told is None else any(told in one for one in said), said


def test_thirty_days_are_a_dated_threshold_and_less_needs_a_public_reason(town):
    item = consultation(town, closes_on=day(28))
    with pytest.raises(Incomplete, match="征集期只有 29 天，最少 30 天"):
        submit(town, item)
    assert consultation(town, closes_on=day(29)).lacking() == []
    hurried = consultation(town, closes_on=day(9), short_reason="汛期前要定下来")
    assert hurried.lacking() == [] and "汛期前要定下来" in hurried.cautions()[0]
    assert "汛期前要定下来" in page(publish(town, hurried))
    Threshold.objects.filter(key="consultation_days").update(value=7)
    assert item.lacking() == []


def test_a_notice_comes_down_by_itself_and_its_result_is_due(client, town):
    edition = publish(town, notice(town))
    html = page(edition)
    assert "没有异议的发放补助。" in html and 'href="tel:05640000112"' in html and f"{day(9)}" in html
    assert "结果还没公开" not in today(client, town.officer)
    with pytest.raises(Incomplete, match="才期满"):
        submit(town, notice_result(town, edition.item))
    with later(10):
        assert expire_due() == 1
        assert Client().get(address(edition)).status_code == 410
        for account in (town.officer, town.reporter):
            html = today(client, account)
            assert "期满了，结果还没公开" in html and "造林补助面积公示" in html and "写结果" in html
        assert "结果还没公开" not in today(client, town.reporter2)
        add = reverse("admin:disclosure_noticeresult_add")
        client.force_login(town.reporter)
        assert edition.publication.index_number in client.get(f"{add}?names={edition.item_id}").content.decode()
        [waiting] = owed(day(0))
        assert waiting.ended < waiting.day
        assert owed(day(60))[0].late(day(60))
        told = publish(town, notice_result(town, edition.item))
        assert "结果还没公开" not in today(client, town.officer)
        html = page(told)
        assert (
            "按公示的发。" in html
            and "0 件" in html
            and address(edition) not in html
            and str(edition.item_id) not in html
        )
        assert any("已经公开了" in one for one in notice_result(town, edition.item, title="又一份").lacking())


def test_the_consultation_and_its_feedback_link_each_other_while_both_are_public(client, town):
    edition = publish(town, consultation(town))
    assert "截止" not in page(edition) and "打电话，或者写信。" in page(edition)
    with later(33):
        assert "意见征集已于" in page(edition) and "结果还没有公开" in page(edition)
        assert "征求停车办法意见" in today(client, town.officer)
        told = publish(town, feedback(town, edition.item))
        assert address(told) in page(edition) and "结果还没有公开" not in page(edition)
        html = page(told)
        assert address(edition) in html and "采纳 2 条，未采纳 1 条" in html and "收费要上级批。" in html
        withdraw(town, edition)
        assert "征求停车办法意见" not in page(told) and address(edition) not in page(told)


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"received": 4}, "各行加起来是 3 条"),
        ({"points": []}, "请逐条写明"),
        ({"points": [["意见", "三", "采纳", ""]]}, "请写一个数"),
        ({"points": [["意见", "3", "看看再说", ""]]}, "其中一个"),
        ({"points": [["意见", "3", "未采纳", ""]]}, "请写理由"),
        ({"points": [["意见", "3", "部分采纳", ""]]}, "请写理由"),
        ({"points": [["", "3", "采纳", ""]]}, "还没有写意见"),
        ({"received": 0, "points": []}, None),
    ],
)
def test_every_opinion_is_answered_and_the_sum_is_right(town, own, told):
    named = publish(town, consultation(town)).item
    with later(40):
        said = feedback(town, named, **own).lacking()
    assert said == [] if told is None else any(told in one for one in said), said


def test_a_result_names_only_a_notice_of_its_own_kind_that_was_public(town):
    draft, other = make_notice(town), publish(town, consultation(town))
    for item in (draft, other.item):
        assert any("不是公开过的公示" in one for one in notice_result(town, item).lacking())
    gone = publish(town, notice(town))
    withdraw(town, gone)
    assert any("不是公开过的公示" in one for one in notice_result(town, gone.item).lacking())
    assert (NoticeResult.OF, ConsultationResult.OF) == ("public_notice", "consultation")


def test_objections_say_what_became_of_them(town):
    named = publish(town, notice(town)).item
    with later(10):
        assert any("怎么处理的" in one for one in notice_result(town, named, objections=2).lacking())
        assert notice_result(town, named, objections=2, handling="复测后改了一块。").lacking() == []


def test_the_item_pages_stay_at_four_queries(town, django_assert_max_num_queries):
    edition = publish(town, consultation(town))
    with later(33):
        told = publish(town, feedback(town, edition.item))
        for one in (edition, told):
            with django_assert_max_num_queries(4):
                page(one)


def test_terms_and_phones():
    assert days_between(date(2026, 11, 1), date(2026, 11, 30)) == 30 and days_between(None, date(2026, 1, 1)) == 0
    assert term_faults(None, None, "公示", "公示到哪天") == ["请写公示从哪天开始", "请写公示到哪天"]
    assert phone_faults("电话", "0564-0000112、12345") == [] and phone_faults("电话", " ") == ["请写电话"]
