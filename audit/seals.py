"""Canonical text, digests and seals. Pure: imports no models.

A part's digest is SHA-256 over salt, name and text; the seal is SHA-256 over the digests. So a part
can be destroyed together with its salt, nobody can guess it from the digest, and the seal still
verifies. No database id enters any of them: a restore may renumber.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping

PARTS = ("title", "summary", "body", "facts", "meta", "attachments")


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, no floats (they do not survive JSONB)."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("floats cannot be sealed; write the number as text")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fresh_salt() -> str:
    return secrets.token_hex(16)


def part_digest(name: str, text: str, salt: str) -> str:
    return sha256(f"{salt}\n{name}\n{text}")


def digests(parts: Mapping[str, str], salts: Mapping[str, str]) -> dict[str, str]:
    return {name: part_digest(name, parts[name], salts[name]) for name in PARTS}


def seal(part_digests: Mapping[str, str]) -> str:
    return sha256(canonical(dict(part_digests)))
