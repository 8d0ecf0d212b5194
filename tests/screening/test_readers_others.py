"""One planted string in every hiding place of .pdf, .doc, .ppt, pictures and archives."""

import io
import struct
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from audit.screening.readers import read, unread
from tests.audit import word_files as word
from tests.screening.files import DIGITS, MARK, docx, hexed, missed, package, pdf, shown, stream, workbook

NOTE = b"<< /Type /Annot /Subtype /%s /Rect [10 10 90 90] %s >>"
XMP = f'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><dc:creator>{MARK}</dc:creator></rdf:RDF></x:xmpmeta>'.encode()
FILLER = shown(b"some words that fill the page")


def noted(kind: bytes, more: bytes, catalog=b"", **objects) -> bytes:
    return pdf(FILLER, page=b"/Annots [10 0 R]", catalog=catalog, objects={10: NOTE % (kind, more)})


def attached(name: str, content: bytes) -> bytes:
    names = b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>"
    return pdf(
        FILLER,
        catalog=names,
        objects={
            10: b"<< /Type /Filespec /F (a) /UF " + hexed(name) + b" /EF << /F 11 0 R >> >>",
            11: stream(content, b"/Type /EmbeddedFile /Params << /Size %d >>" % len(content)),
        },
    )


FORM = b"/AcroForm << /Fields [10 0 R] >>"
OUTLINE = b"/Outlines 10 0 R"
ITEMS = {
    10: b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>",
    11: b"<< /Title " + hexed(MARK) + b" /Parent 10 0 R /Dest [3 0 R /Fit] >>",
}
PDF = {
    "text": pdf(shown(DIGITS.encode())),
    "split into pieces": pdf(b"BT /F1 12 Tf 72 700 Td [(990123) 0 (45678)] TJ ET"),
    "white text": pdf(b"1 1 1 rg " + shown(DIGITS.encode())),
    "invisible text": pdf(b"3 Tr " + shown(DIGITS.encode())),
    "under a black bar": pdf(shown(DIGITS.encode()) + b" 0 0 0 rg 60 690 300 30 re f"),
    "note": noted(b"Text", b"/Contents " + hexed(MARK)),
    "author of a note": noted(b"Text", b"/Contents (x) /T " + hexed(MARK)),
    "highlight": noted(b"Highlight", b"/QuadPoints [10 90 90 90 10 10 90 10] /Contents " + hexed(MARK)),
    "hidden note": noted(b"Text", b"/F 2 /Contents " + hexed(MARK)),
    "link": noted(b"Link", b"/A << /S /URI /URI (https://e.cn/" + DIGITS.encode() + b") >>"),
    "form field": noted(b"Widget", b"/FT /Tx /T (f) /V " + hexed(MARK), FORM),
    "name of a field": noted(b"Widget", b"/FT /Tx /V (x) /T " + hexed(MARK), FORM),
    "hint of a field": noted(b"Widget", b"/FT /Tx /T (f) /V (x) /TU " + hexed(MARK), FORM),
    "choice": noted(b"Widget", b"/FT /Ch /Ff 131072 /T (f) /V (x) /Opt [(x) " + hexed(MARK) + b"]", FORM),
    "bookmark": pdf(FILLER, catalog=OUTLINE, objects=ITEMS),
    "author": pdf(FILLER, info=b"/Author " + hexed(MARK)),
    "keywords": pdf(FILLER, info=b"/Keywords " + hexed(MARK)),
    "XMP": pdf(FILLER, catalog=b"/Metadata 10 0 R", objects={10: stream(XMP, b"/Type /Metadata /Subtype /XML")}),
    "packed XMP": pdf(FILLER, catalog=b"/Metadata 10 0 R", objects={10: stream(XMP, b"/Type /Metadata /Subtype /XML", packed=True)}),
    "attached text": attached("a.txt", f"第一行\n{MARK}".encode()),
    "attached workbook": attached("a.xlsx", workbook([["名", MARK]])),
    "name of an attachment": attached(f"{MARK}.txt", "只有字".encode()),
    "object nobody uses": pdf(FILLER, objects={10: b"<< /Old (" + DIGITS.encode() + b") >>"}),
    "packed objects": pdf(FILLER, objects={10: stream(b"11 0 << /Old (" + DIGITS.encode() + b") >>", b"/Type /ObjStm /N 1 /First 5", packed=True)}),
}  # fmt: skip


