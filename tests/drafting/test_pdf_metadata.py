"""An uploaded PDF loses what its program wrote about its making, still opens, and shows the same pages."""

import io
import re

import pypdfium2
import pytest
import typst
from PIL import Image

from audit import pdf_metadata
from audit.pdf_metadata import KeepsIt, without_metadata
from audit.uploads import accept

SECRET = "Wang Shili 13900000000"


def from_typst(text="Notice of the town", pages=1):
    source = f'#set document(title: "{SECRET}", author: "{SECRET}", keywords: ("{SECRET}",))\n'
    return typst.compile((source + f"{text}\n#pagebreak()\n" * (pages - 1) + text).encode(), format="pdf")


def from_scanner():
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PDF", author=SECRET, title=SECRET)
    return out.getvalue()


def described(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(document.get_metadata_dict().values()).strip()
    finally:
        document.close()


@pytest.mark.parametrize("make", [from_typst, from_scanner, lambda: from_typst(pages=30)])
def test_author_dates_and_xmp_are_gone_and_the_pages_are_the_same(make):
    data = make()
    assert SECRET in described(data)
    cleaned = accept("通知.pdf", data)
    assert described(cleaned.data) == ""
    assert cleaned.notes == []
    assert SECRET.encode() not in cleaned.data
    assert SECRET.encode("utf-16-be") not in cleaned.data
    assert SECRET.encode("utf-16-be").hex().upper().encode() not in cleaned.data
    assert b"xmpmeta" not in cleaned.data
    before, after = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(cleaned.data)
    assert len(before) == len(after)
    assert [before[0].render(scale=1).to_pil().tobytes()] == [after[0].render(scale=1).to_pil().tobytes()]


def test_what_has_nothing_to_lose_is_left_bit_for_bit():
    cleaned = without_metadata(from_typst())
    assert without_metadata(cleaned) == cleaned
    assert accept("通知.pdf", cleaned).data == cleaned


def test_an_older_version_inside_the_file_goes_too():
    first = from_scanner()
    offset, root = re.search(rb"startxref\s+(\d+)", first)[1], re.search(rb"/Root (\d+ \d+ R)", first)[1]
    place, number = len(first) + 1, int(re.search(rb"/Size (\d+)", first)[1])
    update = b"\n%d 0 obj\n<< /Author (%s of before) >>\nendobj\n" % (number, SECRET.encode())
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Prev %s /Root %s >>\nstartxref\n%d\n%%%%EOF\n"
    updated = first + update + table % (number, place, number + 1, offset, root, len(first + update))
    cleaned = without_metadata(updated)
    assert SECRET.encode() not in cleaned
    assert described(cleaned) == ""


def test_a_file_whose_description_stays_is_taken_with_a_word_to_the_clerk(monkeypatch):
    monkeypatch.setattr(pdf_metadata, "_blanked", lambda data: data)
    data = from_typst()
    upload = accept("通知.pdf", data)
    assert upload.data == data
    assert "没有去掉" in upload.notes[0]


def test_a_page_that_would_look_different_is_not_taken(monkeypatch):
    other = without_metadata(from_typst("Another notice"))
    monkeypatch.setattr(pdf_metadata, "_blanked", lambda _: other)
    with pytest.raises(KeepsIt, match="不一样"):
        without_metadata(from_typst())
