"""make run, played for real: an empty folder, the server and the worker, Ctrl-C, a second start."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
OURS = ("DATABASE_URL", "REDIS_URL", "PRODUCTION", "TEST_DATABASE_NAME", "DJANGO_ALLOW_ASYNC_UNSAFE")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """The embedded portal in a folder of its own."""

    def __init__(self, folder):
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        settings = {"VAR_ROOT": str(folder), "DJANGO_SETTINGS_MODULE": "township_portal.settings"}
        self.port = free_port()
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait(self, seconds):
        while time.monotonic() - self.started < seconds:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return time.monotonic() - self.started
            assert self.process.poll() is None, self.process.stdout.read()
            time.sleep(0.05)
        raise AssertionError(f"no answer within {seconds} s")

    def children(self):
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def end(self, how):
        children = self.children()
        self.process.send_signal(how)
        output, _ = self.process.communicate(timeout=40)
        deadline = time.monotonic() + 15
        while any(alive(pid) for pid in children) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert [pid for pid in children if alive(pid)] == [], "orphans"
        return output


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory, django_db_setup):
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(autouse=True)
def only_where_it_runs(folder):
    if connection.vendor != "sqlite":
        pytest.skip("the embedded portal uses SQLite")


@pytest.fixture
def start(folder):
    """Starts portals, and ends those that a failed test left running."""
    started = []

    def start_one():
        started.append(Portal(folder))
        return started[-1]

    yield start_one
    for portal in started:
        if portal.process.poll() is None:
            portal.process.kill()
            portal.process.communicate(timeout=20)


# In this order on purpose, in one process (TOGETHER in conftest): the first start makes the folder of the second.
class TestTheEmbeddedPortal:
    def test_first_start_makes_the_database_and_the_example_town(self, start):
        portal = start()
        portal.wait(240)
        status, page = portal.get("/")
        assert status == 200
        assert "落儿岭镇" in page
        assert portal.get("/static/admin/css/base.css")[0] == 200
        assert portal.get("/desk/login/")[0] == 200
        assert len(portal.children()) == 2, "web and worker"
        output = portal.end(signal.SIGINT)
        assert f"http://127.0.0.1:{portal.port}/" in output
        assert "Traceback" not in output

    def test_a_second_start_builds_nothing_again(self, start):
        """That is what makes it quick; beside other tests a time would only measure those."""
        first = start()
        first.wait(240)
        first.end(signal.SIGTERM)
        portal = start()
        portal.wait(60)
        output = portal.end(signal.SIGTERM)
        assert "正在建立" not in output and "正在装入" not in output

    def test_a_worker_takes_what_is_asked_of_it(self, start, folder):
        portal = start()
        portal.wait(240)
        ask = "from audit.tasks import run_due; run_due.delay()"
        environment = os.environ | {"VAR_ROOT": str(folder), "DJANGO_SETTINGS_MODULE": "township_portal.settings"}
        environment = {name: value for name, value in environment.items() if name not in OURS}
        subprocess.run([sys.executable, "manage.py", "shell", "-c", ask], cwd=ROOT, env=environment, check=True)
        waiting = folder / "queue" / "messages"
        deadline = time.monotonic() + 60
        while any(waiting.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.2)
        left = list(waiting.iterdir())
        portal.end(signal.SIGINT)
        assert left == []

    def test_a_killed_portal_leaves_no_orphan(self, start):
        portal = start()
        portal.wait(240)
        portal.end(signal.SIGKILL)

    def test_when_one_part_dies_all_end_and_say_so(self, start):
        portal = start()
        portal.wait(240)
        os.kill(portal.children()[0], signal.SIGKILL)
        output, _ = portal.process.communicate(timeout=40)
        assert portal.process.returncode != 0
        assert "有一个进程意外结束" in output
