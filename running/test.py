"""make test: style, types, migrations, production settings, then every test on SQLite, on PostgreSQL and Redis,
and in a browser. What this machine lacks is skipped and named in the last lines; with CI=true it is a failure."""

import base64
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from running import servers

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
CORE = (
    "workflow.py", "checks.py", "states.py", "rights.py", "content.py", "seals.py", "ledger.py", "outbox.py", "guards", "models",
    "standing.py", "registration.py", "erasure.py", "accounts.py", "appointments.py", "pending.py", "changes.py", "schedule.py",
    "clock.py", "files.py", "verifier.py", "signed_head.py", "watch.py", "duties.py", "screening/gate.py",
)  # fmt: skip
TYPED = [
    "running",
    "township_portal/environment.py",
    "township_portal/security.py",
    *(f"audit/{name}" for name in CORE),
    "disclosure",
    "services_center",
]
CLOSING = re.compile(r"^=*\s*((?:\d+ (?:passed|failed|errors?|skipped|deselected|x\w+|warnings?)(?:, )?)+) in ", re.M)
ORDINARY = "not drill and not bench"
OUTCOMES = ("failed", "error", "passed", "skipped", "xfailed", "xpassed")

PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "www.example.gov.cn",
    "DATABASE_URL": servers.POSTGRES + "web@127.0.0.1/portal",
    "REDIS_URL": servers.REDIS + "127.0.0.1:6379/0",
    "FILES_ROOT": "/srv/portal/files",
    "FILES_KEYS": f"test:{base64.b64encode(secrets.token_bytes(32)).decode()}",
}


class Report:
    """What ran, how it ended, and the totals over pytest's runs."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []
        self.counts = dict.fromkeys(OUTCOMES, 0)
        self.bad = False
        self.start = time.monotonic()

    def ended(self, name: str, word: str, good: bool = True) -> None:
        self.rows.append((name, word))
        self.bad = self.bad or not good

    def missing(self, name: str, why: str) -> None:
        self.ended(name, f"跳过：{why}" + ("（CI=true 时不允许跳过）" if CI else ""), good=not CI)

    def close(self) -> int:
        print("\n" + "-" * 78)
        for name, word in self.rows:
            print(name + " " * (16 - sum(1 if letter.isascii() else 2 for letter in name)) + word)
        totals = ", ".join(f"{count} {what}" for what, count in self.counts.items() if count) or "no tests ran"
        skipped = "".join(f"；{name} {word}" for name, word in self.rows if word.startswith("跳过"))
        print(f"{'未通过' if self.bad else '全部通过'}{skipped}")
        print(f"===== {totals} in {time.monotonic() - self.start:.0f}s =====")
        return 1 if self.bad else 0


def step(report: Report, name: str, command: list[str], **environment: str) -> None:
    print(f"\n== {name}", flush=True)
    code = subprocess.run(command, cwd=ROOT, env=clean() | environment, check=False).returncode
    report.ended(name, "通过" if code == 0 else f"未通过（退出码 {code}）", good=code == 0)


def clean() -> dict[str, str]:
    """The environment without settings that somebody exported for a portal of their own."""
    ours = {
        *PRODUCTION,
        "DEBUG",
        "VAR_ROOT",
        "PATH_PREFIX",
        "ADMIN_HOSTS",
        "DESK_HOSTS",
        "HTTPS",
        "TRUSTED_PROXY",
    }
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def pytest(report: Report, name: str, arguments: list[str], **environment: str) -> None:
    print(f"\n== {name}", flush=True)
    command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments, *sys.argv[1:]]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env=clean() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    assert running.stdout
    for line in running.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    code = running.wait()
    closings = CLOSING.findall("".join(lines[-20:]))
    closing = closings[-1] if closings else "没有结果"
    for outcome in OUTCOMES:
        found = re.search(rf"(\d+) {outcome}", closing)
        report.counts[outcome] += int(found[1]) if found else 0
    good = code == 0 and bool(closings)  # a process that ended without a closing line has proved nothing
    report.ended(name, closing if good else f"{closing}（退出码 {code}）", good=good)


def style(report: Report) -> None:
    step(report, "代码检查", [PYTHON, "-m", "ruff", "check", "."])
    step(report, "代码格式", [PYTHON, "-m", "ruff", "format", "--check", "."])
    with tempfile.TemporaryDirectory() as folder:
        typed = [PYTHON, "-m", "mypy", "--cache-dir", f"{ROOT}/.mypy_cache", *TYPED]
        step(report, "类型检查", typed, VAR_ROOT=folder)


def checks(report: Report) -> None:
    with tempfile.TemporaryDirectory() as folder:
        migrations = [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]
        step(report, "迁移完整", migrations, VAR_ROOT=folder)
        deploy = [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        step(report, "正式运行设置", deploy, VAR_ROOT=folder, **PRODUCTION)
    compose = compose_command()
    if compose:
        sample = ["--env-file", "docker/env.example", "config", "--quiet"]
        step(report, "容器编排", [*compose, *sample])
    else:
        report.missing("容器编排", "没有 docker compose")


def compose_command() -> list[str] | None:
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]):
            answer = subprocess.run([*command, "version"], capture_output=True, check=False)
            if answer.returncode == 0:
                return command
    return None


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def tests(report: Report) -> None:
    two = ["-n", "2", "--dist", "loadgroup"]
    pytest(report, "SQLite", [*two, "-m", f"not browser and not postgres and {ORDINARY}"])
    with servers.postgres() as (database, where), servers.redis_server() as (queue, queue_where):
        if database and queue:
            print(f"\nPostgreSQL：{where}，Redis：{queue_where}")
            name = f"test_township_{secrets.token_hex(4)}"
            addresses = {"DATABASE_URL": database, "TEST_DATABASE_NAME": name, "REDIS_URL": queue}
            pytest(report, "PostgreSQL", [*two, "-m", f"not browser and {ORDINARY}"], **addresses)
        else:
            report.missing("PostgreSQL", where if not database else queue_where)
    found = chromium()
    if found:
        pytest(report, "浏览器", [*two, "-m", f"browser and {ORDINARY}"], CHROMIUM=found)
    else:
        report.missing("浏览器", "这台机器上没有 Chromium")


def main() -> int:
    report = Report()
    only_style = "--lint" in sys.argv
    if only_style:
        sys.argv.remove("--lint")
    style(report)
    if not only_style:
        checks(report)
        tests(report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
