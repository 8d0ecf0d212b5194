"""What a file handed in may be: told by its bytes, bounded in size, named safely. Every refusal is a sentence.

`accept(name, data)` gives an `Upload` or raises `UploadError`; nothing is stored here. Photos lose what the camera
wrote about place and time (`photos.py`), PDFs what the program wrote about their making (`pdf_metadata.py`).
"""

import io
import re
import zipfile
from dataclasses import dataclass, field

import olefile
import pypdfium2
from django.conf import settings

from . import viruses
from .characters import one_line
from .pdf_metadata import KeepsIt, without_metadata
from .photos import PHOTOS, PhotoError, clean_photo

MAX_NAME = 120
MAX_ENTRIES = 5_000
MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 200  # unpacked to packed, above RATIO_FROM
RATIO_FROM = 20 * 1024 * 1024
ACCEPTED = ".pdf,.doc,.docx,.xls,.xlsx,.ods,.ppt,.pptx,.wps,.et,.ofd,.txt,.csv,.jpg,.jpeg,.png,.gif,.webp"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE = "application/vnd.openxmlformats-officedocument."


class UploadError(Exception):
    """The file cannot be taken. The message is a Chinese sentence that says what to do."""


@dataclass
class Upload:
    name: str
    data: bytes
    content_type: str
    notes: list[str] = field(default_factory=list)

    @property
    def is_picture(self) -> bool:
        return self.content_type in PHOTOS.values()

    @property
    def is_word(self) -> bool:
        return self.name.lower().endswith((".docx", ".doc"))


def accept(name: str, data: bytes) -> Upload:
    """The file under a clean name that fits its content; asked of the virus scanner where there is one."""
    shown = clean_name(name)
    if not data:
        raise UploadError(f"“{shown}”是空的（0 字节），可能没有传完，请重新选择。")
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise UploadError(too_big(shown, len(data)))
    try:
        suffix, content_type, data = _judge(shown, data)
    except PhotoError as error:
        raise UploadError(f"“{shown}”{error}") from error
    try:
        viruses.check(data)
    except viruses.VirusError as error:
        raise UploadError(f"“{shown}”{error}") from error
    named = with_suffix(shown, suffix)
    upload = Upload(named, data, content_type)
    if suffix == ".pdf":
        try:
            upload.data = without_metadata(data)
        except KeepsIt as why:
            upload.notes.append(f"“{named}”里的文件属性（作者、时间）没有去掉：{why}。请看一看里面有没有不该公开的。")
    if named != shown and not shown.lower().endswith((".jpeg", suffix)):
        upload.notes.append(f"“{shown}”其实是 {suffix[1:].upper()} 文件，已改名为“{named}”。")
    return upload


def accept_file(file) -> Upload:
    """The same for a file of a form, not read into memory when it is too big."""
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise UploadError(too_big(clean_name(file.name), file.size))
    file.seek(0)
    return accept(file.name, file.read())


def too_big(name: str, size: int) -> str:
    most = settings.UPLOAD_MAX_BYTES // 1048576
    return f"“{name}”有 {size / 1048576:.0f} MB，超过了 {most} MB。请压缩图片、拆成几个文件，或只传要公开的部分。"


_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def clean_name(name: str) -> str:
    """A file name safe on any system: no path, no odd characters, at most 120 with its ending kept."""
    name = one_line((name or "").replace("\\", "/").rpartition("/")[2])
    name = _FORBIDDEN.sub(" ", name).strip(" .") or "未命名"
    stem, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch(r"[0-9A-Za-z]{1,5}", ending):
        stem, ending = name, ""
    ending = f".{ending.lower()}" if ending else ""
    return f"{one_line(stem)[: MAX_NAME - len(ending)].strip(' .') or '未命名'}{ending}"


