"""What every answer carries and every request passes, whichever page it is."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from township_portal import security

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def account(db):
    return get_user_model().objects.create_user("clerk", password="a-good-long-word", is_staff=True)


def directives(response):
    return dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/admin/login/", "/desk/login/", "/nothing/here/", "/desk/../x", "/%00"])
def test_every_answer_carries_the_strict_policy(client, path):
    policy = directives(client.get(path))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    for value in policy.values():
        assert "unsafe" not in value
        assert "http" not in value
        assert "*" not in value


@pytest.mark.django_db
def test_staff_pages_are_neither_cached_nor_indexed(client):
    answer = client.get("/admin/")
    assert answer.headers["Cache-Control"].startswith(("no-store", "max-age=0"))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("setting", "path"), [("ADMIN_HOSTS", "/admin/"), ("DESK_HOSTS", "/desk/login/"), ("DESK_HOSTS", "/audit/")]
)
def test_a_staff_address_answers_only_on_its_own_host(client, db, settings, setting, path):
    settings.ALLOWED_HOSTS = ["www.example", "desk.example"]
    setattr(settings, setting, ["desk.example"])
    assert client.get(path, headers={"host": "www.example"}).status_code == 404
    assert client.get(path, headers={"host": "desk.example:8443"}).status_code != 404
    assert client.get(path, headers={"host": "evil.example"}).status_code in {400, 404}


ANY_DESK_ADDRESS = "/desk/no/such/page/"  # the limits hold for every staff address, found or not


def still_in_after(client, account, **seconds):
    """Whether a session that began, or was last used, so many seconds ago goes on."""
    client.force_login(account)
    client.get(ANY_DESK_ADDRESS)
    session = client.session
    for name, ago in seconds.items():
        session[name] = int(time.time()) - ago
    session.save()
    client.get(ANY_DESK_ADDRESS)
    return "_auth_user_id" in client.session


def test_a_session_in_use_goes_on(client, account):
    assert still_in_after(client, account, since=7 * 3600, seen=3500)


def test_a_session_ends_after_an_hour_without_a_request(client, account):
    assert not still_in_after(client, account, since=3700, seen=3700)
    assert not Session.objects.exists()


def test_a_session_ends_after_eight_hours_however_busy(client, account):
    assert not still_in_after(client, account, since=8 * 3600 + 10, seen=5)


def test_a_busy_session_is_not_written_at_each_request(client, account, django_assert_max_num_queries):
    client.force_login(account)
    client.get(ANY_DESK_ADDRESS)
    with django_assert_max_num_queries(6) as found:
        client.get(ANY_DESK_ADDRESS)
    assert not [query for query in found.captured_queries if "UPDATE" in query["sql"]]


@pytest.mark.parametrize("claim", ["9.9.9.9", "evil, 9.9.9.9", "1.2.3.4,9.9.9.9"])
def test_behind_the_proxy_the_address_is_the_one_the_proxy_saw(settings, claim):
    seen = []
    middleware = security.client_address(lambda request: seen.append(request.META["REMOTE_ADDR"]))
    request = RequestFactory().get("/", headers={"X-Forwarded-For": claim})
    settings.TRUSTED_PROXY = False
    middleware(request)
    settings.TRUSTED_PROXY = True
    middleware(request)
    assert seen == ["127.0.0.1", "9.9.9.9"], "a claim counts only where a proxy is known to write it"


@pytest.mark.django_db
def test_the_log_has_one_line_a_request_without_personal_data(client, caplog):
    with caplog.at_level(logging.INFO, logger="portal.request"):
        client.get("/search/", {"q": "张三 340101199001011234"}, headers={"X-Forwarded-For": "9.9.9.9"})
        client.get("/a%0Aforged line")
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.request"]
    assert len(lines) == 2
    for private in ("张三", "340101", "9.9.9.9", "127.0.0.1"):
        assert private not in "".join(lines)
    assert all("\n" not in line for line in lines)


def test_five_wrong_passwords_lock_and_the_right_one_is_refused_too(client, account, settings):
    for _ in range(5):
        answer = client.post(settings.LOGIN_URL, {"username": "clerk", "password": "wrong"})
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()
    right = {"username": "clerk", "password": "a-good-long-word"}
    assert client.post(settings.LOGIN_URL, right).status_code == 429
    other = {"REMOTE_ADDR": "10.0.0.9"}
    assert client.post(settings.LOGIN_URL, right, **other).status_code == 302, "a stranger cannot lock a clerk out"


def test_under_a_path_prefix_styles_and_pages_are_found():
    """A process of its own: the prefix is fixed when Django starts."""
    play = """
from io import BytesIO
from wsgiref.util import setup_testing_defaults
from township_portal.wsgi import application

def get(path):
    environ, seen = {"PATH_INFO": path, "HTTP_HOST": "localhost", "wsgi.input": BytesIO()}, []
    setup_testing_defaults(environ)
    body = b"".join(application(environ, lambda status, headers, *_: seen.append((status, dict(headers)))))
    return *seen[0], body.decode()

page = get("/no/such/page/")[2]
assert 'href="/ldlz/static/css/public.css"' in page, page[:900]
assert 'href="/ldlz/"' in page and 'href="/"' not in page
status, headers, _ = get("/admin/")
assert status.startswith("302") and headers["Location"].startswith("/ldlz/"), headers
assert get("/static/css/public.css")[0].startswith("200")
"""
    environment = os.environ | {"PATH_PREFIX": "/ldlz", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", play], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr[-1500:]


def test_production_collects_its_static_files(tmp_path):
    from running.test import PRODUCTION

    places = {"VAR_ROOT": str(tmp_path), "FILES_ROOT": str(tmp_path / "files")}
    environment = os.environ | PRODUCTION | places | {"DJANGO_SETTINGS_MODULE": "township_portal.settings"}
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-1500:]
    assert (tmp_path / "static/staticfiles.json").exists()