def test_every_hiding_place_of_pdf_gives_its_secret_up():
    assert missed(PDF, "x.pdf") == []


def test_a_page_that_is_a_picture_needs_eyes():
    reading = read("x.pdf", pdf(b"q 500 0 0 700 40 40 cm /Im1 Do Q"))
    assert any("第 1 页" in part and "图片" in part for part in reading.needs_eyes)
    assert unread(reading)


def test_a_big_picture_beside_words_is_mentioned():
    reading = read("x.pdf", pdf(FILLER + b" q 500 0 0 700 40 40 cm /Im1 Do Q"))
    assert any("大图" in part for part in reading.needs_eyes) and not unread(reading)


DOC_TEXT = f"正文第一段\r{MARK}\r"
HALF = "前面的字后面"


def doc_with(*stories: str) -> bytes:
    """A .doc whose parts (text, footnotes, headers, macros, comments, endnotes, boxes, header boxes) are given."""
    data = bytearray(word.doc("".join(stories) + "\r"))
    at = data.find(struct.pack("<H", 0xA5EC))
    struct.pack_into("<8I", data, at + 0x4C, *(len(story) for story in (*stories, *[""] * (8 - len(stories)))))
    return bytes(data)


DOC = {
    "text": word.doc(DOC_TEXT),
    "deleted or hidden run": word.doc(DOC_TEXT, dropped=[(6, 6 + len(MARK), struct.pack("<HB", 0x0800, 1))]),
    "footnote": doc_with("正文\r", MARK + "\r"),
    "header": doc_with("正文\r", "", MARK + "\r"),
    "comment": doc_with("正文\r", "注\r", "页眉\r", "", MARK + "\r"),
    "endnote": doc_with("正文\r", "", "", "", "", MARK + "\r"),
    "text box": doc_with("正文\r", "", "", "", "", "", MARK + "\r"),
    "box in a header": doc_with("正文\r", "", "", "", "", "", "", MARK + "\r"),
    "field code": word.doc(f"看\x13HYPERLINK {MARK}\x14这里\x15。\r"),
}


def test_every_hiding_place_of_doc_gives_its_secret_up():
    assert missed(DOC, "x.doc") == []


def test_cells_of_a_doc_know_their_header_and_empty_ones_keep_their_place():
    text = "题\r姓名\x07住址\x07电话\x07\x07张三\x07\x0799012345678\x07\x07尾\r"
    ends = [
        index for index in range(len(text)) if text[index - 1 : index + 1] == "\x07\x07" and text[index + 1] in "张尾"
    ]
    cells = {p.text: p for p in read("x.doc", word.doc(text, row_ends=ends)).passages}
    assert (cells[DIGITS].header, cells[DIGITS].row, cells[DIGITS].column) == ("电话", 2, 3)


@pytest.mark.parametrize("name", ["x.wps", "x.doc", "x.docx", "x.txt", "x"])
def test_a_wps_document_is_read_for_what_it_is(name):
    assert any(MARK in passage.text for passage in read(name, DOC["text"]).passages)


def record(kind: int, content: bytes, version=0) -> bytes:
    return struct.pack("<HHI", version, kind, len(content)) + content


SLIDE = record(0x03EE, record(0x0FA0, MARK.encode("utf-16-le")), 0xF)
PPT = {
    "slide": word.ole({"PowerPoint Document": SLIDE + b"\0" * 4096}),
    "bytes": word.ole({"PowerPoint Document": record(0x0FA8, DIGITS.encode()) + b"\0" * 4096}),
    "notes": word.ole(
        {"PowerPoint Document": record(0x03F0, record(0x0FA0, MARK.encode("utf-16-le")), 0xF) + b"\0" * 4096}
    ),
    "leftover": word.ole({"PowerPoint Document": b"\0" * 800 + DIGITS.encode("utf-16-le") + b"\0" * 4096}),
}


def test_every_hiding_place_of_ppt_gives_its_secret_up():
    assert missed(PPT, "x.ppt") == []


def picture(kind: str, **saved) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(buffer, kind, **saved)
    return buffer.getvalue()


def exif(tag: int, value, block=None) -> bytes:
    found = Image.Exif()
    (found.get_ifd(block) if block else found)[tag] = value
    return found.tobytes()


def told_in(encoding: str) -> bytes:
    """A photo whose description stands in an encoding of its own."""
    raw = MARK.encode(encoding)
    return picture("JPEG", exif=exif(0x010E, "A" * len(raw))).replace(b"A" * len(raw), raw)


