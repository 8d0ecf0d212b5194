"""我的村: what a villager finds there, from live editions alone."""

from datetime import date

import pytest
from django.urls import reverse

from services_center.models import BoardMatter
from services_center.village_board import standing
from tests.public.making import withdraw
from tests.services_center.making import published_guide

from .making import announce, make_finance, make_village, publish, publish_agents

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def part(page, key):
    return page.partition(f'aria-labelledby="{key}"')[2].partition("</section>")[0]


def test_a_villager_finds_whom_to_call_what_to_bring_and_the_money(client, town, django_assert_max_num_queries):
    unit = make_village(town)
    publish_agents(town, unit)
    published_guide(town)
    finance = publish(town, make_finance(town, unit))
    announce(town, unit, unit.affairs, "机动地发包结果")
    client.get("/")
    with django_assert_max_num_queries(6):
        page = text(client.get(reverse("village", args=["baiyunan"])))
    assert page.index("0564-0000131") < page.index("0564-0000121")  # the agent first
    assert "秦示例" in part(page, "call") and "周二、周五下午送件" in part(page, "call")
    assert "城乡居民基本医疗保险参保登记" in part(page, "bring") and "带 1 样起" in part(page, "bring")
    assert "340,959.50" in part(page, "money") and finance.publication.slug in part(page, "money")
    assert "机动地发包结果" in part(page, "newest") and "机动地发包结果" in part(page, "board-affairs")
    assert "网上还没有公开的" in part(page, "board-party") and "党费收缴" in part(page, "board-party")
    listing = text(client.get(reverse("villages")))
    assert "0564-0000131" in listing and reverse("village", args=["baiyunan"]) in listing
    assert reverse("villages") in text(client.get("/"))


def test_a_silent_village_says_so_and_an_unknown_one_is_not_there(client, town):
    make_village(town)
    page = text(client.get(reverse("village", args=["baiyunan"])))
    assert "0564-0000121" in part(page, "call") and "还没有公开收支" in page and "还没有公开的信息" in page
    assert client.get("/villages/agriculture/").status_code == client.get("/villages/nowhere/").status_code == 404


def test_what_is_withdrawn_or_only_for_the_wall_is_not_there(client, town):
    unit = make_village(town)
    gone = announce(town, unit, unit.affairs, "撤掉的这条")
    withdraw(town, gone)
    announce(town, unit, town.wall, "只上墙的这条")
    page = text(client.get(reverse("village", args=["baiyunan"])))
    assert "撤掉的这条" not in page and "只上墙的这条" not in page


def test_queries_do_not_grow_with_what_is_there(client, town, django_assert_max_num_queries):
    unit = make_village(town)
    make_village(town, "lannao", "烂泥坳村", "0564-0000122")
    for n in range(4):
        announce(town, unit, unit.affairs, f"第{n}件")
    with django_assert_max_num_queries(6):
        page = text(client.get(reverse("village", args=["baiyunan"])))
    assert "第3件" in part(page, "newest") and "第0件" not in part(page, "newest")


@pytest.mark.parametrize(
    ("newest", "today", "state", "said"),
    [
        (date(2026, 10, 15), date(2026, 11, 25), "done", "10月15日"), (date(2026, 9, 30), date(2026, 10, 20), "waiting", "10月20日前"),
        (None, date(2026, 10, 21), "late", "应在10月20日前"), (date(2026, 12, 31), date(2027, 1, 1), "waiting", "1月20日前"),
    ],
)  # fmt: skip
def test_each_quarter_has_its_day(newest, today, state, said):
    matters = [BoardMatter(section="money", matter="收支", often="quarterly", by_day=20), BoardMatter(often="yearly")]
    found = standing(matters, newest, today)
    assert found.state == state and said in found.text
    assert standing(matters[1:], newest, today).text == ""
