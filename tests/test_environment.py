"""The two commands' foundation: lock files, settings that fail loudly, the containers' file."""

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from running import build, run
from running.test import PRODUCTION, compose_command

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.txt", "requirements-dev.txt"]
SQLITE, POSTGRES, REDIS, HTTPS = (scheme + "://" for scheme in ("sqlite", "postgres", "redis", "https"))


@pytest.fixture
def read_settings(monkeypatch, tmp_path):
    """The settings file run anew with nothing in the environment but what the test says."""

    def read(**environment):
        for name in list(os.environ):
            if name not in {"PATH", "HOME", "LANG", "TMPDIR"}:
                monkeypatch.delenv(name)
        monkeypatch.setenv("VAR_ROOT", str(tmp_path / "var"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value) if value is not None else monkeypatch.delenv(name, raising=False)
        spec = spec_from_file_location("township_portal.settings_anew", ROOT / "township_portal/settings.py")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return vars(module)

    return read


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_versions_and_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=sha256:)", text, re.M), "no option but hashes"
    pins = re.findall(r"^[a-z0-9].*", text, re.M)
    assert len(pins) > 30
    assert all("==" in pin for pin in pins)
    for block in re.split(r"\n(?=[a-z0-9])", text):
        assert "--hash=sha256:" in block


def test_both_locks_agree():
    runtime, development = ({*re.findall(r"^[a-z0-9][^ ]*==[^ ]+", (ROOT / lock).read_text(), re.M)} for lock in LOCKS)
    assert runtime < development


@pytest.mark.parametrize("name", ["pyproject.toml", *LOCKS, "Makefile", "Dockerfile", ".ci/run"])
def test_no_path_of_a_developers_machine_is_committed(name):
    assert not re.search(r"/(home|root|work|opt)/", (ROOT / name).read_text())


def test_without_any_variable_the_portal_serves_this_machine_only(read_settings):
    settings = read_settings()
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert settings["DEBUG"] is False
    assert "recursive_triggers=ON" in settings["DATABASES"]["default"]["OPTIONS"]["init_command"]
    assert settings["SECRET_KEY"] == read_settings()["SECRET_KEY"], "kept between starts"


