"""What a file handed in may be: whatever arrives, there is a sentence or a safe file."""

import io

import pytest
from PIL import Image

from audit.uploads import MAX_NAME, UploadError, accept, clean_name, different_name
from tests.drafting.pages import docx, pdf, photo_with_place, picture, zipped

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BOMB = zipped(**{"[Content_Types].xml": "x", "word/document.xml": b"\0" * 60_000_000})

REFUSED = [
    ("空.docx", b"", "空的"),
    ("程序.exe", b"MZ\x90\x00" + b"\0" * 200, "程序"),
    ("假装.pdf", b"MZ\x90\x00" + b"\0" * 200, "程序"),
    ("脚本.sh", b"#!/bin/sh\nrm -rf /", "程序"),
    ("linux.docx", b"\x7fELF" + b"\0" * 100, "程序"),
    ("图.svg", SVG, "SVG"),
    ("图.png", SVG, "SVG"),
    ("网页.html", b"<!doctype html><script>1</script>", "网页"),
    ("网页.txt", b"  <html><script>1</script>", "网页"),
    ("资料.zip", zipped(**{"a.txt": "x"}), "压缩包"),
    ("资料.rar", b"Rar!\x1a\x07\x00" + b"0" * 50, "压缩包"),
    ("资料.7z", b"7z\xbc\xaf\x27\x1c" + b"0" * 50, "压缩包"),
    ("资料.gz", b"\x1f\x8b" + b"0" * 50, "压缩包"),
    ("炸弹.docx", BOMB, "大得不正常"),
    ("宏.xlsx", zipped(**{"[Content_Types].xml": "x", "xl/vbaProject.bin": "x"}), "宏"),
    ("坏.docx", docx("一")[:300], "打不开"),
    ("坏.pdf", b"%PDF-1.7\nnothing", "打不开"),
    ("坏.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50, "不是完好的图片"),
    ("截断.png", picture("PNG", (300, 300))[:60], "不是完好的图片"),
    ("文.rtf", b"{\\rtf1 hello}", "RTF"),
    ("图.bmp", b"BM" + b"\0" * 100, "BMP"),
    ("图.tif", b"II*\x00" + b"\0" * 100, "TIFF"),
    ("照片.heic", b"\0\0\0\x18ftypheic" + b"\0" * 50, "HEIC"),
    ("视频.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 50, "视频"),
    ("声音.mp3", b"ID3\x03" + b"\0" * 50, "音频"),
    ("不知道.dat", b"\x01\x02\x03\x04", "不能上传"),
    ("文字.txt", b"a\x00b" * 100, "不能上传"),
    ("老文件.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "打不开"),
]


@pytest.mark.parametrize(("name", "data", "said"), REFUSED, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(REFUSED)])
def test_what_cannot_be_taken_gets_a_sentence(name, data, said):
    with pytest.raises(UploadError, match=said) as told:
        accept(name, data)
    assert str(told.value).endswith("。")
    assert not any(word in str(told.value) for word in ("Error", "MIME", "403", "exception"))


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings):
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    with pytest.raises(UploadError, match="3 MB，超过了 2 MB"):
        accept("大.pdf", b"%PDF" + b"0" * 3 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "data", "kept", "kind"),
    [
        ("通知.docx", docx("一"), "通知.docx", "wordprocessingml"),
        ("通知.PDF", pdf(), "通知.pdf", "application/pdf"),
        ("名单.csv", "姓名\n".encode(), "名单.csv", "text/csv"),
        ("说明.txt", "好".encode("gb18030"), "说明.txt", "text/plain"),
        ("照片.JPEG", picture(), "照片.jpeg", "image/jpeg"),
        ("图.png", picture("PNG"), "图.png", "image/png"),
        ("动.gif", picture("GIF"), "动.gif", "image/gif"),
        ("图.webp", picture("WEBP"), "图.webp", "image/webp"),
        ("没有后缀", pdf(), "没有后缀.pdf", "application/pdf"),
        ("名单.xls", zipped(**{"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "名单.xlsx", "spreadsheetml"),
        ("其实是图.pdf", picture("PNG"), "其实是图.png", "image/png"),
    ],
)
def test_what_is_taken_is_named_for_what_it_is(name, data, kept, kind):
    upload = accept(name, data)
    assert upload.name == kept
    assert kind in upload.content_type


def test_a_wrong_ending_is_told():
    assert accept("报告.docx", pdf()).notes == ["“报告.docx”其实是 PDF 文件，已改名为“报告.pdf”。"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\王\\桌面\\名单.xlsx", "名单.xlsx"),
        ("a\x00b\u202etxt.exe.pdf", "abtxt.exe.pdf"),
        ('<b>"x"</b>|?*.docx', "b.docx"),
        ("...", "未命名"),
        ("", "未命名"),
        ("  名 单 .PDF ", "名 单.pdf"),
        ("字" * 300 + ".docx", "字" * (MAX_NAME - 5) + ".docx"),
    ],
)
def test_names_are_made_safe(given, kept):
    assert clean_name(given) == kept


def test_two_files_of_one_name_are_told_apart():
    assert different_name("名单.xlsx", {"名单.xlsx", "名单（2）.xlsx"}) == "名单（3）.xlsx"
    long = "字" * 115 + ".docx"
    assert len(different_name(long, {long})) == MAX_NAME


def test_a_photo_loses_place_time_and_device_but_stays_upright():
    sent = photo_with_place()
    assert len(Image.open(io.BytesIO(sent)).getexif()) >= 3
    with Image.open(io.BytesIO(accept("拍.jpg", sent).data)) as kept:
        assert len(kept.getexif()) == 0
        assert not {"exif", "xmp", "comment", "photoshop"} & set(kept.info)
        assert kept.size == (40, 80)  # sideways before, upright now
    assert b"ExamplePhone" not in accept("拍.jpg", sent).data


def test_words_hidden_in_a_png_go():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "某某")
    sent = picture("PNG", pnginfo=info)
    assert b"Author" in sent
    assert b"Author" not in accept("图.png", sent).data


def test_a_very_large_photo_is_made_smaller():
    upload = accept("全景.jpg", picture(size=(6000, 3000)))
    with Image.open(io.BytesIO(upload.data)) as kept:
        assert kept.size == (2560, 1280)


def test_a_picture_of_absurd_size_is_refused():
    with pytest.raises(UploadError, match="像素太多"):
        accept("大.png", picture("PNG", (12000, 9000)))


def test_a_moving_picture_keeps_moving():
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, comment=b"secret")
    kept = accept("动.gif", out.getvalue()).data
    assert Image.open(io.BytesIO(kept)).n_frames == 3
    assert b"secret" not in kept
