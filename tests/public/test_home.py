"""The notice board: only what is there, and an honest box where nothing is."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Unit
from tests.cast import make_column, published
from tests.public.making import correct, published_for, withdraw

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def panel(page, title):
    return next(part for part in page.split('<section class="panel')[1:] if re.search(rf"<h2[^>]*>{title}</h2>", part))


def test_an_empty_portal_shows_a_board_that_says_so(client, db):
    response = client.get("/")
    assert response.status_code == 200
    assert text(response).count('class="empty"') >= 6 and "一共公开 0 条" in text(response)


def test_every_panel_has_a_foot_that_names_somebody(client, town):
    published(town)
    page = text(client.get("/"))
    assert page.count('class="panel-foot"') == len(re.findall(r'<section class="panel\b', page)) >= 8


def test_what_hangs_until_a_day_shows_the_day_and_is_sorted_by_it(client, town):
    today = timezone.localdate()
    for days in (9, 2, 0):
        published(town, title=f"还挂{days}天", expires_on=today + timedelta(days=days), formed_on=today)
    board = panel(text(client.get("/")), "正在公示")
    assert re.findall(r"还挂\d天", board) == ["还挂0天", "还挂2天", "还挂9天"]
    assert f"{(today + timedelta(days=9)).month}·{(today + timedelta(days=9)).day}" in board
    assert "天后" not in board


def test_newest_goes_by_first_publication_and_corrections_stand_apart(client, town):
    first = published(town, title="先来的")
    published(town, title="后来的")
    correct(town, first)
    page = text(client.get("/"))
    newest = panel(page, "最新公开")
    assert newest.index("后来的") < newest.index("先来的")
    assert "补上烟花一项。" in panel(page, "更正") and "后来的" not in panel(page, "更正")


def test_withdrawn_things_leave_the_board_and_the_count(client, town):
    edition = published(town, title="撤掉的这条")
    published(town)
    withdraw(town, edition)
    page = text(client.get("/"))
    assert "撤掉的这条" not in page and "一共公开 1 条" in page


def test_each_village_has_its_place_also_the_silent_one(client, town):
    villages = [
        Unit.objects.create(slug=f"v{n}", name=f"第{n}村村民委员会", short_name=f"第{n}村", kind="village", phone=f"0564-000012{n}")
        for n in range(3)
    ]  # fmt: skip
    make_column("v1", town.disclosure, name="第1村")
    for n in range(3):
        published_for(town, villages[1], title=f"第1村第{n}件")
    board = panel(text(client.get("/")), "我的村")
    assert "第1村第2件" in board and "第1村第1件" in board and "第1村第0件" not in board
    assert board.count("还没有公开的信息") == 2 and "0564-0000122" in board
    assert 'href="/villages/v1/"' in board


def test_the_window_comes_from_the_unit(client, town):
    Unit.objects.create(
        slug="service-center", name="落儿岭镇便民服务中心", short_name="便民中心", phone="0564-0000100",
        hours="周一至周五 8:00—12:00", address="示例路1号一楼",
    )  # fmt: skip
    board = panel(text(client.get("/")), "办事窗口")
    assert "0564-0000100" in board and "周一至周五" in board and "示例路1号一楼" in board


def test_readers_get_no_cookie(client, town):
    published(town)
    for url in ("/", "/columns/notices/", "/search/?q=林区", "/phones/", "/nothing/"):
        assert not client.get(url).cookies, url


def test_money_leaders_and_promises_are_told_out_of_what_was_signed(client, town, django_assert_max_num_queries):
    from tests.board.making import make_leadership, through
    from tests.finance.making import make_quarter, publish
    from tests.targets import test_pages as targets

    assert "镇领导和分工" not in text(client.get("/"))
    publish(town, make_quarter(town))
    through(town, make_leadership(town))
    targets.publish(town, targets.year(town))
    targets.publish(town, targets.quarter(town))
    with django_assert_max_num_queries(6):
        page = text(client.get("/"))
    money = panel(page, "第三季度财务")
    assert "本季收入" in money and money.count("bar-fill") == 3 and 'href="/finance/"' in money
    leaders = panel(page, "镇领导和分工")
    assert "李示例" in leaders and 'href="tel:' in leaders
    promised = panel(page, "2026年要办的事")
    assert promised.index("改造供水管网") < promised.index("硬化农村道路")  # what is late stands first
    assert "慢了" in promised and "做到 2处，全年 5处" in promised and 'href="/targets/"' in promised
