"""Every public page there is, in a real browser: at 390 and 1280 px, as it stands, in large print, in high contrast and
with the reading line. The pages come from the addresses and the access table: a new one is walked by itself.
"""

import re

import pytest

from tests.access.test_access_table import CELLS, address, every_address
from tests.access.world import make_world
from tests.cast import make_column, make_notice, published
from tests.public.making import PNG, attach, correct, through
from tests.public.making import address as item_address
from tests.public.test_residents_browser import LONG, TABLE
from tests.search.finding import catch_up
from township_portal.sitemaps import public_patterns

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TARGETS = """() => [...document.querySelectorAll('a, button, input, select, summary')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || e.closest('.skip') || getComputedStyle(e).visibility === 'hidden') return false;
  if (e.matches('a') && e.closest('p') && !e.matches('.target, .button')) return false;  // inside a sentence
  const area = (e.matches('input') && e.closest('label') || e).getBoundingClientRect();
  return area.height < 43.5 || area.width < 43.5;
}).map(e => e.outerHTML.slice(0, 90))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SWITCHES = ("large-print", "high-contrast", "reading-line")
SWITCH = "([name, on]) => document.documentElement.classList.toggle(name, on)"
PAGE = re.compile(rb"<html lang=\"zh-CN\">.*<title>[^<]+</title>.*<a class=\"skip\".*<main id=\"content\".*<h1", re.S)


def public_pages(client) -> dict[str, str]:
    """Name → address of every public address that answers anybody with a page, withdrawn ones too."""
    world, parameters = make_world(), every_address()
    names = {pattern.name for pattern in public_patterns()}
    found = {}
    for (name, verb), cells in CELLS.items():
        base = name.partition("/")[0]
        if verb == "GET" and base in names and cells["anonymous"] in ("200", "410"):
            url = address(world, name, parameters[base])
            if client.get(url).headers.get("Content-Type", "").startswith("text/html"):
                found[name] = url
    return found | ugly_pages(world.town)


def ugly_pages(town) -> dict[str, str]:
    """The longest of everything, an old text, hits, no hits, an empty column, a page that is not there."""
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
    published(town, title="补贴发放")
    catch_up()
    return {
        "long item": item_address(second), "old text": item_address(second, "editions/1/"), "column kept": "/columns/kept/",
        "parent": "/columns/disclosure/", "empty column": "/columns/money/", "hits": "/search/?q=补贴&column=kept&year=2026",
        "no hits": "/search/?q=没有", "missing": "/nothing/",
    }  # fmt: skip


def barriers_of(page, find_barriers, width) -> list[str]:
    """What stands in the way on the page as it is open, switch by switch."""
    found = list(find_barriers(page))
    if width == 390:
        found += [f"small target: {target}" for target in page.evaluate(TARGETS)]
    if page.evaluate(WIDER) > 0:
        found.append("scrolls sideways")
    for switch in SWITCHES:
        page.evaluate(SWITCH, [switch, True])
        if page.evaluate(WIDER) > 0:
            found.append(f"scrolls sideways in {switch}")
        if switch == "high-contrast" and width == 390:
            found += [f"{switch}: {one}" for one in find_barriers(page, rules=["color-contrast", "link-in-text-block"])]
        page.evaluate(SWITCH, [switch, False])
    return found


def test_every_public_page_is_in_order_at_both_widths_and_with_each_switch(client, open_browser, find_barriers):
    pages = public_pages(client)
    assert {"home", "columns", "column", "item", "item/withdrawn", "search", "phones", "api"} <= set(pages)
    found = []
    for name, url in pages.items():  # without any script: language, title, way past the menu, text, heading
        if not PAGE.search(client.get(url).content):
            found.append(f"{name}: no page that reads without script")
    for width in (390, 1280):
        page = open_browser(width=width)
        for name, url in pages.items():
            page.goto(url)
            found += [f"{name} at {width}: {barrier}" for barrier in barriers_of(page, find_barriers, width)]
    assert found == []


def test_the_switches_are_remembered_and_the_reading_line_follows(town, open_browser):
    published(town)
    page = open_browser(width=390)
    page.goto("/")
    for label in ("大字", "高对比", "阅读线"):
        page.get_by_label(label).check()
    page.goto("/columns/notices/")
    for label in ("大字", "高对比", "阅读线"):
        assert page.get_by_label(label).is_checked(), label
    page.mouse.move(100, 300)
    page.wait_for_function("() => !document.querySelector('.reading-band').hidden")
    assert page.evaluate("() => document.querySelector('.reading-band').style.top") == "300px"
    page.get_by_label("阅读线").uncheck()
    page.mouse.move(100, 320)
    page.wait_for_function("() => document.querySelector('.reading-band').hidden")


VOICE = """
const said = [];
window.said = said;
Object.defineProperty(window, 'SpeechSynthesisUtterance', {value: function (text) { this.text = text; }});
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => [{lang: 'en-US'}, {lang: 'zh-CN'}], cancel() {},
  speak(one) { said.push([one.text, one.voice.lang]); setTimeout(() => one.onend(), 0); },
}});
"""


def test_the_page_is_read_aloud_where_there_is_a_chinese_voice(town, open_browser):
    """The browser of the tests has no voice: one is put in its place, as a device with a voice would have it."""
    edition = published(town, title="森林防火", body="<p>不带火种。</p><p>不吸烟。</p>")
    page = open_browser()
    page.add_init_script(VOICE.replace("{lang: 'zh-CN'}", "{lang: 'de-DE'}"))
    page.goto(item_address(edition))
    assert not page.get_by_role("button", name="朗读").is_visible(), "without a Chinese voice there is no button"
    page = open_browser()
    page.add_init_script(VOICE)
    page.goto(item_address(edition))
    page.get_by_role("button", name="朗读").click()
    page.wait_for_function("() => document.querySelector('[data-read-aloud]').getAttribute('aria-pressed') === 'false'")
    said = page.evaluate("() => window.said")
    words = [text for text, _ in said]
    assert words.index("森林防火") < words.index("不带火种。") < words.index("不吸烟。")
    assert {voice for _, voice in said} == {"zh-CN"}