def png_text(key: str, packed=False) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_itxt(key, MARK, zip=packed)
    return info


PICTURES = {
    "description in UTF-8": told_in("utf-8"),
    "description in GBK": told_in("gb18030"),
    "artist": picture("JPEG", exif=exif(0x013B, DIGITS)),
    "Windows comment": picture("JPEG", exif=exif(0x9C9C, MARK.encode("utf-16-le"))),
    "user comment": picture("JPEG", exif=exif(0x9286, b"UNICODE\0" + MARK.encode("utf-16-le"), 0x8769)),
    "JPEG comment": picture("JPEG", comment=MARK.encode()),
    "PNG text": picture("PNG", pnginfo=png_text("Comment")),
    "packed PNG text": picture("PNG", pnginfo=png_text("XML:com.adobe.xmp", packed=True)),
    "PNG exif": picture("PNG", exif=exif(0x010E, DIGITS)),
    "WebP exif": picture("WEBP", exif=exif(0x010E, DIGITS)),
    "WebP XMP": picture("WEBP", xmp=XMP),
    "GIF comment": picture("GIF", comment=MARK.encode()),
    "JPEG XMP": picture("JPEG", xmp=XMP),
    "TIFF": picture("TIFF", tiffinfo={270: MARK.encode()}),
}  # fmt: skip


def test_every_hiding_place_of_a_picture_gives_its_secret_up():
    assert missed(PICTURES, "x.jpg") == []
    for place in ("description in UTF-8", "description in GBK", "Windows comment", "user comment", "PNG text"):
        assert any(passage.text == MARK for passage in read("x.jpg", PICTURES[place]).passages), place


def test_the_place_of_a_photo_is_told_and_the_picture_needs_eyes():
    gps = Image.Exif()
    gps[0x8825] = {1: "N", 2: (30.0, 54.0, 36.0), 3: "E", 4: (117.0, 28.0, 12.0)}
    reading = read("x.jpg", picture("JPEG", exif=gps.tobytes()))
    assert any("N30.91000 E117.47000" in passage.text for passage in reading.passages)
    assert any("GPS" in note for note in reading.notes)
    assert unread(reading)


def test_pictures_inside_documents_are_counted_and_their_properties_read():
    reading = read(
        "x.docx", docx(word__media__image1_jpeg=PICTURES["description in GBK"], word__media__image2_png=picture("PNG"))
    )
    assert any(MARK in passage.text for passage in reading.passages)
    assert any("2 张图片" in part for part in reading.needs_eyes) and not unread(reading)


INNER = docx(word.p(MARK))
ZIP = {
    "member": package({"a.docx": INNER}),
    "in a folder": package({"甲/乙/a.docx": INNER}),
    "zip in zip": package({"a.zip": package({"b.zip": package({"c.docx": INNER})})}),
    "name of a member": package({f"{MARK}.txt": "只有字"}),
    "name of a folder": package({f"{MARK}/": ""}) + b"",
    "wrong ending": package({"a.jpg": INNER}),
    "stored": package({"a.txt": "只有字" + MARK}, compression=0),
    "workbook": package({"a.xlsx": workbook([[MARK]])}),
    "Word with an embedded workbook": package({"a.docx": docx(word__embeddings__b_xlsx=workbook([[MARK]]))}),
}


def test_every_hiding_place_of_an_archive_gives_its_secret_up():
    assert missed(ZIP, "x.zip") == []


def test_a_member_is_told_by_its_archive():
    places = [passage.place for passage in read("x.zip", ZIP["zip in zip"]).passages if passage.text == MARK]
    assert places == ["压缩包里的“a.zip”·压缩包里的“b.zip”·压缩包里的“c.docx”·正文第 1 段"]


def test_names_written_by_a_chinese_windows_come_right():
    data = bytearray(package({"XXXX.txt": "字"}))
    name = "名单".encode("gb18030")
    data = data.replace(b"XXXX", name)
    assert "名单.txt" in [passage.text for passage in read("x.zip", bytes(data)).passages]


def test_a_comment_of_an_archive_comes_out():
    buffer = io.BytesIO(package({"a.txt": "字"}))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = MARK.encode()
    assert any(MARK in passage.text for passage in read("x.zip", buffer.getvalue()).passages)


def test_the_name_of_a_file_is_read_too():
    assert read(f"/tmp/{MARK}.txt", "字".encode()).passages[0].text == f"{MARK}.txt"
