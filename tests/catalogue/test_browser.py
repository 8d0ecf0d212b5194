"""The catalogue's pages in a real browser: nothing wider than the window, no barrier, and no script needed."""

import pytest
from django.urls import reverse

from tests.cast import published
from tests.catalogue.making import document, interpretation, platform, publish, statement
from tests.desk.test_browser_review import WIDER, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("catalogue", "disclosure", "coverage", "validity", "ask", "ask_form")


def test_the_pages_fit_the_window_and_have_no_barriers(town, open_browser, find_barriers):
    columns = platform(town)
    file = publish(town, document(town, column=columns["normative-files"]))
    publish(town, interpretation(town, file.item))
    publish(town, statement(town, columns["statutory-content"]))
    published(town, column=columns["on-request"], title="怎样申请", body="<p>三样内容。</p>")
    addresses = [*(reverse(name) for name in PAGES), "/columns/statutory-content/", f"/items/{file.publication.slug}/"]
    for width in (1280, 390):
        page = open_browser(width=width, javascript=width == 1280)
        for url in addresses:
            page.goto(url)
            page.wait_for_selector("main h1")
            assert page.evaluate(WIDER) <= 0, (url, width)
            if width == 1280:
                assert find_barriers(page) == [], url
    page = open_browser(width=390, javascript=False)
    page.goto(reverse("catalogue"))
    page.select_option("#by-level", "town")
    page.click("main button:has-text('筛选')")
    page.wait_for_selector("text=看全部")
    staff = open_browser(width=390)
    log_in(staff, "officer", reverse("catalogue_upkeep"))
    staff.wait_for_selector("main h1, h1")
    assert staff.evaluate(WIDER) <= 0 and find_barriers(staff) == []