def test_production_settings_are_strict(read_settings):
    settings = read_settings(**PRODUCTION)
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["DATABASES"]["default"]["NAME"] == "portal"


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "FILES_ROOT", "FILES_KEYS"]
)
@pytest.mark.parametrize("value", [None, "", "   "])
def test_production_names_what_is_missing(read_settings, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        read_settings(**(PRODUCTION | {name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 80),
        ("SECRET_KEY", "changeme" * 10),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ",,"),
        ("ALLOWED_HOSTS", HTTPS + "www.example.gov.cn"),
        ("ALLOWED_HOSTS", "www.example.gov.cn:443"),
        ("ALLOWED_HOSTS", "www.example.gov.cn/ldlz"),
        ("ALLOWED_HOSTS", "a\nb"),
        ("DATABASE_URL", "mysql" + "://a@b/c"),
        ("DATABASE_URL", "portal.sqlite3"),
        ("DATABASE_URL", POSTGRES + "web@database:port/portal"),
        ("DATABASE_URL", POSTGRES + "web@database:70000/portal"),
        ("DATABASE_URL", POSTGRES + "web@database/"),
        ("DATABASE_URL", SQLITE + "relative.sqlite3"),
        ("DATABASE_URL", SQLITE + "/srv/portal.sqlite3"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("REDIS_URL", HTTPS + "127.0.0.1"),
        ("FILES_ROOT", "files"),
        ("FILES_ROOT", __file__),
        ("PRODUCTION", "maybe"),
        ("DEBUG", "1"),
        ("DEBUG", "wahr"),
        ("HTTPS", "ja"),
        ("HSTS_SECONDS", "-1"),
        ("HSTS_SECONDS", "一年"),
        ("UPLOAD_MAX_MB", "0"),
        ("UPLOAD_MAX_MB", "5e9"),
        ("UPLOAD_MAX_MB", "٣"),
        ("EMAIL_PORT", "99999"),
        ("PATH_PREFIX", "ldlz"),
        ("PATH_PREFIX", "/ldlz/"),
        ("PATH_PREFIX", "/a//b"),
        ("SECOND_FACTOR", "sometimes"),
        ("ADMIN_HOSTS", "*"),
        ("CSRF_TRUSTED_ORIGINS", "www.example.gov.cn"),
        ("CSRF_TRUSTED_ORIGINS", HTTPS + "www.example.gov.cn/path"),
        ("WEBHOOK_URL", "ftp" + "://x"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(read_settings, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        read_settings(**(PRODUCTION | {name: value}))


def test_a_path_prefix_reaches_cookies_and_login(read_settings):
    settings = read_settings(PATH_PREFIX="/ldlz")
    assert settings["LOGIN_URL"] == "/ldlz/desk/login/"
    assert settings["SESSION_COOKIE_PATH"] == settings["CSRF_COOKIE_PATH"] == "/ldlz"


def test_a_postgres_socket_and_odd_passwords_are_understood(read_settings):
    address = POSTGRES + "web:p%40ss%2Fw@/portal?host=/run/postgresql&sslmode=require"
    database = read_settings(DATABASE_URL=address)["DATABASES"]["default"]
    assert (database["HOST"], database["PASSWORD"]) == ("/run/postgresql", "p@ss/w")
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_the_command_line_says_it_in_a_sentence_and_fails():
    environment = os.environ | PRODUCTION | {"REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "township_portal.settings"}
    answer = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert "REDIS_URL" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_containers_file_is_valid():
    command = compose_command()
    if not command:
        pytest.skip("no docker compose on this machine")
    sample = [*command, "--env-file", "docker/env.example", "config"]
    answer = subprocess.run(sample, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    for service in ("web", "worker", "beat", "database", "queue", "nginx", "migrate"):
        assert f"\n  {service}:\n" in answer.stdout
    assert answer.stdout.count("portal_owner:") == 1, "only migrate is given the owner's password"


def test_what_the_example_names_reaches_the_containers():
    named = re.findall(r"^([A-Z_]+)=", (ROOT / "docker/env.example").read_text(encoding="utf-8"), re.M)
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert len(named) > 20
    assert [name for name in named if not re.search(rf"\$\{{{name}\b", compose)] == []


def test_the_containers_refuse_a_missing_secret(tmp_path):
    command = compose_command()
    if not command:
        pytest.skip("no docker compose on this machine")
    sample = (ROOT / "docker/env.example").read_text()
    (tmp_path / "env").write_text(re.sub(r"^SECRET_KEY=.*$", "SECRET_KEY=", sample, flags=re.M))
    answer = subprocess.run(
        [*command, "--env-file", str(tmp_path / "env"), "config"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert "SECRET_KEY" in answer.stderr


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "٨٠", "80 "])
def test_make_run_refuses_a_port_that_is_none(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="PORT 应为 1 到 65535"):
        run.wanted_port()


def test_make_run_says_that_the_port_is_taken_before_it_builds_anything():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = subprocess.run(
            [sys.executable, "-m", "running.run"],
            cwd=ROOT,
            env=os.environ | {"PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
    assert answer.returncode != 0
    assert f"端口 {port} 用不了" in answer.stderr
    assert "PORT=" in answer.stderr


def fake_environment(monkeypatch, tmp_path, script):
    """An environment whose pip is the given shell script."""
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    monkeypatch.setattr(build, "PYTHON", str(python))


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("[Errno -3] Temporary failure in name resolution", "连不上 Python 软件源"),
        ("ERROR: No matching distribution found for django==5.2.19", "连不上 Python 软件源"),
        ("OSError: [Errno 28] No space left on device", "磁盘空间不足"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "原因见上"),
    ],
)
def test_a_failed_installation_says_what_to_do(monkeypatch, tmp_path, output, sentence):
    fake_environment(monkeypatch, tmp_path, f"echo '{output}'; exit 1")
    with pytest.raises(SystemExit, match=sentence):
        build.install("run")


def test_a_missing_python3_venv_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        build.make_venv()


def test_an_old_python_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(build, "OLDEST", (9, 0))
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="需要 Python 3"):
        build.right_python()
