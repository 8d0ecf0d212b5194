"""Old binary containers: properties of every kind, macros, embedded files, and a sweep over all streams."""

import io
import re

import olefile

from audit.screening.readers import strings
from audit.screening.readers.gather import Gather, Unreadable
from audit.screening.readers.kinds import OLE, UNKNOWN

MOST_STREAMS = 2_000
_LABELS = {
    "title": "标题", "subject": "主题", "author": "作者", "keywords": "关键词", "comments": "备注", "template": "模板",
    "last_saved_by": "最后修改者", "create_time": "创建时间", "last_saved_time": "修改时间", "company": "单位",
    "manager": "主管", "category": "类别", "last_printed": "打印时间", "creating_application": "制作软件",
}  # fmt: skip
_PROPERTIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
_FILES = (b"PK\x03\x04", b"%PDF-", OLE, b"\xff\xd8\xff", b"\x89PNG")


def open_ole(data: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(data))


def read_ole(name: str, data: bytes, gather: Gather):
    """A container of no known program: an embedded file inside it is read, the rest cannot be vouched for."""
    with open_ole(data) as ole:
        inner = read_leftovers(ole, gather, ())
    if not inner:
        raise Unreadable(UNKNOWN)


def read_drawing(name: str, data: bytes, gather: Gather):
    """EMF and WMF: the text they draw is swept for numbers, the rest needs eyes."""
    strings.sweep(data, gather, "矢量图")
    gather.eyes("矢量图里的字没有检查，请由专人看过")


def stream(ole: olefile.OleFileIO, name: str | list[str], gather: Gather) -> bytes:
    if not ole.exists(name):
        return b""
    content = ole.openstream(name).read(gather.limits.part + 1)
    gather.unpack(len(content))
    return content


def read_properties(ole: olefile.OleFileIO, gather: Gather):
    """The two standard sets by name; what else stands in them by the strings it is stored as."""
    try:
        meta = ole.get_metadata()
    except Exception:  # broken property sets are swept below all the same
        meta = None
    for name in dir(meta) if meta else ():
        value = getattr(meta, name, None)
        if name.startswith("_") or callable(value) or not (isinstance(value, bytes | str) or hasattr(value, "year")):
            continue
        text = decoded(value) if isinstance(value, bytes) else str(value)
        if len(text) < 100_000 and (not text.isdigit() or len(text) > 6):
            gather.add(text, f"文件属性·{_LABELS.get(name, name)}", "property", hidden=True)
    for name in _PROPERTIES:
        _stored_strings(stream(ole, name, gather), gather)


def _stored_strings(content: bytes, gather: Gather):
    """Texts of a property set with type and length before them: custom properties and their names too."""
    for match in re.finditer(rb"[\x1e\x1f]\x00\x00\x00(....)", content, re.S):
        length = int.from_bytes(match[1], "little") * (2 if match[0][0] == 0x1F else 1)
        if 2 < length < 60_000:
            raw = content[match.end() : match.end() + length]
            text = raw.decode("utf-16-le", "replace").rstrip("\x00") if match[0][0] == 0x1F else decoded(raw)
            if not any(passage.text == text.strip() for passage in gather.reading.passages[-60:]):
                gather.add(text, "文件属性·自定义", "property", hidden=True)


def decoded(raw: bytes) -> str:
    raw = raw.rstrip(b"\x00")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def read_leftovers(ole: olefile.OleFileIO, gather: Gather, done: tuple[str, ...]) -> int:
    """Properties, embedded files, macros, and a sweep over every stream but `done`; how many files were inside."""
    read_properties(ole, gather)
    files = 0
    for path in ole.listdir()[:MOST_STREAMS]:
        gather.check()
        name = "/".join(path)
        if name in done or path[-1] in _PROPERTIES:
            continue
        content = stream(ole, path, gather)
        if "VBA" in path or "_VBA_PROJECT" in name.upper():
            gather.note("文件里有宏程序。请另存为不带宏的格式。")
        if found := _embedded(path[-1], content):
            files += 1
            gather.embedded("嵌入的文件", "", found, hidden=True)
        else:
            strings.sweep(content, gather, "附加数据")
    files += _embedded_objects(ole, gather)
    return files


def _embedded(name: str, content: bytes) -> bytes:
    """A whole file stored in a stream (Package, Ole10Native, CONTENTS)."""
    if name in ("Package", "CONTENTS") or "Ole10Native" in name or name == "EmbeddedOdf":
        starts = [at for mark in _FILES if (at := content.find(mark, 0, 4096)) >= 0]
        return content[min(starts) :] if starts else b""
    return b""


def _embedded_objects(ole: olefile.OleFileIO, gather: Gather) -> int:
    """Documents stored as storages inside a document: their text streams stand below the storage, read by sweep only."""
    inner = {path[-1] for path in ole.listdir() if len(path) > 1 and path[-1] in ("WordDocument", "Workbook", "Book")}
    if inner:
        gather.eyes("文件里嵌入了别的 Office 文件，没有逐字检查。请单独另存后上传")
    return len(inner)
