"""The deciding screens in a real browser: a thumb, a keyboard, an expired session, axe."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from audit import clock, workflow
from audit.checks import Given
from audit.models import Edition
from tests.cast import CODE, PASSWORD, all_no, edit, first_review, make_notice, published, sign, submit

from .test_review import attach, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "落儿岭镇人民政府关于印发落儿岭镇2026年度耕地地力保护补贴和农机购置补贴资金发放及分村分组公示工作实施方案的通知"
TABLE = (
    "<p>LongWordWithoutAnyBreakAtAllLongWordWithoutAnyBreakAtAll0123456789</p><table><tr><td>村</td><td>户数</td>"
    "<td>面积（亩）</td><td>金额（元）</td></tr><tr><td>烂泥坳村</td><td>368</td><td>{area}</td><td>195,104.00</td></tr>"
    "</table><p>落儿岭镇人民政府</p><p>2026年11月12日</p>"
)
TARGETS = """() => [...document.querySelectorAll('a, button, input, select, summary, textarea')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || e.closest('.skip, .ProseMirror') || getComputedStyle(e).visibility === 'hidden') return false;
  if (e.matches('a') && e.closest('p') && !e.matches('.target, .button, .back')) return false;  // inside a sentence
  const area = (e.matches('input') && e.closest('label') || e).getBoundingClientRect();
  return area.height < 43.5 || area.width < 43.5;
}).map(e => e.outerHTML.slice(0, 90))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def log_in(page, name, onward=""):
    page.goto(f"/desk/login/?next={onward}")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button:has-text('登录')")
    page.wait_for_url(lambda address: "/login/" not in address)
    if onward not in page.url:  # a leader is shown first what was signed in her name
        page.goto(onward)


@pytest.fixture
def waiting(town):
    """A correction that waits for the leader, with the longest of everything; an ordinary one behind it."""
    notice = make_notice(town, title=LONG, body=TABLE.format(area="1,724.0"), audience="种粮农户")
    row = attach(town, notice, name=f"附件1 {LONG[:60]}.xlsx")
    sign(town, first_review(town, submit(town, notice)))
    edit(notice, town.reporter, body=TABLE.format(area="1,742.0"), correction_note="数字颠倒，已和土地台账核对。" * 6)
    row.delete()
    attach(town, notice, name=f"附件1 {LONG[:60]}.xlsx", data=b"other")
    edition = submit(town, notice)
    given = all_no(edition)
    given.remark, given.answers["privacy"]["note"] = "核过。" * 30, "只列户数。" * 20
    edition = workflow.take_step(town.officer, "pass", edition, given)
    first_review(town, submit(town, make_notice(town, title="第二件")))
    return edition


def test_a_leader_signs_on_the_phone_in_four_taps(town, waiting, open_browser):
    page = open_browser(width=390, height=844)
    log_in(page, "leader", url(waiting))
    page.goto(url(waiting))  # the first tap: the link in the chat group
    page.tap(".sticky-bar >> text=签发")
    assert page.evaluate("document.activeElement.id") == "id_sign-code"  # the keyboard is up, nothing more to tap
    page.locator(".sticky-bar").wait_for(state="hidden")  # one 签发 a screen
    page.keyboard.type(CODE)
    page.tap("label[for='id_sign-has_read']")
    page.tap("#decision button:has-text('签发')")
    page.wait_for_url(lambda address: str(waiting.item_id) not in address)
    assert "已签发，已经上网" in page.inner_text("main")
    assert "第二件" in page.inner_text("h1")  # the next one, without going back to the list
    assert Edition.objects.get(pk=waiting.pk).state == "published"


def test_the_bar_decides_nothing_and_jumps_to_the_return(town, waiting, open_browser):
    page = open_browser(width=390, height=844)
    log_in(page, "leader", url(waiting))
    page.tap(".sticky-bar >> text=退回")
    assert page.evaluate("document.activeElement.id") == "id_return-remark"
    assert Edition.objects.get(pk=waiting.pk).state == "leader_review"


def test_the_first_screen_on_a_phone_shows_what_changed(town, waiting, open_browser):
    page = open_browser(width=390, height=844)
    log_in(page, "leader", url(waiting))
    assert page.locator(".deskbar").bounding_box()["height"] <= 60
    assert page.locator("#changes-title").bounding_box()["y"] < 500


def test_without_javascript_the_bar_stays_above_the_decision_it_leads_to(town, waiting, open_browser):
    page = open_browser(width=390, height=844, javascript=False)
    log_in(page, "leader", url(waiting))
    page.tap(".sticky-bar >> text=去签发")
    bar, decision = (page.locator(part).bounding_box() for part in (".sticky-bar", "#decision"))
    assert bar["y"] + bar["height"] <= decision["y"]


def test_the_order_on_a_phone(town, waiting, open_browser):
    page = open_browser(width=390, height=844)
    log_in(page, "leader", url(waiting))
    tops = [page.locator(part).bounding_box()["y"] for part in
            (".whom", "#changes", "#found", "#answers-title", "#page", "#decision")]  # fmt: skip
    assert tops == sorted(tops)


def test_the_decision_stands_beside_on_a_wide_screen(town, waiting, open_browser):
    page = open_browser(width=1280)
    log_in(page, "leader", url(waiting))
    page.mouse.wheel(0, 900)
    page.wait_for_timeout(300)
    box = page.locator("#decision").bounding_box()
    assert box["x"] > 800
    assert 0 <= box["y"] < 200
    assert page.locator(".sticky-bar").is_hidden()


