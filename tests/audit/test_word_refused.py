"""What cannot be read gets a sentence that says what to do, quickly, and never another error. No database needed."""

import io
import re
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.rich_text import clean_html
from audit.word import WordError, read_word
from tests.audit.word_files import doc, document, docx, image, ole, p, read, red_header, zipped


def bomb(total):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(docx(p("x")))) as source:
            for name in source.namelist():
                if name != "word/document.xml":
                    archive.writestr(name, source.read(name))
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(total // 1_000_000):
                part.write(b" " * 1_000_000)
    return buffer.getvalue()


def lying_bomb():
    """Declares 100 bytes where 50 million come out."""
    data = bytearray(bomb(50_000_000))
    for signature, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(b"word/document.xml") - (46 if place == 24 else 30)
        at = data.rfind(b"word/document.xml") - 46 if signature == b"PK\x01\x02" else at
        data[at + place : at + place + 4] = (100).to_bytes(4, "little")
    return bytes(data)


LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + document(
    p("x")
).replace("x</w:t>", "&b;</w:t>")
OUTSIDE = '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + document(p("x")).replace(
    "x</w:t>", "&a;</w:t>"
)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", b"", "空的"),
        ("a.docx", b"hello", "不是 Word"),
        ("a.docx", b"\x00" * 5000, "不是 Word"),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 100, "已损坏"),
        ("a.docx", docx(p("标题"), p("正文"))[:-200], "已损坏"),
        ("a.docx", docx(p("标题"), p("正文"))[:300], "已损坏"),
        ("a.docx", zipped({"a.txt": "x"}), "没有 Word 正文"),
        ("a.docx", zipped({"xl/workbook.xml": "<x/>"}), "Excel"),
        ("a.docx", zipped({"ppt/presentation.xml": "<x/>"}), "幻灯片"),
        ("a.docx", zipped({"mimetype": "odt", "content.xml": "<x/>"}), "odt"),
        ("a.docx", b"%PDF-1.7", "PDF"),
        ("a.doc", b"{\\rtf1 x}", "RTF"),
        ("a.doc", b"\xef\xbb\xbf<html><body>x", "网页"),
        ("a.doc", b"MIME-Version: 1.0", "网页存档"),
        ("a.doc", b'<?xml version="1.0"?><w:wordDocument/>', "XML"),
        ("a.docx", b"\xff\xd8\xff\xe0", "照片"),
        ("a.wps", ole({"WordDocument": b"x"}), "WPS"),
        ("a.docm", docx(p("x")), "宏"),
        ("a.docx", docx(p("x"), files={"word/vbaProject.bin": b"x"}), "宏"),
        ("a.docx", docx(p("x"), files={"[Content_Types].xml": "<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"}), "宏"),
        ("a.xlsx", b"PK\x03\x04", "Excel"),
        ("a.docx", ole({"EncryptedPackage": b"x"}), "密码"),
        ("a.doc", ole({"Workbook": b"x"}), "Excel"),
        ("a.doc", ole({"WordDocument": b"x" * 600, "1Table": b"x"}), "损坏或太旧"),
        ("a.doc", doc("字\r", flags=0x0100), "密码"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "损坏"),
        ("a.docx", docx(p()), "没有读到文字"),
        ("a.docx", docx(raw="<w:document"), "已损坏"),
        ("a.docx", docx(raw=""), "已损坏"),
        ("a.docx", docx(raw=b"\xff\xfe\x00\x00"), "已损坏"),
        ("a.docx", docx(raw="<?xml version='1.0' encoding='x-none'?><a/>"), "已损坏"),
        ("a.docx", docx(raw=document(p("x")).replace("x</w:t>", "x\x00</w:t>")), "已损坏"),
        ("a.docx", docx(raw=LAUGHS), "不正常的内容"),
        ("a.docx", docx(raw=OUTSIDE), "不正常的内容"),
        ("a.docx", docx(raw=document("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000)), "太复杂"),
        ("a.docx", docx(raw=document("<w:p/>" * 400_000)), "太复杂"),
        ("a.docx", docx(raw=document("<w:p {}/>".format(" ".join(f'a{n}="x"' for n in range(200_000))))), "太复杂"),
        ("a.docx", bomb(50_000_000), "解压后"),
        ("a.docx", bomb(500_000_000), "解压后"),
        ("a.docx", lying_bomb(), "已损坏"),
        ("a.docx", zipped({f"f{n}": "" for n in range(5000)}), "解压后"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)  # fmt: skip
def test_what_cannot_be_read_gets_a_sentence_that_says_what_to_do(name, data, sentence):
    started = time.monotonic()
    with pytest.raises(WordError) as caught:
        read_word(name, data)
    assert sentence in caught.value.sentence
    assert caught.value.sentence.endswith("。") and re.search(r"请|重新", caught.value.sentence)
    assert time.monotonic() - started < 10


def test_too_large_is_told_with_both_sizes():
    with pytest.raises(WordError, match=r"有 2\.0 MB，超过了 1 MB"):
        read_word("a.docx", b"PK\x03\x04" * 524288, limit=1024 * 1024)


def test_a_part_twice_in_the_archive_is_refused():
    buffer = io.BytesIO(docx(p("给审查的人看"), p("x")))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("word/document.xml", document(p("给群众看"), p("y")))
    with pytest.raises(WordError, match="已损坏"):
        read_word("a.docx", buffer.getvalue())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_file_never_ends_in_another_error(data):
    source = data.draw(
        st.sampled_from(
            [docx(*red_header(), pictures=[("A", "i.png", image())]), doc("关于补贴的通知\r各村：\r正文。\r")]
        )
    )
    damaged = bytearray(source)
    for _ in range(data.draw(st.integers(1, 12))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        draft = read_word("a.docx", bytes(damaged))
    except WordError as error:
        assert error.sentence.endswith("。")
    else:
        assert clean_html(draft.body_html) == draft.body_html


TAGS = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:ins", "w:hyperlink", "w:pPr", "w:rPr", "w:numPr", "w:numId", "w:drawing", "w:txbxContent", "w:ruby", "w:fldSimple", "w:tcPr", "w:gridSpan", "w:vMerge", "w:footnoteReference", "w:sym", "w:fldChar", "w:instrText", "a:blip", "mc:AlternateContent"]  # fmt: skip
trees = st.recursive(
    st.sampled_from(["字", "x<"]).map(lambda text: text.replace("<", "&lt;")),
    lambda inner: st.builds(
        lambda tag, value, parts: f'<{tag} w:val="{value}" w:fldCharType="{value}">{"".join(parts)}</{tag}>',
        st.sampled_from(TAGS),
        st.sampled_from(["1", "-5", "begin", "separate", "end", "continue", "999999999"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(trees, max_size=6))
def test_any_order_of_elements_is_survived(parts):
    try:
        draft = read(p("标题"), *parts)
    except WordError:
        return
    assert clean_html(draft.body_html) == draft.body_html
