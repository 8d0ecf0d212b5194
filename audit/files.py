"""Private, content-addressed storage, encrypted: a file lies under the SHA-256 of its content and is never overwritten.

On disk every file is AES-256-GCM under one of settings.FILES_KEYS; `put` and `read` are the one door, nothing else opens
what lies there. Layout: MAGIC, length of the key's name, its name, nonce, ciphertext with tag; the digest and the head are
authenticated, so that no file can be put in another's place. Who reads the disk still sees how many files there are, how
big they are, and whether one he already has is among them. A file from before encryption is read as it lies, if its
content is what its name says; `manage.py rotate_files_key` writes it anew.
"""

import hashlib
import io
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MAGIC = b"TPF1"
NONCE = 12


class Damaged(OSError):
    """The file is there, but is not what its name says, or its key is not among ours."""


def path_of(sha256: str) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def put(data: bytes) -> str:
    """Keep the bytes; returns their SHA-256. Atomic: a crash leaves no half file under the name."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not _renewed(path):
        _write(path, _sealed(sha256, data))
    return sha256


def _write(path: Path, blob: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(blob)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _renewed(path: Path) -> bool:
    """There already, and new again: `sweep` leaves alone what is not a day old. False where there is none."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def read(sha256: str) -> bytes:
    """The content. OSError where the file is gone, Damaged where it is not what was kept."""
    return _content(sha256, path_of(sha256).read_bytes())


def opened(sha256: str) -> io.BytesIO:
    """The content as a file to send."""
    return io.BytesIO(read(sha256))


def is_whole(sha256: str) -> bool:
    """Is the file there, bit for bit what its name says?"""
    try:
        read(sha256)
    except (OSError, ValueError):
        return False
    return True


def destroy(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)


def renew_key(sha256: str) -> bool:
    """Write the file anew under the first key; False where it lies under that already."""
    path = path_of(sha256)
    blob = path.read_bytes()
    if _key_name(blob) == settings.FILES_KEYS[0][0]:
        _content(sha256, blob)
        return False
    _write(path, _sealed(sha256, _content(sha256, blob)))
    return True


def _sealed(sha256: str, data: bytes) -> bytes:
    name, key = settings.FILES_KEYS[0]
    head, nonce = MAGIC + bytes([len(name)]) + name.encode(), os.urandom(NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, data, head + sha256.encode())


def _key_name(blob: bytes) -> str:
    """Of the key the file lies under; "" for one that lies open."""
    return blob[5 : 5 + blob[4]].decode("ascii", "replace") if blob[:4] == MAGIC and len(blob) > 5 else ""


def _content(sha256: str, blob: bytes) -> bytes:
    if hashlib.sha256(blob).hexdigest() == sha256:
        return blob  # from before encryption
    if blob[:4] != MAGIC or len(blob) < 5:
        raise Damaged(f"file {sha256} is not what its name says")
    name, head_end = _key_name(blob), 5 + blob[4]
    key = dict(settings.FILES_KEYS).get(name)
    if key is None:
        raise Damaged(f"file {sha256} lies under the key “{name}”, which is not in FILES_KEYS")
    head, nonce = blob[:head_end], blob[head_end : head_end + NONCE]
    try:
        return AESGCM(key).decrypt(nonce, blob[head_end + NONCE :], head + sha256.encode())
    except (InvalidTag, ValueError) as error:
        raise Damaged(f"file {sha256} is not what was kept") from error
