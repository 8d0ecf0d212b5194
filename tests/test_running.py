"""make test is honest: what failed or is missing shows in its last lines and in its exit status."""

import os
import subprocess
import sys

import pytest
import redis

from running import servers, test


@pytest.fixture(autouse=True)
def at_a_desk(monkeypatch):
    monkeypatch.setattr(test, "CI", False)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("1 failed, 250 passed in 12.87s", "1 failed, 250 passed"),
        ("497 passed, 3 skipped, 2 deselected in 201.02s (0:03:21)", "497 passed, 3 skipped, 2 deselected"),
        ("=== 2 errors in 0.5s ===", "2 errors"),
        ("1 passed, 1 warning in 0.12s", "1 passed, 1 warning"),
        ("5 xfailed in 3.00s", "5 xfailed"),
    ],
)
def test_pytests_closing_line_is_understood(line, found):
    assert test.CLOSING.findall(f"FAILED x - 3 passed in court\n{line}\n") == [found]


def test_one_failed_step_fails_the_whole(capsys):
    report = test.Report()
    report.ended("一步", "通过")
    assert report.close() == 0
    report.ended("另一步", "未通过", good=False)
    assert report.close() == 1
    assert "未通过" in capsys.readouterr().out


def test_what_is_missing_is_named_in_the_last_lines_and_fails_only_in_ci(capsys, monkeypatch):
    report = test.Report()
    report.missing("浏览器", "这台机器上没有 Chromium")
    assert report.close() == 0
    assert "没有 Chromium" in "".join(capsys.readouterr().out.splitlines()[-2:])
    monkeypatch.setattr(test, "CI", True)
    report = test.Report()
    report.missing("浏览器", "这台机器上没有 Chromium")
    assert report.close() == 1


@pytest.mark.parametrize(
    ("body", "code", "counts"),
    [
        ("def test_a(): pass\ndef test_b(): pass", 0, {"passed": 2}),
        ("def test_a(): pass\ndef test_b(): assert 0", 1, {"passed": 1, "failed": 1}),
        ("def broken(", 1, {"error": 1}),
        ("", 1, {}),
        ("import os\ndef test_a(): os._exit(0)", 1, {}),
    ],
)
def test_a_run_is_counted_and_judged(tmp_path, monkeypatch, capfd, body, code, counts):
    """The last two are runs that say nothing: no test at all, and one that ended the process with status 0."""
    (tmp_path / "test_x.py").write_text(body)
    monkeypatch.setattr(sys, "argv", ["test"])
    report = test.Report()
    outside = ["-p", "no:django", "-p", "no:xdist", "-o", "addopts=", "--rootdir", str(tmp_path), str(tmp_path)]
    test.pytest(report, "试", [*outside, "-c", os.devnull], PYTEST_ADDOPTS="")
    assert report.close() == code
    assert {outcome: count for outcome, count in report.counts.items() if count} == counts


def test_a_named_server_that_is_not_there_is_not_replaced_by_another(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", servers.POSTGRES + "nobody@127.0.0.1:1/none")
    monkeypatch.setenv("TEST_REDIS_URL", servers.REDIS + "127.0.0.1:1/0")
    with servers.postgres() as (database, why), servers.redis_server() as (queue, _):
        assert database is queue is None
        assert "TEST_DATABASE_URL" in why


@pytest.mark.parametrize("binaries", ["of the machine", "of the development dependencies"])
def test_private_servers_start_and_go(monkeypatch, binaries):
    if binaries != "of the machine":
        monkeypatch.setattr(servers.glob, "glob", without_the_machines_own(servers.glob.glob))
        monkeypatch.setattr(servers.shutil, "which", lambda name: None)
    found, redis_found = servers.postgres_binaries(), servers.redis_binary()
    if not found or not redis_found:
        pytest.skip("none on this machine")
    with servers.private_postgres(found) as address:
        assert servers.postgres_works(address)
    assert not servers.postgres_works(address)
    with servers.private_redis(redis_found) as address:
        assert redis.Redis.from_url(address).set("a", 1)
    assert not servers.redis_works(address)


def without_the_machines_own(search):
    return lambda pattern: [] if pattern.startswith("/usr/lib/postgresql") else search(pattern)


def test_without_chromium_there_is_none(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    assert test.chromium() is None


def test_settings_of_a_portal_of_ones_own_do_not_reach_the_tests(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", servers.POSTGRES + "web@127.0.0.1/production")
    monkeypatch.setenv("PRODUCTION", "1")
    assert not {"DATABASE_URL", "PRODUCTION", "PYTHONDONTWRITEBYTECODE"} & set(test.clean())


def test_the_makefile_names_every_command():
    answer = subprocess.run(
        ["make", "-n", "run", "test", "lint", "lock", "bench", "drill"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
