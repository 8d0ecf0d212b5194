"""Lists in a real browser: the leader's first look and a resident's village at 390 px, the builder at 1280."""

import pytest
from django.urls import reverse

from disclosure.models import PersonList
from tests.cast import first_review, submit
from tests.desk.test_browser_review import TARGETS, WIDER
from tests.lists.tables import BEGIN, HEAD, ID, LATER, ROWS, make_villages, xlsx
from tests.lists.test_sealed import LATER as NOW
from tests.lists.test_sealed import ROWS as THEN
from tests.lists.test_sealed import make_list, out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = """() => [...document.querySelectorAll('#content a, #content button, #content input:not([type=hidden]), #content select, #content summary')]
  .filter(e => e.getBoundingClientRect().width && !e.closest('p:not(.buttons)'))
  .filter(e => (e.matches('input') && e.closest('label') || e).getBoundingClientRect().height < 43.5)
  .map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture
def barriers(find_barriers):
    """What axe finds; axe itself writes style attributes, which the policy stops and notes."""

    def find(page):
        assert page.complaints == []
        found = find_barriers(page)
        page.complaints.clear()
        return found

    return find


@pytest.fixture
def enter(client, live_server):
    """enter(page, account): logged in, as after the login page."""

    def log_in(page, account):
        client.force_login(account)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return log_in


def test_the_leaders_phone_shows_the_comparison_first(town, open_browser, enter, barriers):
    out(town, make_list(town, "2025年", THEN))
    edition = first_review(town, submit(town, make_list(town, "2026年", NOW)))
    page = open_browser(width=390, height=844)
    enter(page, town.leader)
    page.goto(reverse("desk:review", args=[edition.item_id]))
    page.wait_for_selector("#compared")
    box = page.locator("#compared").bounding_box()
    assert box["y"] < 844 and box["y"] < page.locator("#changes").bounding_box()["y"]
    assert page.locator("#compared").inner_text().startswith("和上一期比")
    page.locator("#compared summary >> nth=0").click()
    page.wait_for_function("() => !document.querySelector('#compared details').open")  # two are few: they stood open
    assert page.evaluate(WIDER) == 0 and page.evaluate(TARGETS) == []
    assert barriers(page) == []


def test_a_resident_finds_the_village_on_a_phone(town, open_browser, barriers):
    edition = out(town, make_list(town, "2026年", NOW))
    page = open_browser(width=390, height=844)
    page.goto(reverse("item", args=[edition.publication.slug]))
    page.click(".villages-nav a:has-text('太子庙村')")
    page.wait_for_function("() => Math.abs(document.querySelector('#list-2').getBoundingClientRect().top) < 400")
    assert page.evaluate(WIDER) == 0
    assert page.evaluate(TARGETS) == []
    assert barriers(page) == []


def test_the_builder_from_file_to_draft(town, open_browser, enter, barriers, tmp_path):
    make_villages(town)
    out(town, make_list(town, "2025年", THEN))
    page = open_browser()
    enter(page, town.reporter)
    page.goto(BEGIN)
    assert barriers(page) == []
    file = tmp_path / "发放表.xlsx"
    file.write_bytes(xlsx(HEAD, *LATER).read())
    page.set_input_files("#id_table", file)
    for name, text in (
        ("programme", "耕地地力保护补贴"),
        ("period", "2026年"),
        ("basis", "财农〔2026〕1号"),
        ("formed_on", "2026-11-02"),
    ):
        page.fill(f"#id_{name}", text)
    page.select_option("#id_column", str(town.notices.pk))
    page.click("text=读出来看看")
    page.wait_for_selector("text=一、每一列怎么办")
    assert "2,000.50" in page.inner_text("main, #content") and barriers(page) == []
    page.select_option("[name=act-7]", "drop")
    page.click("text=改好了，看效果")
    page.wait_for_selector("tr.is-dropped:has-text('面积')")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(WIDER) == 0 and page.evaluate(SMALL) == []
    page.click("input[value='做成草稿']")
    page.wait_for_selector("text=原表已经删掉")
    item = PersonList.objects.get(period="2026年")
    assert len(item.rows) == len(LATER) and ID not in page.content() and len(ROWS) == 3
