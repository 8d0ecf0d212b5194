"""A paper checked on a phone, and a wall kept from one: no barrier, nothing sideways, targets large enough."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.cast import PASSWORD, make_column
from tests.paper.making import printed, published
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
    page.get_by_role("link", name="公开栏").click()
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
