"""Tables and pictures of a Word file. No database needed."""

import hashlib

import pytest

from audit.rich_text import plain_text
from audit.word import WordError
from tests.audit.word_files import (
    body_of,
    cell,
    image,
    noted,
    p,
    picture,
    read,
    table,
)


def test_merged_cells_keep_their_spans():
    html = body_of(
        table(
            [cell("村", merge=True), cell("补贴", span=2)],
            [cell(merge=False), "户数", "金额"],
            [cell("烂泥坳", merge=True), "1", "2"],
            [cell("", merge=False), "3", "4"],
        )
    )
    assert html == (
        '<table><thead><tr><th rowspan="2">村</th><th colspan="2">补贴</th></tr><tr><th>户数</th><th>金额</th></tr></thead>'
        '<tbody><tr><td rowspan="2">烂泥坳</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>'
    )


def test_marked_header_rows_become_heads():
    html = body_of(table(["2026", "2027"], ["1", "2"], header=1))
    assert html.startswith("<table><thead><tr><th>2026</th><th>2027</th></tr></thead>")


def test_frames_nested_and_empty_tables():
    draft = read(
        p("标题", align="center"),
        table([cell(p("框中文字。"))]),
        table(["", ""]),
        table([cell("甲"), cell(table(["乙", "丙"]))], ["1", "2"]),
    )
    assert (
        draft.body_html
        == "<p>框中文字。</p><table><thead><tr><th>甲</th><th>乙 丙</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert noted(draft, "套在另一个表格里")


def test_a_merge_that_continues_nothing_and_a_deleted_row():
    html = body_of(
        table([cell("甲", merge=False), "1"], ["乙", "2"])
        .replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
        .replace("</w:tbl>", "<w:tr>" + cell("丙", merge=False) + cell("3") + "</w:tr></w:tbl>")
    )
    assert plain_text(html) == "乙 2\n丙 3"


def test_a_huge_table_is_sent_to_excel():
    with pytest.raises(WordError, match="另存为 Excel"):
        read(p("标题"), table(*[["甲", "乙"]] * 2100))


def test_pictures_are_kept_by_digest():
    data, other = image(), image("JPEG")
    draft = read(
        p("标题", align="center"), p(picture("A", "村部公示栏"), picture("B", r"C:\Users\张三\图片1.png"), picture("A")),
        pictures=[("A", "image1.png", data), ("B", "image2.bin", other)],
    )  # fmt: skip
    first, second = (hashlib.sha256(each).hexdigest() for each in (data, other))
    assert (
        draft.body_html
        == f'<p><img src="files:{first}" alt="村部公示栏"><img src="files:{second}" alt="图片"><img src="files:{first}" alt="图片"></p>'
    )
    assert [(kept.sha256, kept.content_type, kept.name, kept.data == data) for kept in draft.pictures] == [
        (first, "image/png", "picture-1.png", True),
        (second, "image/jpeg", "picture-2.jpg", False),
    ]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        (b"\xef\xbb\xbf  <html><script>alert(1)</script>", "SVG"),
        (b"\x01\x00\x00\x00" + b"\0" * 36 + b" EMF" + b"\0" * 50, "EMF"),
        (b"\xd7\xcd\xc6\x9a" + b"\0" * 50, "EMF"),
        (image("BMP"), "BMP"),
        (image("TIFF"), "TIFF"),
        (image()[:40], "损坏"),
        (b"", "损坏"),
        (b"\0" * 11_000_000, "太大"),
    ],
)
def test_what_is_no_picture_is_left_out_and_said(data, word):
    draft = read(p("标题", align="center"), p("正文。", picture("A")), pictures=[("A", "image1.png", data)])
    assert draft.body_html == "<p>正文。</p>" and draft.pictures == []
    assert noted(draft, word)


def test_a_picture_of_endless_pixels_is_left_out():
    data = bytearray(image())
    data[16:24] = b"\x00\x01\x00\x00\x00\x01\x00\x00"
    draft = read(p("标题", align="center"), p("正文。", picture("A")), pictures=[("A", "image1.png", bytes(data))])
    assert draft.pictures == [] and noted(draft, "没有带入")


def test_a_linked_or_missing_picture_is_said():
    draft = read(p("标题", align="center"), p("正文。", picture("nowhere")))
    assert noted(draft, "不在文件里")
