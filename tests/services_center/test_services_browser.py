"""The service centre in a real browser: phone width, large print, no barriers; the window by keyboard alone."""

import pytest
from playwright.sync_api import expect

from services_center.models import Reception, Visit
from tests.cast import PASSWORD
from tests.public.test_every_page_browser import TARGETS, WIDER
from tests.services_center.making import published_agents, published_guide, village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "落儿岭镇城乡居民基本医疗保险参保登记变更登记和关系转移接续以及跨省异地就医直接结算备案事项一次告知"
GUIDE = "/services/yibao-canbao/"
PAGES = (
    "/services/",
    "/services/by/office/",
    "/services/by/village/",
    "/services/by/letter/",
    GUIDE,
    f"{GUIDE}?a=替父母办",
    f"{GUIDE}sheet/",
)
DESK = (
    "/desk/window/",
    "/desk/window/guides/yibao-canbao/",
    "/desk/window/guides/yibao-canbao/print/",
    "/desk/receptions/",
    "/desk/receptions/new/",
)


@pytest.fixture
def guide(town):
    village()
    published_agents(town)
    return published_guide(town, title=LONG, also_called="医保参保、合作医疗")


def sit_down(page, name="window"):
    page.goto("/desk/login/")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "login" not in url)


def barriers(page, pages, find_barriers, *, targets) -> list[str]:
    found = []
    for url in pages:
        page.goto(url)
        if page.evaluate(WIDER) > 0:
            found.append(f"{url} scrolls sideways")
        if targets:
            found += [f"{url} small target: {target}" for target in page.evaluate(TARGETS)]
        found += [f"{url}: {barrier}" for barrier in find_barriers(page)]
    return found


def test_residents_pages_fit_a_phone_in_large_print_and_have_no_barriers(guide, open_browser, find_barriers):
    page = open_browser(width=390)
    found = barriers(page, PAGES, find_barriers, targets=True)
    page.get_by_label("大字").check()
    found += barriers(page, PAGES, find_barriers, targets=False)
    assert found == []


def test_the_window_works_by_keyboard_alone(guide, town, open_browser, find_barriers):
    page = open_browser()
    sit_down(page)
    assert barriers(page, DESK, find_barriers, targets=False) == []
    page.goto("/desk/window/")
    expect(page.get_by_label("找一件事")).to_be_focused()
    page.keyboard.type("vvv")
    expect(page.get_by_text("没有找到“vvv”")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("ybcb")
    expect(page.get_by_role("link", name=LONG)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=LONG)).to_be_visible()
    step_to(page, page.get_by_role("link", name="替父母办"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("要多带委托书。")).to_be_visible()
    step_to(page, page.get_by_role("checkbox", name="户口簿"))
    page.keyboard.press("Space")  # he has brought it
    step_to(page, page.get_by_role("button", name="出一张大字告知单"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("一次性告知单")).to_be_visible()
    assert page.locator(".bring li").count() == 2
    step_to(page, page.get_by_role("link", name="回去登记"))
    page.keyboard.press("Enter")
    step_to(page, page.get_by_role("button", name="登记", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("已登记：")).to_be_visible()
    assert Visit.objects.get().recorder == town.window.person


def step_to(page, target):
    """Tab until the target has the focus: what the keyboard cannot reach, it does not have."""
    expect(target).to_be_visible()
    for _ in range(60):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")


def test_a_visitor_is_entered_on_a_phone(guide, town, open_browser, find_barriers):
    page = open_browser(width=390)
    sit_down(page)
    assert barriers(page, DESK, find_barriers, targets=True) == []
    page.goto("/desk/receptions/new/")
    page.get_by_label("什么事").fill("反映村口水沟堵了")
    page.get_by_label("交给哪个单位办").select_option(label=town.agriculture.name)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已登记，")).to_be_visible()
    assert Reception.objects.get().received_by == town.window.person.name
