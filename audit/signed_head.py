"""The signed head: row count, last hash and time under an Ed25519 signature, to be kept elsewhere.

The key stays off the web worker: only who runs `sign_ledger_head` needs it, and the public half is
enough to check.
"""

import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import seals
from .verifier import Head


class HeadError(Exception):
    """A sentence saying why a signed head cannot be made or trusted."""


def make_key(path: Path) -> Ed25519PrivateKey:
    """A new key, readable by its owner alone; its public half beside it as `<name>.pub`."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    path.with_name(path.name + ".pub").write_text(_public_hex(key.public_key()))
    return key


def load_key(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise HeadError(f"读不了签名私钥 {path.name}。第一次用请加 --make-key。") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise HeadError("签名私钥不是 Ed25519。")
    return key


def _public_hex(key: Ed25519PublicKey) -> str:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()


def _payload(town: str, head: Head) -> dict:
    return {"town": town, "rows": head.rows, "head": head.hash, "at_us": head.at_us}


def sign(key: Ed25519PrivateKey, town: str, head: Head) -> str:
    """The signed head as JSON text."""
    payload = _payload(town, head)
    signature = key.sign(seals.canonical(payload).encode()).hex()
    signed = payload | {"public_key": _public_hex(key.public_key()), "signature": signature}
    return json.dumps(signed, ensure_ascii=False, indent=1) + "\n"


def read(text: str, public_key: str) -> Head:
    """The head in the text, if its signature is good by this public key; the one in the text proves nothing."""
    try:
        signed = json.loads(text)
        payload = {name: signed[name] for name in ("town", "rows", "head", "at_us")}
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signed["signature"]), seals.canonical(payload).encode())
        return Head(int(signed["rows"]), str(signed["head"]), int(signed["at_us"]))
    except InvalidSignature as error:
        raise HeadError("链头的签名不对：文件被改过，或不是用本镇的钥匙签的。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise HeadError("这不是签存的链头文件。") from error
