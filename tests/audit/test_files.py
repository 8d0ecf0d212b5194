"""Private files lie encrypted, are read through one door, survive a change of the key, and are never taken for another."""

import base64
import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from audit import files
from township_portal import environment

ROOT = Path(__file__).resolve().parents[2]
WORDS = "姓名 周示例 110101199003070070".encode() * 40
OLD, NEW = ("2025", bytes(range(32))), ("2026", bytes(range(100, 132)))


def lying(sha256: str) -> bytes:
    return files.path_of(sha256).read_bytes()


def test_nothing_of_the_content_lies_on_the_disk(settings):
    settings.FILES_KEYS = [OLD]
    sha256 = files.put(WORDS)
    assert files.read(sha256) == files.opened(sha256).read() == WORDS
    assert b"110101" not in lying(sha256)
    assert lying(sha256)[:9] == b"TPF1\x042025"
    first = lying(sha256)
    assert files.put(WORDS) == sha256
    assert lying(sha256) == first, "never written twice"
    files.destroy(sha256)
    files.put(WORDS)
    assert lying(sha256) != first, "another nonce each time"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda blob: blob[:-1], lambda blob: blob + b"x", lambda blob: blob[:-1] + bytes([blob[-1] ^ 1]), lambda _: b"",
        lambda _: b"TPF1", lambda _: b"TPF1\xff", lambda _: b"other", lambda blob: blob[:4] + b"\x04none" + blob[9:],
        lambda blob: blob[:12], lambda blob: blob[:9] + bytes(12) + blob[21:], lambda blob: b"TPF1\x00" + blob[9:],
    ],
)  # fmt: skip
def test_a_file_that_was_touched_is_not_given_out(settings, spoil):
    settings.FILES_KEYS = [OLD]
    sha256 = files.put(WORDS)
    files.path_of(sha256).write_bytes(spoil(lying(sha256)))
    assert not files.is_whole(sha256)
    with pytest.raises(files.Damaged):
        files.read(sha256)


def test_one_file_cannot_be_put_in_anothers_place(settings):
    settings.FILES_KEYS = [OLD]
    one, other = files.put(b"one"), files.put(b"other")
    files.path_of(one).write_bytes(lying(other))
    assert not files.is_whole(one)
    assert files.is_whole(other)


def test_a_file_from_before_encryption_is_read_and_written_anew(settings):
    settings.FILES_KEYS = [OLD]
    for content in (WORDS, files.MAGIC + b"\x04looks like one of ours"):
        sha256 = files.put(content)
        files.path_of(sha256).write_bytes(content)
        assert files.read(sha256) == content
    out = StringIO()
    call_command("rotate_files_key", stdout=out)
    assert "换成钥匙“2025”的 2 个" in out.getvalue()
    assert b"110101" not in lying(files.hashlib.sha256(WORDS).hexdigest())


def test_the_key_is_changed_without_losing_a_file(settings):
    settings.FILES_KEYS = [OLD]
    sha256 = files.put(WORDS)
    settings.FILES_KEYS = [NEW, OLD]
    assert files.read(sha256) == WORDS
    for told in ("换成钥匙“2026”的 1 个，本来就是的 0 个", "换成钥匙“2026”的 0 个，本来就是的 1 个"):
        out = StringIO()
        call_command("rotate_files_key", stdout=out)
        assert told in out.getvalue()
    settings.FILES_KEYS = [NEW]
    assert files.read(sha256) == WORDS


def test_a_key_taken_out_too_early_is_said_and_nothing_is_lost(settings):
    settings.FILES_KEYS = [OLD]
    sha256 = files.put(WORDS)
    settings.FILES_KEYS = [NEW]
    with pytest.raises(files.Damaged, match="2025"):
        files.read(sha256)
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("rotate_files_key", stdout=StringIO(), stderr=err)
    assert "旧钥匙先别删" in err.getvalue()
    settings.FILES_KEYS = [OLD]
    assert files.read(sha256) == WORDS


KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.mark.parametrize(
    "value", ["", "  ", ",", KEY, "2026:", "2026:short", f"2026:{KEY}x", f"二〇二六:{KEY}", f"a:{KEY},a:{KEY}",
              f"2026:{base64.b64encode(bytes(32)).decode()}", f"2026:{KEY},2025:", f"{'x' * 40}:{KEY}"],
)  # fmt: skip
def test_keys_that_are_none_stop_the_start(monkeypatch, value):
    monkeypatch.setenv("FILES_KEYS", value)
    with pytest.raises(ImproperlyConfigured, match="FILES_KEYS"):
        environment.file_keys("FILES_KEYS", None)


def test_on_ones_own_machine_a_key_is_made_once_and_only_its_owner_reads_it(monkeypatch, tmp_path):
    monkeypatch.delenv("FILES_KEYS", raising=False)
    kept = tmp_path / "var/files_key"
    first = environment.file_keys("FILES_KEYS", kept)
    assert first == environment.file_keys("FILES_KEYS", kept)
    assert first[0][0] == "local"
    assert kept.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("FILES_KEYS", f"2026:{KEY}, 2025:{base64.b64encode(os.urandom(32)).decode()}")
    assert [name for name, _ in environment.file_keys("FILES_KEYS", None)] == ["2026", "2025"]


def test_nothing_else_opens_what_lies_there():
    """`files.path_of` outside its module only asks whether a file is there."""
    found = []
    for app in ("audit", "disclosure", "services_center", "township_portal"):
        for path in (ROOT / app).rglob("*.py"):
            if path.name != "files.py" or path.parent.name != "audit":
                found += re.findall(r"files\.path_of\([^)]*\)+(?!\.exists)[^\n]*", path.read_text(encoding="utf-8"))
    assert found == []