def test_first_review_by_keyboard_alone(town, open_browser):
    edition = submit(town, make_notice(town))
    page = open_browser(width=1280)
    log_in(page, "officer", url(edition))
    page.focus("#decision input[type=radio] >> nth=0")
    for _ in range(5):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")  # the note's summary
        page.keyboard.press("Tab")
    assert page.locator("#decision input[type=radio]:checked").count() == 5
    page.keyboard.type("对过台账")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/done/")
    assert Edition.objects.get(pk=edition.pk).state == "leader_review"


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_typed_survives_an_expired_session(town, open_browser, javascript):
    edition = submit(town, make_notice(town))
    page = open_browser(width=390, height=844, javascript=javascript)
    log_in(page, "officer", url(edition))
    page.fill("#id_return-remark", "写了半天的原因")
    page.check("#id_return-phrases_1")
    Session.objects.all().delete()
    page.click("#decision button:has-text('退回修改')")
    assert "登录已过期" in page.inner_text("body")
    assert Edition.objects.get(pk=edition.pk).state == "first_review"
    page.fill("#id_username", "officer")
    page.fill("#id_password", PASSWORD)
    page.click("main button:has-text('登录')")
    page.wait_for_url(f"**{url(edition)}")
    if javascript:
        assert page.input_value("#id_return-remark") == "写了半天的原因"
        assert page.is_checked("#id_return-phrases_1")
        page.click("#decision button:has-text('退回修改')")
        page.wait_for_url("**/desk/done/")
        page.goto(url(edition))
        assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('keep:')).length") == 0


def test_the_code_is_kept_nowhere_in_the_browser(town, waiting, open_browser):
    page = open_browser(width=1280)
    log_in(page, "leader", url(waiting))
    page.fill("#id_sign-remark", "同意")
    page.fill("#id_sign-code", CODE)
    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert "同意" in kept
    assert CODE not in kept


def test_an_error_is_beside_its_field_and_in_the_summary(town, waiting, open_browser, find_barriers):
    page = open_browser(width=390, height=844)
    log_in(page, "leader", url(waiting))
    page.fill("#id_sign-remark", "同意")
    page.click("#decision button:has-text('签发')")
    page.wait_for_selector("#errors")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.locator("#errors a").count() == 2
    assert page.locator(".field-wrong").count() == 2
    assert page.input_value("#id_sign-remark") == "同意"
    assert find_barriers(page) == []
    assert page.evaluate(WIDER) <= 0


def addresses(town, waiting):
    """(who, where) of every page of this part, as full as it can be."""
    at = timezone.now() + timedelta(days=2)
    first = submit(town, make_notice(town, title=LONG, body=TABLE.format(area="1")))
    notice = make_notice(town, title="退回过的")
    given = all_no(submit(town, notice))
    given.remark = "再写清楚"
    workflow.take_step(town.officer, "return", Edition.objects.get(item=notice.pk), given)
    edit(notice, town.reporter, title="退回过的，改了")
    again = submit(town, notice)
    sign(town, first_review(town, submit(town, make_notice(town, not_before=at))))
    public = published(town, title=LONG, expires_on=clock.local_date(clock.now()) + timedelta(days=1))
    workflow.take_step(town.window, "ask_withdrawal", public, Given(remark="有电话"))
    gone = published(town, title="撤下的")
    workflow.withdraw_item(town.officer, gone.item, Given(reason="privacy", remark="第 14 行"))
    workflow.take_step(town.leader, "propose_erase", Edition.objects.get(pk=gone.pk), Given(remark="x", code=CODE))
    erase = reverse("desk:erase", args=[gone.item_id, 1, "erase"])
    returned = workflow.take_step(town.officer, "return", submit(town, make_notice(town)), Given(remark="x"))
    make_notice(town, title="还没写完的一条")
    return {
        "officer": ["/desk/", url(first), url(again), reverse("desk:mend", args=[first.item_id]), url(gone)],
        "leader": ["/desk/", url(waiting), url(public), reverse("desk:withdraw", args=[public.item_id]), url(gone)],
        "reporter": ["/desk/", url(first), url(returned), "/desk/ask/", "/desk/done/"],
        "inspector": ["/desk/", url(gone), erase],
    }


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(town, waiting, open_browser, find_barriers, width):
    found = []
    for name, pages in addresses(town, waiting).items():
        page = open_browser(width=width, height=844)
        log_in(page, name, "/desk/")
        for address in pages:
            assert page.goto(address).status == 200, address
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
            if page.evaluate(WIDER) > 0:
                found.append(f"{name} {address}: wider than {width}")
            found += [f"{name} {address}: {barrier}" for barrier in find_barriers(page)]
            if width == 390:
                found += [f"{name} {address}: small {target}" for target in page.evaluate(TARGETS)]
    assert not found, "\n".join(found)


def test_mending_in_the_editor_keeps_what_was_typed(town, open_browser):
    edition = submit(town, make_notice(town, body="<p>各村：</p><p>进入林区不带火种。</p>"))
    page = open_browser(width=1280)
    log_in(page, "officer", url(edition))
    page.click("text=小错自己改")
    page.click("[role=textbox] p >> nth=1")
    page.keyboard.press("End")
    page.keyboard.type("见烟就报。")
    page.fill("#id_mend-remark", "补一句")
    page.wait_for_timeout(600)
    page.reload()
    page.click("#draft-note >> text=恢复")
    assert "见烟就报。" in page.inner_text("[role=textbox]")
    page.click("button:has-text('保存，看改动')")
    page.wait_for_url(f"**{url(edition)}")
    assert "见烟就报。" in page.inner_text("#changes ins")
    assert "已代改，成了第 2 稿" in page.inner_text(".outcome")
