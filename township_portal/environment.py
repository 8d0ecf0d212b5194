"""Reads the environment. A missing or wrong value stops the start with a sentence that names the variable."""

import base64
import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
}
# WAL and IMMEDIATE: four processes writing at once gave no error. recursive_triggers: without it
# INSERT OR REPLACE passes the append-only guards.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;"
        "PRAGMA foreign_keys=ON;PRAGMA recursive_triggers=ON"
    ),
}


def refuse(name: str, sentence: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"环境变量 {name}：{sentence}")


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip()
    if value:
        if any(ord(character) < 32 for character in value):
            raise refuse(name, "含有换行或控制字符。")
        return value
    if default is None:
        raise refuse(name, "没有设置，正式运行时必须设置。")
    return default


def boolean(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise refuse(name, f"只能是 0 或 1，现在是“{value}”。")


def whole(name: str, default: int, least: int = 0, most: int = 10**9) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
        raise refuse(name, f"应为 {least} 到 {most} 之间的整数，现在是“{value}”。")
    return int(value)


def names(name: str, default: list[str] | None = None) -> list[str]:
    value = text(name, None if default is None else ",".join(default) or " ")
    return [part.strip() for part in value.split(",") if part.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise refuse(name, f"只能是 {'、'.join(allowed)}，现在是“{value}”。")
    return value


def hosts(name: str, default: list[str] | None = None) -> list[str]:
    found = names(name, default)
    for host in found:
        if host == "*" or "/" in host or ":" in host or " " in host:
            raise refuse(name, f"“{host}”不是主机名：不写协议、端口和路径，也不能是 *。")
    if default is None and not found:
        raise refuse(name, "至少要有一个主机名。")
    return found


def origins(name: str) -> list[str]:
    found = names(name, [])
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            raise refuse(name, f"“{origin}”应写成 https 协议加主机名，后面没有路径。")
    return found


def prefix(name: str) -> str:
    value = text(name, "")
    if value and (not value.startswith("/") or value.endswith("/") or "//" in value or " " in value):
        raise refuse(name, f"路径前缀以 / 开头、不以 / 结尾，例如 /ldlz；现在是“{value}”。")
    return value


def folder(name: str, default: Path | None) -> Path:
    value = Path(text(name, None if default is None else str(default)))
    if not value.is_absolute():
        raise refuse(name, f"应为绝对路径，现在是“{value}”。")
    if value.exists() and not value.is_dir():
        raise refuse(name, f"“{value}”不是文件夹。")
    return value


def address(name: str, schemes: tuple[str, ...]) -> str:
    """A service's address of one of the schemes, or the empty text when unset."""
    value = text(name, "")
    if value and urlsplit(value).scheme not in schemes:
        raise refuse(name, f"应以 {' 或 '.join(schemes)} 加冒号和双斜线开头。")
    return value


def database(name: str, default: str | None) -> dict:
    """Django's settings for a database address: sqlite with a path, or postgres with user and host."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in ENGINES:
        raise refuse(name, "应以 sqlite 或 postgres 加冒号和双斜线开头。")
    settings: dict = {"ENGINE": ENGINES[parts.scheme]}
    if parts.scheme == "sqlite":
        if parts.netloc or len(parts.path) < 2:
            raise refuse(name, "sqlite 后面要写数据库文件的绝对路径（共四条斜线）。")
        return settings | {"NAME": unquote(parts.path).replace("//", "/", 1), "OPTIONS": SQLITE_OPTIONS}
    try:
        port = parts.port
    except ValueError:
        raise refuse(name, "端口不是 1 到 65535 之间的数字。") from None
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if len(parts.path) < 2:
        raise refuse(name, "没有写数据库名。")
    return settings | {
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def secret_key(name: str, production: bool, kept_in: Path) -> str:
    """The secret: from the environment, or, on one's own machine only, made once and kept in a file."""
    value = text(name, None if production else "")
    if production and (len(value) < 50 or len(set(value)) < 10):
        raise refuse(name, "太短或太简单，至少 50 个字符（例如由 openssl rand -base64 48 生成）。")
    if value:
        return value
    from django.core.management.utils import get_random_secret_key

    return _kept(kept_in, lambda: get_random_secret_key() + get_random_secret_key())


def _kept(kept_in: Path, make: Callable[[], str]) -> str:
    """A secret in a file only its owner reads, made when there is none."""
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept_in.with_name(f"{kept_in.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make())
        with contextlib.suppress(FileExistsError):  # whoever is first wins, the other reads the winner's
            os.link(fresh, kept_in)
        fresh.unlink()
    return kept_in.read_text()


def file_keys(name: str, kept_in: Path | None) -> list[tuple[str, bytes]]:
    """[(name of the key, 32 bytes)], the one to write with first: `2026:base64,2025:base64`.

    kept_in: where one is made and kept when none is given, on one's own machine only; None: it must be given.
    """
    value = text(name, None if kept_in is None else " ").strip()
    if not value and kept_in:
        value = _kept(kept_in, lambda: f"local:{base64.b64encode(os.urandom(32)).decode()}")
    found = [_file_key(name, part.strip()) for part in value.split(",") if part.strip()]
    if not found or len({key for key, _ in found}) < len(found):
        raise refuse(name, "要有至少一把钥匙，每把的名字不同，写成 名字:钥匙，几把之间用逗号隔开。")
    return found


def _file_key(name: str, part: str) -> tuple[str, bytes]:
    label, _, encoded = part.partition(":")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", label):
        raise refuse(name, "每把钥匙写成 名字:钥匙，名字用字母和数字，例如 2026:…。")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32 or len(set(key)) < 8:
        raise refuse(name, f"“{label}”这把不是 32 字节的钥匙，请用 openssl rand -base64 32 生成。")
    return label, key
