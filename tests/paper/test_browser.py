"""A paper checked on a phone, and a wall kept from one: no barrier, nothing sideways, targets large enough."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.cast import PASSWORD, first_review, make_column, sign, submit
from tests.paper.making import printed, published
from tests.services_center.test_wall_rules import make_rule
from tests.villages.making import make_village, publish_agents
from township_portal.paper.models import Wall

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def small_targets(page):
    """Buttons and file inputs lower than 44 px."""
    return page.evaluate(
        "[...document.querySelectorAll('main button, main .button, main input:not([type=hidden])')]"
        ".filter(e => e.offsetHeight && e.offsetHeight < 44).map(e => e.outerHTML.slice(0, 80))"
    )


def test_a_code_is_typed_and_a_sheet_is_posted_with_the_keyboard_of_a_phone(town, open_browser, find_barriers):
    cache.clear()
    shown = make_column("shown", town.disclosure, channels=["村公示栏"])
    edition = published(town, title="森林防火通知", column=shown)
    wall = Wall.objects.create(unit=town.agriculture, name="农业农村办公开栏", channel="村公示栏", size="a4")
    paper, _ = printed(town, edition)
    page = open_browser(width=390)
    page.goto(reverse("verify"))
    assert fits(page) and find_barriers(page) == [] and small_targets(page) == []
    page.get_by_label("核对码").fill(f"{paper.code[:4]} {paper.code[4:]}")
    page.get_by_role("button", name="核对").click()
    page.get_by_role("heading", name="这张纸有效").wait_for()
    assert fits(page) and find_barriers(page) == []
    page.goto(reverse("desk:login"))
    page.get_by_label("账号").fill("reporter")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="公开栏", exact=True).click()
    page.get_by_role("link", name="农业农村办公开栏").click()
    page.get_by_role("heading", name="该贴没贴").wait_for()
    assert fits(page) and find_barriers(page) == [] and small_targets(page) == []
    from township_portal.paper import records

    records.printed(town.reporter, edition, "a4", 1, wall)
    page.reload()
    page.get_by_role("button", name=re.compile("^已张贴")).click()
    page.get_by_text("“森林防火通知”记下已张贴。").wait_for()
    page.get_by_text(re.compile("^揭下")).click()
    assert find_barriers(page) == [] and small_targets(page) == []
    assert page.get_by_role("button", name=re.compile("^已揭下")).is_visible()


def test_a_villages_wall_a_rule_and_a_warning_before_printing_have_no_barrier_on_a_phone(
    town, open_browser, find_barriers
):
    cache.clear()
    village = make_village(town)
    publish_agents(town, village)
    wall = Wall.objects.create(unit=village, name="白云庵村公开栏", channel="村公示栏")
    rule = sign(town, first_review(town, submit(town, make_rule(town))))
    rare = published(town, title="村民𠮷示例的公示")
    page = open_browser(width=390)
    page.goto(reverse("item", args=[rule.publication.slug]))
    page.get_by_text("第一个被问到的人就是首问人").wait_for()
    assert fits(page) and find_barriers(page) == []
    page.goto(reverse("desk:login"))
    page.get_by_label("账号").fill("officer")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(reverse("paper:item", args=[rare.item_id]))
    page.get_by_text("有字印不出来").wait_for()
    assert fits(page) and find_barriers(page) == []
    page.goto(reverse("paper:wall", args=[wall.pk]))
    page.get_by_text("我的村（白云庵村）").wait_for()
    assert fits(page) and find_barriers(page) == [] and small_targets(page) == []
