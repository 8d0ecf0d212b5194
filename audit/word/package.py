"""Opening a .docx without trusting it: kind by content, sizes by what really comes out, XML without entities."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from audit.characters import clean_characters
from audit.word.draft import WordError

MAX_FILE = 20 * 1024 * 1024  # bytes, as uploaded
MAX_PART = 32 * 1024 * 1024  # bytes of one XML part, unpacked
MAX_UNPACKED = 120 * 1024 * 1024  # bytes of all parts read
MAX_DECLARED = 400 * 1024 * 1024  # bytes the archive says it holds
MAX_RATIO = 400  # unpacked : packed, for parts over RATIO_FROM
RATIO_FROM = 8 * 1024 * 1024
MAX_ENTRIES = 4000
MAX_DEPTH = 120
MAX_ELEMENTS = 300_000
CHUNK = 256 * 1024

BROKEN = "这个 Word 文件已损坏，打不开。请在电脑上用 Word 或 WPS 打开后“另存为”.docx，再上传。"
TOO_BIG_INSIDE = (
    "这个文件解压后大得不正常，为了安全没有读取。请在 Word 里打开，把内容复制到新建的文档中，另存为 .docx 再上传。"
)
TOO_COMPLEX = "这个文件的内容太长或结构太复杂，无法直接读取。请分成几个文件，或把大表格另存为 Excel 作为附件上传。"

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
}
_UNREAD = set(  # looks, and the "before" half of tracked formatting: left out of the tree with all they hold
    "w_rFonts w_sz w_szCs w_lang w_color w_kern w_spacing w_ind w_tblBorders w_tcBorders w_tcW w_tblW w_shd w_tabs w_rsids "
    "w_pPrChange w_rPrChange w_tblPrChange w_trPrChange w_tcPrChange w_sectPrChange w_tblGridChange w_numberingChange "
    "w_proofErr w_bookmarkStart w_bookmarkEnd w_lastRenderedPageBreak w_tblCellMar w_tcMar w_latentStyles mc_Fallback".split(
        " "
    )
)


class _Tree:
    """Target of the XML parser: elements named `w_p`, bounded in number and depth."""

    def __init__(self):
        self.path = [Element("root")]
        self.text: list[str] = []
        self.count = self.unread = 0

    def start(self, tag, attributes):
        if self.unread or (name := _name(tag)) in _UNREAD:
            self.unread += 1
            return
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.path) > MAX_DEPTH:
            raise WordError(TOO_COMPLEX)
        self._flush()
        kept = {_name(key): value for key, value in attributes.items() if "}rsid" not in key}
        element = Element(name, kept)
        self.path[-1].append(element)
        self.path.append(element)

    def end(self, tag):
        if self.unread:
            self.unread -= 1
            return
        self._flush()
        self.path.pop()

    def data(self, data):
        if not self.unread:
            self.text.append(data)

    def _flush(self):
        if self.text and not len(self.path[-1]):
            self.path[-1].text = (self.path[-1].text or "") + clean_characters("".join(self.text))
        self.text.clear()

    def close(self):
        return self.path[0][0] if len(self.path[0]) else Element("empty")


def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    space, _, local = tag[1:].partition("}")
    return f"{_NAMESPACES.get(space, 'x')}_{local}"


def parse_xml(data: bytes) -> Element:
    """The root element, tags as `prefix_local`. WordError for entities, a doctype, endless nesting or broken XML."""
    parser = XMLParser(target=_Tree(), forbid_dtd=True)
    try:
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            if len(chunk) == CHUNK and b">" not in chunk:  # one endless tag, which the parser would hold whole
                raise WordError(TOO_COMPLEX)
            parser.feed(chunk)
        return parser.close()
    except DefusedXmlException as error:
        raise WordError(
            "这个文件里有不正常的内容（外部实体定义），为了安全没有读取。请在 Word 里另存为 .docx 再上传。"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise WordError(BROKEN) from error


class Package:
    """The archive of a .docx; `read` and `xml` give one part, counted against one budget for the whole file."""

    def __init__(self, data: bytes):
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            self.entries = {entry.filename: entry for entry in self.archive.infolist()}
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error) as error:
            raise WordError(BROKEN) from error
        self.budget = MAX_UNPACKED
        if len(self.entries) != len(self.archive.infolist()):
            raise WordError(BROKEN)
        declared = sum(entry.file_size for entry in self.entries.values())
        if len(self.entries) > MAX_ENTRIES or declared > MAX_DECLARED:
            raise WordError(TOO_BIG_INSIDE)

    def has(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """One part, unpacked in small steps. KeyError when it is not there."""
        entry = self.entries[name]
        if entry.flag_bits & 1:
            raise WordError("这个文件加了密码，无法读取。请取消密码（文件→信息→保护文档），保存后再上传。")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WordError(BROKEN)
        data = bytearray()
        try:
            with self.archive.open(entry) as part:
                while chunk := part.read(CHUNK):
                    data += chunk
                    self.budget -= len(chunk)
                    squeezed = len(data) > RATIO_FROM and len(data) > MAX_RATIO * max(entry.compress_size, 1)
                    if len(data) > limit or self.budget < 0 or squeezed:
                        raise WordError(TOO_BIG_INSIDE)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise WordError(BROKEN) from error
        return bytes(data)

    def xml(self, name: str) -> Element:
        """One part parsed; an empty element when the part is not there."""
        return parse_xml(self.read(name)) if self.has(name) else Element("empty")

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Relationship id -> (kind, target, external) of one part; inner targets as names in the archive."""
        folder, _, name = part.rpartition("/")
        found = {}
        for relation in self.xml(posixpath.join(folder, "_rels", f"{name}.rels")):
            target, external = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target, external)
        return found

    def main_part(self) -> str:
        """The name of the document part, usually word/document.xml. WordError when this is another kind of file."""
        for kind, target, external in self.relations("").values():
            if kind == "officeDocument" and not external and re.match(r"(xl|ppt)/", target):
                raise WordError(other_kind(target))
            if kind == "officeDocument" and not external and self.has(target):
                return target
        raise WordError(other_kind(" ".join(list(self.entries)[:50])))


def other_kind(names: str) -> str:
    if re.search(r"\bxl/", names):
        return "这是 Excel 表格，不是 Word 文件。请把它作为附件上传，正文另写或从 Word 导入。"
    if re.search(r"\bppt/", names):
        return "这是幻灯片，不是 Word 文件。请把文字另存为 .docx 再上传，或把它作为附件。"
    if "content.xml" in names:
        return "这是 ODF 文档（.odt）。请用 WPS 或 Word 打开后另存为 .docx 再上传。"
    return "这个文件里没有 Word 正文（可能只是普通压缩包）。请解压后上传其中的 .docx 文件。"
