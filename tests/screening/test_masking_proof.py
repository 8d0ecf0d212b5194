"""The proof fails whenever anything is left, however it is written, and a number is never taken for another."""

import io
import time
import zipfile
from datetime import date
from functools import partial

import pytest

from audit.screening.masking import Masked, MaskError, mask, proof
from audit.screening.masking.needles import Needles, key_of
from audit.screening.passages import Finding, Passage, Reading
from audit.screening.readers import read
from audit.screening.rules import Context, find
from tests.audit.word_files import docx, p
from tests.screening.corpus import FORMS

ID, PHONE = "110101190001011009", "16912345678"
look = partial(find, context=Context(today=date(2026, 11, 23)))
CLEAN = mask("a.docx", docx(p("甲"), core=None), []).data


def nothing_read(name, data):
    return Reading([Passage("甲", "正文第 1 段")])


def with_part(name, content):
    with zipfile.ZipFile(io.BytesIO(CLEAN)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in (parts | {name: content}).items():
            archive.writestr(entry, data)
    return buffer.getvalue()


LEFT = {
    "plain": ID.encode(),
    "utf-16": ID.encode("utf-16"),
    "utf-16 at an odd byte": b"x" + ID.encode("utf-16-le") + b"\0",
    "utf-16 the other way round": ID.encode("utf-16-be"),
    "in gb18030 words": f"证件{ID}号".encode("gb18030"),
    "spaced": b"110101 19000101 1009",
    "dashed": b"110101-19000101-1009",
    "full width": "１１０１０１１９０００１０１１００９".encode(),
    "full width in gb18030": "证件１１０１０１１９０００１０１１００９".encode("gb18030"),
    "over runs": f"<w:p><w:r><w:t>{ID[:7]}</w:t></w:r><w:r><w:t>{ID[7:]}</w:t></w:r></w:p>".encode(),
    "an attribute": f'<a b="{ID}"/>'.encode(),
    "a comment": f"<a><!-- {ID} --></a>".encode(),
    "character numbers": ("<a>" + "".join(f"&#{ord(sign)};" for sign in ID) + "</a>").encode(),
    "character numbers in an attribute": ('<a b="' + "".join(f"&#x{ord(sign):x};" for sign in ID) + '"/>').encode(),
    "zero width between": "\u200b".join(ID).encode(),
    "inside a longer number": f"00{ID}77".encode(),
    "among bytes": b"\x89PNG\xff\xfe\x00" + ID.encode() + b"\xff\x00",
}


@pytest.mark.parametrize("how", LEFT)
def test_a_string_left_in_any_member_fails_the_proof(how):
    left = Masked(with_part("word/rest.bin", LEFT[how]), "a.docx")
    with pytest.raises(MaskError, match="还留着"):
        proof(left, [ID], nothing_read, look)


@pytest.mark.parametrize("form", FORMS)
def test_the_search_sees_through_every_disguise(form):
    assert Needles([key_of(ID)]).any_in(f"赵测试 {FORMS[form](ID)}，男") or form in ("chinese", "circled", "zero as 零")
    assert Needles([key_of(ID)]).find(f"赵测试 {ID}，男")[0][:2] == (4, 22)


def test_a_name_of_a_member_counts():
    with pytest.raises(MaskError, match="还留着"):
        proof(Masked(with_part(f"word/media/{ID}.png", b"x"), "a.docx"), [ID], nothing_read, look)


def test_a_clean_file_stands_the_proof():
    assert proof(Masked(CLEAN, "a.docx"), [ID, PHONE, "赵测试", "a@example.com"], read, look).readable


WORDS = [
    ("赵测试", "户主赵测试，男", True),
    ("赵测试", "赵 测\n试", True),
    ("赵测", "赵测试", False),  # another person's name begins alike
    ("赵测", "、赵测、", True),
    ("皖ND12345", "皖N·D12345", True),
    ("皖ND12345", "皖nd12345", True),
    ("a.b@example.com", "寄到 A.B@EXAMPLE.COM 。", True),
    ("E00001234", "护照e00001234", True),
    ("太平村张湾组12号", "家住太平村张湾组 12 号", True),
    (PHONE, "169 1234 5678", True),
    (PHONE, "1691234567", False),
    ("5021234", "电话5021234。", True),
    ("5021234", "订单150212349", False),  # a short number is only itself, not a piece of another
    ("5021234", "0564-5021234", True),
    (ID, "11*************009", False),
    ("11010119000101100X", "11010119000101100x", True),
]


@pytest.mark.parametrize(("removed", "text", "left"), WORDS)
def test_what_counts_as_left(removed, text, left):
    assert Needles([key_of(removed)]).any_in(text) is left
    assert bool(Needles([key_of(removed)]).find(text)) is left


def test_what_cannot_be_reopened_is_not_accepted():
    with pytest.raises(MaskError, match="打不开"):
        proof(Masked(b"PK\x03\x04 broken", "a.docx"), [], read, look)
    with pytest.raises(MaskError, match="打不开"):
        proof(Masked(b"PK\x03\x04 broken", "a.docx"), [], nothing_read, look)


@pytest.mark.parametrize("kind", ["cell", "comment", "deleted", "formula"])
def test_anything_hidden_in_a_new_file_fails_the_proof(kind):
    reading = Reading([Passage("甲", "表“名单”A1", kind, hidden=True)])
    with pytest.raises(MaskError, match="看不见"):
        proof(Masked(CLEAN, "a.docx"), [], lambda name, data: reading, look)


def test_a_masked_rule_may_find_no_more_than_was_justified():
    found = [Finding("mobile", "hard", "正文第 1 段", "169****5678", 2, "有手机号码。")]
    made = Masked(CLEAN, "a.docx", rules=frozenset({"mobile"}))
    with pytest.raises(MaskError, match="仍有问题"):
        proof(made, [], read, lambda passages: found)
    with pytest.raises(MaskError, match="仍有问题"):
        proof(made, [], read, lambda passages: found, {"mobile": 1})
    assert proof(made, [], read, lambda passages: found, {"mobile": 2})
    assert proof(Masked(CLEAN, "a.docx"), [], read, lambda passages: found)  # no order concerned this rule


def test_the_proof_ends_in_time():
    """Hundreds of removed strings against megabytes that hold none of them."""
    removed = [f"{n:018}" for n in range(10**17, 10**17 + 3000)] + [f"某人{n}" for n in range(500)]
    data = with_part("word/rest.xml", b"<a>" + b"<b>1234567890 12345</b>" * 100_000 + b"</a>")
    began = time.monotonic()
    assert proof(Masked(data, "a.docx"), removed, nothing_read, lambda passages: [])
    assert time.monotonic() - began < 30
    with pytest.raises(MaskError, match="时间太长"):
        proof(Masked(data, "a.docx"), removed, nothing_read, lambda passages: [], seconds=0)
