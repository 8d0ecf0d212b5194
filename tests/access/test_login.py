"""登录: one way in, the same answer to every wrong guess, a limit, one row a lockout, no password kept."""

import re
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import accounts, appointments, clock
from audit.desk import signed
from audit.models import Account, LedgerEntry, LedgerText
from tests.cast import PASSWORD, first_review, make_account, make_notice, sign, submit

LOGIN = "/desk/login/"
SECRET = "Zq7-typed-by-a-human"


def attempt(client, name, password, **extra):
    return client.post(LOGIN, {"username": name, "password": password, **extra})


def everything_stored():
    """Every text of every table, as one string: what a thief of the database could read."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for values in model._base_manager.values_list():
            found.append(repr(values))
    return "\n".join(found)


@pytest.mark.parametrize(
    ("name", "page"),
    [("reporter", "/desk/"), ("officer", "/desk/"), ("leader", "/desk/"), ("principal", "/desk/"),
     ("window", "/desk/window/"), ("inspector", "/audit/"), ("admin", "/admin/"), ("root", "/desk/me/")],
)  # fmt: skip
def test_everybody_lands_where_the_post_works(town, client, name, page):
    assert attempt(client, name, PASSWORD).url == page


def test_a_clerk_who_writes_for_the_hall_too_lands_at_the_window_one_who_reviews_does_not(town, client):
    post = appointments.make_post("便民服务中心报送员", "reporter", [town.agriculture])
    appointments.propose(town.leader, town.window.person, post)
    assert attempt(client, "window", PASSWORD).url == "/desk/window/"
    client.logout()
    appointments.propose(town.leader, town.officer.person, appointments.make_post("二号窗口", "window"))
    assert attempt(client, "officer", PASSWORD).url == "/desk/"


def test_login_goes_on_to_the_page_asked_for(town, client):
    asked = client.get("/desk/me/")
    assert asked.status_code == 302 and asked.url.startswith(LOGIN)
    assert attempt(client, "officer", PASSWORD, next="/desk/me/?a=1").url == "/desk/me/?a=1"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "///evil.example", "\\\\evil.example", "javascript:alert(1)",
     "http:evil.example", "/\\evil.example", "desk/", "/desk/login/?next=/desk/login/", "/desk/logout/", "\t//evil.example",
     "https:///evil.example", "ftp://testserver/", "/desk/\n", "//testserver@evil.example/", "\0//evil.example", "%2f%2fevil"],
)  # fmt: skip
def test_login_sends_nobody_elsewhere(town, client, wanted):
    assert attempt(client, "officer", PASSWORD, next=wanted).url in ("/desk/", "/desk/%0A")
    shown = Client().get(LOGIN, {"next": wanted}).content.decode()
    assert "evil" not in shown and "javascript:" not in shown


def test_an_unknown_name_a_wrong_password_and_a_closed_account_look_the_same(town, client):
    accounts.deactivate(town.admin, town.reporter2)
    pages = []
    for name, password in (("nobody", PASSWORD), ("officer", "wrong"), ("reporter2", PASSWORD), ("system", PASSWORD)):
        page = attempt(Client(), name, password)
        assert page.status_code == 200
        pages.append(page.content.decode().replace(name, "NAME"))
    assert len({re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', "", page) for page in pages}) == 1


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour_and_leaves_one_row(town, client):
    for _ in range(4):
        assert attempt(client, "leader", SECRET).status_code == 200
    locked = attempt(client, "leader", SECRET)
    assert locked.status_code == 429 and "15 分钟" in locked.content.decode()
    for _ in range(3):
        assert attempt(client, "leader", PASSWORD).status_code == 429
    row = LedgerEntry.objects.get(act="lockout")
    assert (row.visibility, row.account_name) == ("inspection", "system")
    assert row.subject == "账号leader（李示例）连续输错密码"
    assert LedgerText.objects.get(entry=row).text == '{"来自":"127.0.0.1"}'
    assert attempt(client, "officer", PASSWORD).status_code == 302
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14, seconds=50))
    assert attempt(Client(), "leader", PASSWORD).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert attempt(Client(), "leader", PASSWORD).status_code == 302


def test_success_forgets_the_failures_before_it(town, client):
    for _ in range(3):
        for _ in range(4):
            attempt(client, "officer", SECRET)
        assert attempt(client, "officer", PASSWORD).status_code == 302
        client.post("/desk/logout/")
    assert not LedgerEntry.objects.filter(act="lockout").exists()


def test_made_up_names_leave_one_row_and_no_trace_of_what_was_typed(town, client):
    for number in range(4):
        for _ in range(5):
            attempt(client, f"{SECRET}{number}", "x")
    rows = LedgerEntry.objects.filter(act="lockout")
    assert [row.subject for row in rows] == ["不存在的账号"]
    assert SECRET not in everything_stored()


def test_many_names_from_one_address_are_stopped(town, client):
    for number in range(40):
        attempt(client, f"guess{number}", SECRET)
    answer = attempt(client, "officer", PASSWORD)
    assert answer.status_code == 429
    assert LedgerEntry.objects.filter(act="lockout", subject="同一地址连续输错密码").count() == 1
    elsewhere = Client(REMOTE_ADDR="10.0.0.7")
    assert attempt(elsewhere, "officer", PASSWORD).status_code == 302


def test_a_typed_password_is_kept_nowhere(town, client, caplog):
    caplog.set_level(0)
    for _ in range(6):
        attempt(client, "leader", SECRET, next="/desk/")
    client.get(LOGIN, {"password": SECRET})
    attempt(client, "officer", PASSWORD)
    assert SECRET not in everything_stored()
    assert SECRET not in caplog.text and PASSWORD not in everything_stored()


@pytest.mark.parametrize(
    "name", ["", " ", "x" * 5000, "名\0字", "' OR 1=1 --", "<script>", "🙂", "leader\n", "LEADER", "ｌｅａｄｅｒ​"]
)
@pytest.mark.parametrize("password", ["", "\0", "x" * 5000, "' OR ''='"])
def test_ugly_input_is_just_wrong(town, client, name, password):
    assert attempt(client, name, password).status_code == 200


def test_the_session_gets_a_new_key_and_a_device_its_name(town, client):
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    answer = attempt(client, "officer", PASSWORD)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()
    cookie = answer.cookies["desk_device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and len(cookie.value) > 20
    client.post("/desk/logout/")
    attempt(client, "officer2", PASSWORD)
    assert client.cookies["desk_device"].value == cookie.value


def test_residents_and_the_login_page_give_no_device_its_name(town, client):
    for address in ("/", LOGIN):
        assert "desk_device" not in client.get(address).cookies


def test_logout_is_by_post_alone(town, client):
    attempt(client, "officer", PASSWORD)
    assert client.get("/desk/logout/").status_code == 405
    assert client.get("/desk/me/").status_code == 200
    client.post("/desk/logout/")
    assert client.get("/desk/me/").status_code == 302


def test_a_session_ends_after_eight_hours_and_after_an_hour_of_silence(town, monkeypatch):
    real = time.time
    half_hours = [half * 1800 for half in range(1, 16)]
    for steps in ([*half_hours, 8.1 * 3600], [1.1 * 3600]):
        client, answers = Client(), []
        attempt(client, "officer", PASSWORD)
        client.get("/desk/me/")
        for seconds in steps:
            with monkeypatch.context() as later:
                later.setattr(time, "time", lambda seconds=seconds: real() + seconds)
                answers.append(client.get("/desk/me/").status_code)
        assert answers == [200] * (len(steps) - 1) + [302]


def test_changing_the_password_ends_the_other_sessions(town, client):
    other = Client()
    for one in (client, other):
        attempt(one, "officer", PASSWORD)
    new = "a-quite-different-9"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/desk/me/password/", form).url == "/desk/me/"
    assert client.get("/desk/me/").status_code == 200
    assert other.get("/desk/me/").status_code == 302
    assert (
        LedgerEntry.objects.filter(act="change_account", visibility="inspection", person_number="T-officer").count()
        == 1
    )


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [("wrong", "a-quite-different-9", "a-quite-different-9"), (PASSWORD, "short", "short"), (PASSWORD, "12345678901", "12345678901"),
     (PASSWORD, "password123", "password123"), (PASSWORD, "a-quite-different-9", "other"), (PASSWORD, "", ""), ("", "a" * 12, "a" * 12)],
)  # fmt: skip
def test_bad_new_passwords_get_a_sentence(town, client, old, new, again):
    attempt(client, "officer", PASSWORD)
    page = client.post("/desk/me/password/", {"old_password": old, "new_password1": new, "new_password2": again})
    assert page.status_code == 200 and "field-error" in page.content.decode()
    assert Account.objects.get(username="officer").check_password(PASSWORD)


def test_a_temporary_password_must_be_changed_before_anything_else(town, client):
    temporary = accounts.reset_password(town.admin, town.reporter).password
    attempt(client, "reporter", temporary)
    for address in ("/desk/", "/desk/me/", "/admin/", "/desk/me/code/", "/desk/write/"):
        assert client.get(address).url.startswith("/desk/me/password/")
    assert client.post("/desk/me/code/", {}).url.startswith("/desk/me/password/")
    new = "a-quite-different-9"
    client.post("/desk/me/password/", {"old_password": temporary, "new_password1": new, "new_password2": new})
    assert client.get("/desk/me/").status_code == 200


def test_switching_an_account_off_ends_its_session_at_once(town, client):
    attempt(client, "officer", PASSWORD)
    accounts.deactivate(town.admin, town.officer)
    assert client.get("/desk/me/").url.startswith(LOGIN)


def test_a_leader_sees_after_login_what_was_signed_in_her_name_since_last_time(town, client):
    attempt(client, "leader", PASSWORD)
    client.post("/desk/logout/")
    post = appointments.Appointment.objects.get(person=town.leader.person).post
    deputy = make_account("deputy")
    ends = clock.now() + timedelta(days=3)
    proposal = appointments.propose(town.principal, deputy.person, post, mode="deputy", ends=ends)
    appointments.confirm(town.leader2, proposal)
    edition = first_review(town, submit(town, make_notice(town)))
    sign(town, edition, Account.objects.select_related("person").get(username="deputy"))
    row = LedgerEntry.objects.get(act="sign")
    assert (row.post, row.on_behalf_of) == ("分管政务公开副镇长（代）", "李示例")
    answer = attempt(client, "leader", PASSWORD, next="/desk/me/")
    assert answer.url == "/desk/me/signed/?next=%2Fdesk%2Fme%2F"
    page = client.get(answer.url).content.decode()
    assert "以您名义签发 1 件" in page and edition.title in page and "deputy（分管政务公开副镇长（代））代签" in page
    client.post("/desk/logout/")
    assert attempt(client, "leader", PASSWORD).url == "/desk/"
    other = Client()
    assert attempt(other, "leader2", PASSWORD).url == "/desk/"
    assert edition.title in client.get("/desk/me/").content.decode()
    assert edition.title not in other.get("/desk/me/").content.decode()


def test_a_namesake_is_not_shown_what_another_signed(town, client):
    edition = first_review(town, submit(town, make_notice(town)))
    sign(town, edition)
    twin = make_account("twin")
    twin.person.name = town.leader.person.name
    twin.person.save()
    assert not signed.in_the_name_of(twin, since=None).exists()


def test_every_staff_address_answers_with_no_store(town, client):
    attempt(client, "leader", PASSWORD)
    for name in ("desk:me", "desk:password", "desk:code", "desk:second_factor", "desk:appointments", "desk:changes"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]
