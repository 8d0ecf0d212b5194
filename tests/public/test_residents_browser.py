"""The residents' site in a real browser: without script, printed, by keyboard. Every page at every width and switch:
`test_every_page_browser.py`."""

import pytest

from audit.models import Unit
from tests.cast import make_column, make_notice, published
from tests.public.making import PNG, address, attach, correct, through, withdraw

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "落儿岭镇人民政府关于印发落儿岭镇2026年度耕地地力保护补贴和农机购置补贴资金发放及分村分组公示工作实施方案的通知"
TABLE = (
    "<h2>一、分村情况</h2><table><tr><td>村</td><td>户数</td><td>面积（亩）</td><td>金额（元）</td></tr>"
    "<tr><td>白云庵村</td><td>412</td><td>1,986.4</td><td>222,476.80</td></tr>"
    "<tr><td>合计</td><td>412</td><td>1,986.4</td><td>222,476.80</td></tr></table>"
    "<p>LongWordWithoutAnyBreakAtAllLongWordWithoutAnyBreakAtAll0123456789</p>"
    "<p>落儿岭镇人民政府</p><p>2026年11月12日</p>"
)


@pytest.fixture
def addresses(town):
    """Every kind of public page, with the longest of everything on it: name → address."""
    Unit.objects.create(
        slug="v", name="白云庵村村民委员会", short_name="白云庵村", kind="village", phone="0564-0000121"
    )
    kept = make_column("kept", town.disclosure, name="行政规范性文件", keeps_old_editions=True)
    notice = make_notice(town, title=LONG, body=TABLE, column=kept, summary="一句话。" * 20, keywords="补贴 耕地")
    picture = attach(town, notice, "图.png", PNG, content_type="image/png", inline=True)
    attach(town, notice, f"附件1 {LONG[:60]}.xlsx")
    attach(town, notice, "附件2 分户明细.xlsx", paper_only=True)
    notice.body += f'<p><img src="files:{picture.sha256}" alt="地块图"></p>'
    notice._history_user = town.reporter
    notice.save()
    first = through(town, notice)
    second = correct(town, first, body=TABLE)
    gone = published(town, title=LONG, column=kept)
    withdraw(town, gone, "privacy")
    return {
        "home": "/", "column": "/columns/kept/", "parent": "/columns/disclosure/", "empty": "/columns/other/",
        "item": address(second), "old": address(second, "editions/1/"), "gone": address(gone),
        "found": "/search/?q=补贴", "not found": "/search/?q=没有", "missing": "/nothing/", "map": "/columns/",
        "phones": "/phones/",
    }  # fmt: skip


def test_a_resident_without_script_finds_opens_and_goes_back(addresses, open_browser):
    page = open_browser(width=390, javascript=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("耕地 补贴")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name=LONG).click()
    assert page.get_by_role("heading", level=1).inner_text().replace("\n", "") == LONG
    assert page.get_by_role("button", name="打印本页").count() == 0  # what cannot work is not shown
    page.get_by_label("所在位置").get_by_role("link", name="行政规范性文件").click()
    assert page.url.endswith("/columns/kept/")


def test_a_printed_item_keeps_number_dates_and_code_and_drops_the_frame(addresses, open_browser):
    page = open_browser()
    page.goto(addresses["item"])
    page.emulate_media(media="print")
    for shown in (".facts", ".dates", ".check svg", ".files", ".prose table"):
        assert page.locator(shown).first.is_visible(), shown
    for hidden in (".head", ".entries", ".search", ".tools", ".breadcrumb", ".strip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert len(page.pdf(format="A4")) > 10_000


def test_keyboard_reaches_the_text_first(addresses, open_browser):
    page = open_browser()
    page.goto(addresses["item"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
