"""The pages of access in a real browser: they fit, nothing overlaps, axe finds nothing, the policy holds."""

import os
from pathlib import Path

import pytest

from audit import accounts, appointments, changes
from audit.models import Account, Person, Unit
from tests.cast import PASSWORD, first_review, make_notice, sign, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (390, 1280)


@pytest.fixture
def town(transactional_db):
    from tests.cast import make_town

    return make_town()


def log_in(page, name, onward=""):
    page.goto(f"/desk/login/{'?next=' + onward if onward else ''}")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_load_state()


def inspect(page, find_barriers, name, width):
    """No sideways scrolling, targets a thumb can hit, and nothing that axe finds."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if width == 390:
        small = page.evaluate(
            """() => [...document.querySelectorAll('main a, main button, main input, main select, main summary')]
            .filter(e => e.checkVisibility() && !e.closest('p:not(.buttons)') && e.type !== 'hidden')
            .map(e => e.closest('label') || e)
            .filter(e => e.getBoundingClientRect().height < 43.5)
            .map(e => e.outerHTML.slice(0, 90))"""
        )
        assert small == [], name
    assert find_barriers(page) == [], name


@pytest.mark.parametrize("width", WIDTHS)
def test_login_and_lockout(town, open_browser, find_barriers, width):
    page = open_browser(width=width)
    page.goto("/desk/login/")
    inspect(page, find_barriers, "login", width)
    for _ in range(4):
        page.fill("#id_username", "leader")
        page.fill("#id_password", "not-her-password")
        page.press("#id_password", "Enter")
        page.wait_for_load_state()
    assert "账号或密码不对" in page.inner_text("main")
    inspect(page, find_barriers, "login-wrong", width)
    page.fill("#id_password", "not-her-password")
    page.press("#id_password", "Enter")
    page.wait_for_load_state()
    assert "15 分钟" in page.inner_text("main")
    inspect(page, find_barriers, "lockout", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_my_own_page(town, open_browser, find_barriers, width):
    edition = first_review(town, submit(town, make_notice(town)))
    sign(town, edition)
    page = open_browser(width=width)
    log_in(page, "leader", "/desk/me/")
    assert "以您名义签发 1 件" in page.inner_text("main")
    inspect(page, find_barriers, "signed", width)
    page.click("text=看过了，继续")
    assert "分管政务公开副镇长" in page.inner_text("main")
    inspect(page, find_barriers, "me", width)
    for name in ("password", "code", "second-factor"):
        page.goto(f"/desk/me/{name}/")
        inspect(page, find_barriers, f"me-{name}", width)
    page.goto("/desk/me/password/")
    for name, value in (("old_password", PASSWORD), ("new_password1", "123"), ("new_password2", "456")):
        page.fill(f"#id_{name}", value)
    page.click("button:has-text('改好')")
    inspect(page, find_barriers, "me-password-wrong", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_switching_on_the_second_factor(town, open_browser, find_barriers, width):
    page = open_browser(width=width)
    log_in(page, "leader", "/desk/me/")
    page.goto("/desk/me/second-factor/")
    page.click("text=开始设置")
    page.wait_for_load_state()
    assert page.locator("img[src$='qr.svg']").evaluate("img => img.complete && img.naturalWidth > 100")
    inspect(page, find_barriers, "second-factor-scan", width)
    from django_otp.oath import totp
    from django_otp.plugins.otp_totp.models import TOTPDevice

    device = TOTPDevice.objects.get()
    page.fill("#id_token", f"{totp(device.bin_key):06d}")
    page.click("button:has-text('开启')")
    page.wait_for_load_state()
    assert page.locator(".code-list li").count() == 10
    inspect(page, find_barriers, "recovery-codes", width)
    code = page.locator(".code-list li").first.inner_text()
    second = open_browser(width=width)
    log_in(second, "leader", "/desk/me/")
    assert "手机验证码" in second.inner_text("h1")
    inspect(second, find_barriers, "verify", width)
    second.fill("#id_token", code)
    second.click("button:has-text('继续')")
    second.wait_for_load_state()
    assert "李示例" in second.inner_text("main")


@pytest.mark.parametrize("width", WIDTHS)
def test_appointments_and_changes(town, open_browser, find_barriers, width):
    post = appointments.make_post("民政办信息员", "officer", [town.notices])
    appointments.propose(town.leader2, town.window.person, post)
    accounts.reset_password(town.admin, town.officer)
    changes.propose_change(town.admin, town.agriculture, {"phone": "0564-0000999", "name": "农业农村办"})
    changes.propose_new(town.admin, Unit(slug="justice", name="司法所", short_name="司法所"))
    page = open_browser(width=width)
    log_in(page, "leader", "/desk/appointments/")
    assert "等确认的提名" in page.inner_text("main")
    inspect(page, find_barriers, "appointments", width)
    page.locator("summary").first.click()
    inspect(page, find_barriers, "appointments-open", width)
    page.click("text=确认任职")
    page.wait_for_load_state()
    page.goto("/desk/changes/")
    inspect(page, find_barriers, "changes", width)
    page.locator("section:has-text('重置密码') button.button-sign").click()
    page.wait_for_load_state()
    assert "只显示这一次" in page.inner_text("main")
    inspect(page, find_barriers, "shown-once", width)
    password = page.inner_text(".secret")
    assert Account.objects.get(username="officer").check_password(password)
    page.goto("/desk/changes/")
    inspect(page, find_barriers, "changes-settled", width)
    page.goto("/desk/appointments/new-post/")
    inspect(page, find_barriers, "new-post", width)
    page.click("text=报送员")
    page.fill("#id_title", "古桥畈村报送员")
    page.click("button:has-text('设立')")
    page.wait_for_load_state()
    inspect(page, find_barriers, "new-post-wrong", width)
    page.check("#id_objects input >> nth=0")
    page.click("button:has-text('设立')")
    page.wait_for_load_state()
    page.select_option("#id_person", str(Person.objects.get(staff_number="T-window").pk))
    page.check("input[value=deputy]")
    page.click("button:has-text('任命')")
    page.wait_for_load_state()
    assert "要写明到哪天为止" in page.inner_text("main")
    inspect(page, find_barriers, "fill-wrong", width)
