"""The board and its forms in a real browser: phone and desk, large print, high contrast, no barriers, no script needed."""

import pytest

from audit.models import Unit
from disclosure.models import Leadership
from tests.access.test_pages import log_in
from tests.board.making import DEPUTY, LEADERS, again, make_leadership, make_profile, through
from tests.cast import published
from tests.public.making import PNG, attach
from tests.public.test_every_page_browser import TARGETS, WIDER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("/board/", "/leaders/", "/departments/", "/departments/agriculture/", "/phones/")
LARGE = "() => document.documentElement.classList.add('large-print')"
CONTRAST = "() => document.documentElement.classList.add('high-contrast')"


@pytest.fixture
def organisation(town):
    """Leaders with a photo, a unit with the longest of names, a village."""
    Unit.objects.create(
        slug="long", name="落儿岭镇乡村建设办公室（自然资源和规划所、综合行政执法大队）", short_name="乡村建设办", order=3,
        phone="0564-0000114", address="落儿岭镇示例路1号镇政府一楼110室",
    )  # fmt: skip
    Unit.objects.create(slug="v1", name="白云庵村村民委员会", short_name="白云庵村", kind="village", phone="110")
    item = make_leadership(
        town, [*LEADERS, ["何示例", "党委委员、武装部长、副镇长", "应急", "乡村建设办", "12345", "", "2026-01", ""]]
    )
    attach(town, item, "李示例.png", PNG, "image/png")
    through(town, make_profile(town))
    return through(town, item)


def test_on_a_phone_everything_fits_and_can_be_hit(organisation, open_browser):
    page = open_browser(width=390, javascript=False)
    for url in PAGES:
        page.goto(url)
        page.locator("main h1").wait_for()
        assert page.evaluate(WIDER) <= 0, url
    page = open_browser(width=390)
    for url in PAGES:
        page.goto(url)
        page.locator("main h1").wait_for()
        assert [found for found in page.evaluate(TARGETS) if 'class="foot' not in found] == [], url
        page.evaluate(LARGE)
        assert page.evaluate(WIDER) <= 0, f"{url} in large print"


def test_axe_finds_nothing_on_the_board(organisation, open_browser, find_barriers):
    page = open_browser(width=1280)
    for url in PAGES:
        page.goto(url)
        page.locator("main h1").wait_for()
        assert page.evaluate(WIDER) <= 0, url
        assert find_barriers(page) == [], url
    page.evaluate(CONTRAST)
    assert find_barriers(page) == []


def test_rows_are_added_moved_and_taken_out_and_what_is_typed_is_kept(town, open_browser, find_barriers):
    item = make_leadership(town)
    page = open_browser(width=390)
    log_in(page, "reporter", f"/admin/disclosure/leadership/{item.pk}/change/")
    name = "input[name='leaders-{}-0']"
    page.locator("[data-grid] >> text=加一行").click()
    page.fill(name.format(4), "何示例")
    page.click("button[aria-label='上移第2行']")
    assert page.input_value(name.format(0)) == DEPUTY[0]
    page.click("button[aria-label='删去第3行']")
    assert page.input_value(name.format(3)) == "何示例"
    assert page.evaluate(WIDER) <= 0
    assert page.complaints == []
    assert find_barriers(page) == []
    page.complaints.clear()  # axe itself writes style attributes, which the policy stops and notes
    with page.expect_navigation():
        page.click("input[name='_save']")
    page.locator(".messagelist, .messages").first.wait_for()
    assert [row[0] for row in Leadership.objects.get(pk=item.pk).leaders] == ["李示例", "孙示例", "何示例"]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_impact_list_on_the_review_screen(town, open_browser, find_barriers, width):
    edition = through(town, make_leadership(town))
    published(town, title="接访安排", body="<p>接访先打 0564-0000104 问李示例。</p>")
    waiting = again(town, edition, leaders=[LEADERS[0], [*DEPUTY[:4], "0564-0000199", *DEPUTY[5:]], LEADERS[2]])
    page = open_browser(width=width)
    log_in(page, "officer", f"/desk/items/{waiting.item_id}/")
    page.locator("#impact mark").wait_for()
    assert page.inner_text("#impact mark") == "0564-0000104"
    assert page.evaluate(WIDER) <= 0
    assert find_barriers(page) == []
