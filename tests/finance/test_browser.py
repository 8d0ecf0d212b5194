"""The town's money in a browser: nothing sticks out at 390 px, axe finds nothing, the upload goes through by hand."""

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD, make_town
from tests.finance.books import whole, xlsx
from tests.finance.making import before_it, make_budget, make_quarter, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def public():
    town = make_town()
    publish(town, before_it(town))
    quarter, budget = publish(town, make_quarter(town)), publish(town, make_budget(town))
    return town, [f"/items/{quarter.publication.slug}/", f"/items/{budget.publication.slug}/", "/finance/"]


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_money_fit_and_have_no_barriers(public, open_browser, find_barriers, width):
    page = open_browser(width=width)
    for path in public[1]:
        page.goto(path)
        expect(page.locator("main h1")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert find_barriers(page) == [], path
        wide = page.evaluate(
            "[...document.querySelectorAll('.bar-fill')].every(bar => bar.getBoundingClientRect().width >= 0)"
        )
        assert wide
    page.goto(public[1][0])
    page.get_by_text("看成表格").click()
    expect(page.get_by_role("cell", name="564.00")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".finance-files")).to_be_hidden()


def test_a_workbook_is_uploaded_looked_at_and_kept(public, open_browser, find_barriers):
    town = public[0]
    page = open_browser(width=390)
    page.goto("/admin/disclosure/quarterlyfinance/upload/")
    page.fill("[name=username]", "reporter2")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.get_by_role("heading", name="从表格起草季度财政收支")).to_be_visible()
    page.select_option("[name=year]", "2025")
    page.select_option("[name=quarter]", "3")
    page.select_option("[name=column]", str(town.notices.pk))
    sheets = {name: [[cell.replace("2026年", "2025年") if isinstance(cell, str) else cell for cell in row] for row in rows]
              for name, rows in whole().items()}  # fmt: skip
    page.set_input_files(
        "[name=workbook]", {"name": "三季度.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(sheets)}
    )
    page.get_by_role("button", name="读表格，先看看对不对").click()
    expect(page.get_by_text("还没有存")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert find_barriers(page) == []
    page.complaints.clear()  # axe itself writes style attributes, which the policy stops and notes
    page.get_by_label("“其他支出”为什么慢").fill("年底结算")
    page.get_by_role("button", name="都对，存成草稿").click()
    expect(page.get_by_text("已存成草稿")).to_be_visible()
    expect(page.locator("[name=lags-0-1]")).to_have_value("年底结算")
