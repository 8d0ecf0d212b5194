"""Private, content-addressed storage: a file's bytes lie under its SHA-256 and are never overwritten."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def put(data: bytes) -> str:
    """Keep the bytes; returns their SHA-256. Atomic: a crash leaves no half file under the name."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if _renewed(path):
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return sha256


def _renewed(path: Path) -> bool:
    """There already, and new again: `sweep` leaves alone what is not a day old. False where there is none."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def read(sha256: str) -> bytes:
    return path_of(sha256).read_bytes()


def is_whole(sha256: str) -> bool:
    """Is the file there, bit for bit what its name says?"""
    try:
        with path_of(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except (OSError, ValueError):
        return False


def destroy(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)
