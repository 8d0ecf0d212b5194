"""One emergency from the first blank to the strip on the home page, on a phone; every page it touches at both widths."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import appointments, clock, duties
from audit.desk import calls, second_look
from audit.models import Edition, Post
from disclosure.models import EmergencyNotice
from tests.cast import CODE
from tests.desk.test_browser_review import WIDER, log_in
from tests.emergency.making import FILLED, corrected, notice, signed_template, with_phone
from tests.public.making import address
from tests.public.test_every_page_browser import TARGETS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look(page, find_barriers, what):
    """Both widths, no barrier, nothing too small for a thumb."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) <= 0, (what, width)
        assert find_barriers(page) == [], (what, width)
    assert page.evaluate(TARGETS) == [], what


def write(page, used, until):
    page.goto(reverse("emergency:new", args=[used.item_id]))
    for name, value in FILLED:
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_label("到什么时候为止").fill(until)


def test_an_emergency_from_the_first_blank_to_the_home_page(town, open_browser, find_barriers, monkeypatch):
    used = signed_template(town)
    with_phone(town.officer2)
    post = Post.objects.get(title="党政办信息员")
    duty = appointments.propose(
        town.leader, town.officer2.person, post, mode="duty", ends=clock.now() + timedelta(days=1)
    )
    appointments.confirm(town.principal, duty)
    reporter = open_browser(width=390)
    log_in(reporter, "reporter", reverse("emergency:room"))
    look(reporter, find_barriers, "room")
    assert reporter.locator('a[href="tel:13900000001"]').count() == 1, "who is on duty is a tap away"
    write(reporter, used, f"{clock.local_date(clock.now()) + timedelta(days=1)}T18:00")
    look(reporter, find_barriers, "form")
    reporter.get_by_role("button", name="先看全文").click()
    reporter.wait_for_selector("text=已保存。下面是拼好的全文")
    assert reporter.locator(".wording mark").all_inner_texts()[0] == FILLED[0][1]
    look(reporter, find_barriers, "whole text")
    reporter.get_by_role("button", name="保存并送审").click()
    reporter.wait_for_selector("text=已送审。正在催办")
    calls.make_due()
    reporter.reload()
    reporter.wait_for_selector("text=已催 1 次")
    look(reporter, find_barriers, "sent in")
    _reviewed(open_browser, find_barriers)
    edition = Edition.objects.select_related("publication", "item").get(kind=EmergencyNotice.KIND)
    resident = open_browser(width=390, javascript=True)
    for url, what in (
        ("/", "home"),
        (address(edition), "notice"),
        (address(used), "wording"),
        ("/columns/notices/", "list"),
    ):
        resident.goto(url)
        look(resident, find_barriers, what)
    resident.goto("/")
    assert resident.locator(".emergency-strip a[href^='tel:']").first.is_visible()
    _looked_at_again(open_browser, find_barriers, edition, monkeypatch)


def _reviewed(open_browser, find_barriers):
    officer = open_browser(width=390)
    log_in(officer, "officer", reverse("desk:today"))
    officer.get_by_role("link", name="烂泥坳村河边两组立即转移避险").click()
    officer.wait_for_selector("text=一字不差")
    look(officer, find_barriers, "first review")
    for answer in officer.locator("input[type=radio][value=no]").all():
        answer.check()
    officer.get_by_role("button", name="初审通过").click()
    officer.wait_for_selector("text=已送领导签发")
    leader = open_browser(width=390)
    log_in(leader, "leader2", reverse("desk:today"))  # nothing was signed in her name yet
    leader.get_by_role("link", name="烂泥坳村河边两组立即转移避险").click()
    look(leader, find_barriers, "signature")
    leader.locator("[name=sign-has_read]").check()
    leader.locator("[name=sign-code]").fill(CODE)
    leader.get_by_role("button", name="签发").first.click()
    leader.wait_for_selector("text=已经上网")


def _looked_at_again(open_browser, find_barriers, edition, monkeypatch):
    yesterday = clock.local_date(clock.now()) - timedelta(days=1)
    monkeypatch.setattr(second_look, "_day", lambda *_: yesterday)  # nobody waits for the next working day
    duties.look()
    officer = open_browser(width=390)
    log_in(officer, "officer", reverse("desk:today"))
    officer.wait_for_selector("text=应急信息补看")
    look(officer, find_barriers, "today")
    officer.get_by_role("link", name="去补看").click()
    look(officer, find_barriers, "second look")
    officer.get_by_role("button", name="已补看，没有问题").click()
    officer.wait_for_selector("text=已记下：补看过")
    assert "王示例" in officer.locator("#look").inner_text()


def test_the_roster_and_what_a_newer_template_asks(town, open_browser, find_barriers):
    used = signed_template(town)
    item = notice(town, used)
    corrected(town, used, wording="【地点】有山洪，马上走【路线】。打【值班电话】。")
    leader = open_browser(width=390)
    log_in(leader, "leader2", reverse("desk:roster"))
    look(leader, find_barriers, "roster")
    reporter = open_browser(width=390)
    log_in(reporter, "reporter", reverse("emergency:edit", args=[item.pk]))
    look(reporter, find_barriers, "newer template")
    reporter.get_by_role("button", name="换成新的用语").click()
    reporter.wait_for_selector("text=已换成")
    look(reporter, find_barriers, "taken over")
