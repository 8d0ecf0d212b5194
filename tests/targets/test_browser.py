"""Targets, notices with a term and the correction sentence in a real browser: nothing too wide, no barrier."""

import pytest
from django.urls import reverse

from audit import workflow
from tests.desk.test_browser_review import WIDER, log_in
from tests.targets.test_pages import publish, quarter, year
from tests.timed.making import consultation, notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_fit_the_window_and_have_no_barriers(town, open_browser, find_barriers):
    publish(town, year(town))
    progress = publish(town, quarter(town))
    items = [progress, publish(town, notice(town)), publish(town, consultation(town))]
    workflow.take_step(town.officer, "hang_correction", items[1])
    addresses = [reverse("targets"), *(f"/items/{one.publication.slug}/" for one in items)]
    for width in (1280, 390):
        page = open_browser(width=width, javascript=width == 1280)
        for url in addresses:
            page.goto(url)
            page.wait_for_selector("main h1")
            assert page.evaluate(WIDER) <= 0, (url, width)
            if width == 1280:
                assert find_barriers(page) == [], url
    assert page.locator(".being-corrected").count() == 0
    page.goto(addresses[2])
    page.wait_for_selector("text=本信息正在更正")
    staff = open_browser(width=390)
    log_in(staff, "officer", reverse("desk:review", args=[items[1].item_id]))
    staff.wait_for_selector("text=这一页挂着")
    assert staff.evaluate(WIDER) <= 0 and find_barriers(staff) == []
