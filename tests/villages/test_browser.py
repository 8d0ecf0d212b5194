"""The desk's pages of the villages in a real browser: what an outlet lacks, a visit, what was brought to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import clock
from services_center import outlets
from services_center.models import OutletCheck, OutletNeed, Outreach
from tests.desk.test_browser_review import TARGETS, WIDER, log_in
from tests.services_center.making import published_guide

from .making import make_village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def visited(town, unit, day, remedy_by):
    found = {need: "missing" if need.name in ("电脑", "首问负责制") else "good" for need in OutletNeed.objects.all()}
    check = OutletCheck(village=unit, checked_on=day, remedy_by=remedy_by, note="墙面空着，代办靠手机。")
    outlets.record(town.officer, check, found, [])


@pytest.fixture
def villages(town):
    """One village visited twice, the first promise overdue and moved; one never; a leaflet brought there."""
    today = clock.local_date(clock.now())
    unit, guide = make_village(town), published_guide(town)
    make_village(town, "lannao", "烂泥坳村", "0564-0000122")
    visited(town, unit, today - timedelta(days=40), today - timedelta(days=20))
    visited(town, unit, today - timedelta(days=5), today + timedelta(days=20))
    Outreach.objects.create(
        item_id=guide.item_id, leaflet=guide.title, held_on=today, village=unit, printed=1200, households=968,
        recorder=town.officer.person, recorded_at=clock.now(), recorded_on=today,
    )  # fmt: skip
    return unit


def test_the_pages_fit_the_window_and_have_no_barriers(town, villages, open_browser, find_barriers):
    addresses = [reverse("outlets:list"), reverse("outlets:one", args=[villages.slug]), reverse("outreach:list")]
    for width in (390, 1280):
        page = open_browser(width=width)
        log_in(page, "officer", addresses[0])
        for url in addresses:
            page.goto(url)
            page.wait_for_selector("main h1")
            assert page.evaluate(WIDER) <= 0, (url, width)
            assert page.evaluate(TARGETS) == [], (url, width)
            assert find_barriers(page) == [], (url, width)
        menu = page.locator("nav[aria-label=办公]")
        menu.get_by_text("代办点", exact=True).click()
        page.wait_for_selector("h1:has-text('村级代办点')")
        assert "已过期" not in page.content() and "有过期没补的" in page.content()
        page.locator("nav[aria-label=办公]").get_by_text("宣传", exact=True).click()
        page.wait_for_selector("h1:has-text('年宣传')")


def test_a_visit_and_a_leaflet_are_written_down_on_a_phone(town, villages, open_browser):
    page = open_browser(width=390)
    log_in(page, "window", reverse("outlets:one", args=[villages.slug]))
    for field in page.locator("fieldset:has(input[type=radio])").all():
        field.locator("input[type=radio]").first.check(force=True)
    page.click("main button:has-text('记下')")
    page.wait_for_selector("text=已记下 白云庵村代办点的检查。")
    assert "已过期" not in page.content()
    page.goto(reverse("outreach:list"))
    page.select_option("#id_leaflet", index=1)
    page.fill("#id_printed", "50")
    page.fill("#id_households", "48")
    page.click("main button:has-text('登记')")
    page.wait_for_selector("text=印了 1250 份，到了 1016 户次")