def with_suffix(name: str, suffix: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if f".{ending}" == suffix or {f".{ending}", suffix} == {".jpeg", ".jpg"}:
        return name
    stem = stem if dot and re.fullmatch(r"[0-9A-Za-z]{1,5}", ending) else name
    return f"{stem[: MAX_NAME - len(suffix)]}{suffix}"


def different_name(name: str, taken: set[str]) -> str:
    """The name, or the name with a number where another file already has it."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    found, number = name, 2
    while found in taken:
        tail = f"（{number}）{dot}{ending}"
        found, number = f"{stem[: MAX_NAME - len(tail)]}{tail}", number + 1
    return found


_SENTENCES = [
    ((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!", b"\xcf\xfa\xed\xfe"), "是程序，不能上传。"),
    (
        (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"),
        "是压缩包。请解压后把里面的文件一个个上传，群众才打得开。",
    ),
    ((b"{\\rtf",), "是 RTF 格式。请用 Word 或 WPS 打开后另存为 .docx 或 PDF 再上传。"),
    ((b"BM",), "是 BMP 图片，太大。请另存为 JPG 或 PNG 再上传。"),
    ((b"II*\x00", b"MM\x00*"), "是 TIFF 图片，群众打不开。请另存为 JPG 或 PDF 再上传。"),
]
NOT_TAKEN = "这种文件不能上传。可以传 PDF、Word、Excel、PPT、OFD、文本和 JPG、PNG 图片。"


def _judge(name: str, data: bytes) -> tuple[str, str, bytes]:
    """(ending, content type, bytes to keep), or UploadError."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return clean_photo(data)
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        raise UploadError(f"“{name}”是 HEIC 照片，多数人打不开。请在手机相机设置里选“兼容性最佳”，或转成 JPG 再传。")
    if data[4:8] == b"ftyp" or data.startswith((b"ID3", b"\xff\xfb", b"\x1aE\xdf\xa3")):
        raise UploadError(f"“{name}”是音频或视频，这里不能上传。")
    for starts, sentence in _SENTENCES:
        if data.startswith(starts):
            raise UploadError(f"“{name}”{sentence}")
    if data[:1024].find(b"%PDF-") >= 0:
        return ".pdf", "application/pdf", _pdf(name, data)
    if data.startswith(b"PK"):
        return *_zip(name, data), data
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return *_ole(name, data), data
    return *_text(name, data), data


def _pdf(name: str, data: bytes) -> bytes:
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        document.close()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UploadError(f"“{name}”加了打开密码，群众打不开。请去掉密码再上传。") from error
        raise UploadError(f"“{name}”打不开，可能已损坏或没有传完。请重新导出 PDF 再上传。") from error
    if not pages:
        raise UploadError(f"“{name}”里一页也没有，请重新导出 PDF 再上传。")
    return data


_PARTS = {
    "word/": (".docx", OFFICE + "wordprocessingml.document"),
    "xl/": (".xlsx", OFFICE + "spreadsheetml.sheet"),
    "ppt/": (".pptx", OFFICE + "presentationml.presentation"),
    "OFD.xml": (".ofd", "application/ofd"),
}


def _zip(name: str, data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            squeezed = unpacked > RATIO_FROM and unpacked > MAX_RATIO * len(data)
            if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or squeezed:
                raise UploadError(f"“{name}”解开后大得不正常，不能上传。请重新另存一份再试。")
            for entry in entries:
                if entry.filename in ("[Content_Types].xml", "OFD.xml"):
                    archive.read(entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UploadError(f"“{name}”打不开，可能已损坏或没有传完。请重新另存一份再上传。") from error
    names = [entry.filename for entry in entries]
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise UploadError(f"“{name}”带有宏程序，不能上传。请另存为不带宏的 .docx 或 .xlsx 再上传。")
    if "mimetype" in names and "content.xml" in names and _says(data, SPREADSHEET):
        return ".ods", SPREADSHEET
    for start, found in _PARTS.items():
        if any(entry.startswith(start) for entry in names):
            return found
    raise UploadError(f"“{name}”是压缩包。请解压后把里面的文件一个个上传，群众才打得开。")


def _says(data: bytes, kind: str) -> bool:
    """Does an OpenDocument package call itself that?"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return (
            archive.getinfo("mimetype").file_size < 200
            and archive.read("mimetype").decode("ascii", "replace").strip() == kind
        )


def _ole(name: str, data: bytes) -> tuple[str, str]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                raise UploadError(f"“{name}”加了打开密码，群众打不开。请去掉密码再上传。")
            if any("_vba_project" in "/".join(path).lower() for path in ole.listdir(streams=True, storages=True)):
                raise UploadError(f"“{name}”带有宏程序，不能上传。请另存为不带宏的 .docx 或 .xlsx 再上传。")
            for stream, suffix, content_type in (
                ("WordDocument", ".wps" if name.endswith(".wps") else ".doc", "application/msword"),
                ("Workbook", ".et" if name.endswith(".et") else ".xls", "application/vnd.ms-excel"),
                ("Book", ".xls", "application/vnd.ms-excel"),
                ("PowerPoint Document", ".ppt", "application/vnd.ms-powerpoint"),
            ):
                if ole.exists(stream):
                    return suffix, content_type
    except UploadError:
        raise
    except Exception as error:  # olefile raises many kinds on broken containers
        raise UploadError(f"“{name}”打不开，可能已损坏。请重新另存一份再上传。") from error
    raise UploadError(f"“{name}”{NOT_TAKEN}")


def _text(name: str, data: bytes) -> tuple[str, str]:
    ending = name.rpartition(".")[2]
    if ending not in ("txt", "csv") or (b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise UploadError(f"“{name}”是网页或 SVG 一类的文件，可能夹带程序，不能上传。图片请存成 JPG 或 PNG。")
        raise UploadError(f"“{name}”{NOT_TAKEN}")
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise UploadError(f"“{name}”是网页或 SVG 一类的文件，可能夹带程序，不能上传。图片请存成 JPG 或 PNG。")
    return f".{ending}", "text/csv" if ending == "csv" else "text/plain"
