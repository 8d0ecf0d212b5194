"""What a file is, told by its bytes; for what cannot be read, the sentence that says what to do."""

import io
import re

import olefile

from audit.screening.readers.gather import BROKEN, ENCRYPTED, Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNPACK = "请解压后把里面的文件一个个上传。"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_REFUSED = [
    ((b"Rar!",), f"这是 RAR 压缩包，无法检查。{_UNPACK}"),
    ((b"7z\xbc\xaf",), f"这是 7z 压缩包，无法检查。{_UNPACK}"),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"), f"这是压缩包，无法检查。{_UNPACK}"),
    ((b"{\\rtf",), "这是 RTF 格式，无法检查。请用 WPS 或 Word 打开后另存为 .docx 或 PDF 再上传。"),
    ((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"), "这是程序，不能公开，请不要上传。"),
    (
        (b"\x1aE\xdf\xa3", b"ID3", b"OggS", b"FLV\x01"),
        "这是音频或视频，无法检查。请由专人看过（听过）后再决定能否公开。",
    ),
]
MAIL = "这是邮件，无法检查。请把正文复制到 Word 里，附件另存后分别上传。"
ARCHIVED_PAGE = "这是网页存档，无法检查。请用浏览器或 WPS 打开后另存为 PDF 或 .docx 再上传。"
OFD = "这是 OFD 版式文件，无法检查里面的文字。请用阅读器另存为 PDF 再传，或由专人逐页看过。"
XLSB = "这是二进制的 Excel 文件（.xlsb），无法检查。请另存为 .xlsx 再上传。"
UNKNOWN = "认不出这是什么文件，无法检查。请另存为 PDF、.docx 或 .xlsx 再上传。"
_MAIL = re.compile(rb"(?:Received|Return-Path|From|To|Subject|Message-ID|Date|Delivered-To|X-[\w-]+):[ \t]", re.I)
_MARKUP = re.compile(rb"<(?:!doctype|!--|\?xml|html|head|body|svg|table|div|meta|script|style|p|xml)\b|<!--", re.I)


def kind_of(data: bytes, names: "ZipNames") -> str:
    """docx, xlsx, pptx, odf, zip, doc, xls, ppt, ole, pdf, picture, drawing, web, xml or text. Unreadable otherwise."""
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable("这个文件是空的，可能没有传完。请重新选择文件上传。")
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in _HEIF:
        return "picture"
    for starts, sentence in _REFUSED:
        if data.startswith(starts):
            raise Unreadable(sentence)
    if data[4:8] == b"ftyp":
        raise Unreadable(_REFUSED[-1][1])
    if data.startswith(OLE):
        return _ole_kind(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(names())
    if data[:1024].find(b"%PDF-") >= 0:
        return "pdf"
    if data[40:44] == b" EMF" or data.startswith(b"\xd7\xcd\xc6\x9a"):
        return "drawing"
    return _text_kind(data)


_HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")


class ZipNames:
    """The names in an archive, listed only when asked for."""

    def __init__(self, data: bytes):
        self.data = data

    def __call__(self) -> list[str]:
        import zipfile

        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return archive.namelist()
        except Exception as error:  # broken archives end in many kinds of errors
            raise Unreadable(BROKEN) from error


def _zip_kind(names: list[str]) -> str:
    lowered = {name.lower() for name in names}
    if "ofd.xml" in lowered:
        raise Unreadable(OFD)
    if "[content_types].xml" in lowered:
        for start, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(start) for name in lowered):
                if "xl/workbook.bin" in lowered:
                    raise Unreadable(XLSB)
                return kind
    if "content.xml" in lowered and ("mimetype" in lowered or "meta-inf/manifest.xml" in lowered):
        return "odf"
    return "zip"


def _ole_kind(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {"/".join(path).lower() for path in ole.listdir()}
    except Exception as error:  # olefile raises many kinds on broken containers
        raise Unreadable(BROKEN) from error
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise Unreadable(ENCRYPTED)
    if any(name.startswith("__substg1.0_") or name == "__properties_version1.0" for name in names):
        raise Unreadable(MAIL)
    for stream, kind in (("worddocument", "doc"), ("workbook", "xls"), ("book", "xls"), ("powerpoint document", "ppt")):
        if stream in names:
            return kind
    return "ole"


def _text_kind(data: bytes) -> str:
    start = data[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "ignore").encode()
    begin = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"MIME-Version:") or b"multipart/related" in start[:600]:
        raise Unreadable(ARCHIVED_PAGE)
    lines = begin.splitlines()[:6]
    if len(lines) > 2 and sum(bool(_MAIL.match(line)) for line in lines) >= 3:
        raise Unreadable(MAIL)
    if begin.startswith(b"<?xml") and not re.search(rb"<(?:html|svg)\b|<!doctype", start, re.I):
        return "xml"
    if _MARKUP.match(begin):
        return "web"
    return "text"
