"""What an office uploaded only to be made into something else, held between two steps of a page, then erased.

It lies under FILES_ROOT/held, encrypted; the key is kept nowhere here: it goes along with the person's browser (a
cookie for that one page). So disk, database and backup together read nothing, and once the page is left for an hour,
or confirmed, or cancelled, nobody can. Bound to the person: the key of one opens nothing of another's.
"""

import os
import re
import secrets
import tempfile
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from ..models import Account

SECONDS = 3600
_NAME = re.compile(r"[0-9a-f]{32}")
NONCE = 12


class Gone(Exception):
    """Not there any more, or not this person's; a Chinese sentence."""


def hold(account: Account, data: bytes) -> tuple[str, str]:
    """Keep it for an hour; (its name, the key to give the browser)."""
    sweep()
    name, key = secrets.token_hex(16), AESGCM.generate_key(bit_length=256)
    _write(account, name, key, data)
    return name, urlsafe_b64encode(key).decode()


def renew(account: Account, name: str, key: str, data: bytes) -> None:
    """Other content under the same name and key, for another hour."""
    open_held(account, name, key)
    _write(account, name, urlsafe_b64decode(key), data)


def _write(account: Account, name: str, key: bytes, data: bytes) -> None:
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, data, _bound_to(account, name))
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder)  # readable by its owner alone
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
    os.replace(temporary, folder / name)


def open_held(account: Account, name: str, key: str) -> bytes:
    """Raises Gone after the hour, with another person's or no key, and for a name that was never given."""
    gone = Gone("这份表已经不在了：放了一小时以上，或者已经做成草稿、已经删掉。请重新上传。")
    path = _folder() / name
    try:
        if not _NAME.fullmatch(name) or path.stat().st_mtime < time.time() - SECONDS:
            raise gone
        sealed = path.read_bytes()
        return AESGCM(urlsafe_b64decode(key)).decrypt(sealed[:NONCE], sealed[NONCE:], _bound_to(account, name))
    except (OSError, ValueError, InvalidTag) as error:
        raise gone from error


def erase(name: str) -> None:
    if _NAME.fullmatch(name):
        (_folder() / name).unlink(missing_ok=True)


def sweep() -> int:
    """Erase whatever is older than an hour; how many. Called every minute, and before something new is held."""
    done, before = 0, time.time() - SECONDS
    for path in _folder().glob("*"):
        try:
            if path.stat().st_mtime < before:
                path.unlink()
                done += 1
        except FileNotFoundError:  # another worker was here
            continue
    return done


def _folder() -> Path:
    return Path(settings.FILES_ROOT) / "held"


def _bound_to(account: Account, name: str) -> bytes:
    return f"{account.person_id}:{name}".encode()
