""".pdf: the text of each page, notes, form fields, attachments, bookmarks, properties; pages without text need eyes."""

import ctypes
import re
import zlib

import pypdfium2
import pypdfium2.raw as pdfium

from audit.screening.readers import ocr, strings
from audit.screening.readers.gather import BROKEN, ENCRYPTED, PICTURES, Enough, Gather, Unreadable
from audit.screening.readers.web import read_markup

_NOTE_KEYS = ("Contents", "T", "Subj", "RC", "V", "DV", "TU", "TM", "NM", "DA", "Alt", "CA")
_FAMILIAR = {
    "Title": "标题", "Author": "作者", "Subject": "主题", "Keywords": "关键词", "Creator": "制作软件", "Producer": "转换软件",
    "CreationDate": "创建时间", "ModDate": "修改时间",
}  # fmt: skip
_MOST_NOTES = 5_000
_BIG_PICTURE = 0.3  # of the page: may hold words
_LONGEST_STREAM = 16 * 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")


def read_pdf(name: str, data: bytes, gather: Gather):
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(ENCRYPTED if "password" in str(error).lower() else BROKEN) from error
    try:
        for key, value in document.get_metadata_dict(skip_empty=True).items():
            gather.add(value, f"文件属性·{_FAMILIAR.get(key, key)}", "property", hidden=True)
        _pages(document, gather)
        for item in document.get_toc(max_depth=20):
            gather.add(item.get_title(), "书签", "name")
        _attachments(document, gather)
    finally:
        document.close()
    _leftovers(data, gather)


def _pages(document: pypdfium2.PdfDocument, gather: Gather):
    blank: list[int] = []
    pictured: list[int] = []
    form = _form(document)
    for index in range(len(document)):
        if index >= gather.limits.pages:
            raise Enough(f"共有 {len(document)} 页，只检查了前 {index} 页，其余请由专人逐页看过")
        gather.page(index, len(document))
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            gather.eyes(f"第 {index + 1} 页打不开")
            continue
        text = _text(page)
        gather.add(text, f"第 {index + 1} 页")
        _notes(page, form, gather, index + 1)
        if _needs_eyes(text):
            blank.append(index + 1) if _anything(page) and not _recognised(page, gather, index + 1) else None
        elif _big_pictures(page) and not _recognised(page, gather, index + 1):
            pictured.append(index + 1)
        page.close()
    if blank:
        gather.eyes(f"第 {_listed(blank)} 页是图片（扫描件）或文字取不出来，机器没有检查")
    if pictured:
        gather.eyes(f"第 {_listed(pictured)} 页有大图，{PICTURES}")


def _form(document: pypdfium2.PdfDocument):
    """The form environment, where the file has a form."""
    if document.get_formtype() == pdfium.FORMTYPE_NONE:
        return None
    document.init_forms()
    return document.formenv


def _text(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    try:
        return words.get_text_range() if words.count_chars() else ""
    finally:
        words.close()


def _needs_eyes(text: str) -> bool:
    """No words, or signs that a font without meaning draws: private ones, replacement marks."""
    bare = "".join(text.split())
    odd = sum("\ue000" <= sign <= "\uf8ff" or sign in "\ufffd\ufffe\x00" or sign < " " for sign in bare)
    return len(bare) < 10 or odd > len(bare) * 0.2


def _anything(page: pypdfium2.PdfPage) -> bool:
    return pdfium.FPDFPage_CountObjects(page) > 0


def _big_pictures(page: pypdfium2.PdfPage) -> bool:
    area = page.get_width() * page.get_height() or 1
    covered = 0.0
    for number, item in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        left, bottom, right, top = item.get_bounds()
        covered += abs((right - left) * (top - bottom))
        if covered > _BIG_PICTURE * area or number > 500:
            return True
    return False


_MOST_PIXELS = 4000  # of the longer side, whatever size the page says it has


def _recognised(page: pypdfium2.PdfPage, gather: Gather, number: int) -> bool:
    """Whether the optional OCR has read the page."""
    if ocr.engine() is None:
        return False
    longest = max(page.get_width(), page.get_height(), 1)
    texts = ocr.texts_of(page.render(scale=min(2, _MOST_PIXELS / longest)).to_numpy())
    if texts is None:
        return False
    gather.add("\n".join(texts), f"第 {number} 页（图片里的字）", "ocr")
    return True


def _listed(pages: list[int]) -> str:
    shown = "、".join(map(str, pages[:20]))
    return shown + (f" 等 {len(pages)}" if len(pages) > 20 else "")


def _notes(page: pypdfium2.PdfPage, form, gather: Gather, number: int):
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        widget = kind == pdfium.FPDF_ANNOT_WIDGET
        label = f"第 {number} 页{'表单' if widget else '批注'} {index + 1}"
        values = [_wide(pdfium.FPDFAnnot_GetStringValue, note, key.encode()) for key in _NOTE_KEYS]
        if widget and form:
            values += [_wide(pdfium.FPDFAnnot_GetFormFieldValue, form, note)]
            values += [_wide(pdfium.FPDFAnnot_GetFormFieldName, form, note)]
            for option in range(min(pdfium.FPDFAnnot_GetOptionCount(form, note), 200)):
                values.append(_wide(pdfium.FPDFAnnot_GetOptionLabel, form, note, option))
        link = pdfium.FPDFAnnot_GetLink(note)
        if link and (action := pdfium.FPDFLink_GetAction(link)):
            values.append(_address(page, action))
        for value in dict.fromkeys(values):
            gather.add(value, label, "form" if widget else "comment")
        if not widget and any(values[:1]):
            gather.note("文件里有批注。")
        pdfium.FPDFPage_CloseAnnot(note)


def _wide(function, *arguments) -> str:
    """Asks pdfium for a string in its two steps: how long, then what."""
    size = function(*arguments, None, 0)
    if not 2 < size < 10_000_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    function(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _address(page: pypdfium2.PdfPage, action) -> str:
    size = pdfium.FPDFAction_GetURIPath(page.pdf, action, None, 0)
    if not 1 < size < 100_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
    return buffer.raw[: size - 1].decode("utf-8", "replace")


def _attachments(document: pypdfium2.PdfDocument, gather: Gather):
    for index in range(document.count_attachments()):
        gather.member()
        attachment = document.get_attachment(index)
        name = attachment.get_name()
        gather.add(name, "附带文件的名字", "name")
        try:
            content = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            gather.eyes(f"附带的文件“{name}”取不出来")
            continue
        gather.unpack(len(content))
        gather.note(f"文件里附带着另一个文件“{name}”。")
        gather.embedded(f"附带的“{name}”", name, content)


def _leftovers(data: bytes, gather: Gather):
    """What no page shows: XMP, older versions of objects, scripts. Streams are unpacked in small, counted steps."""
    strings.sweep(re.sub(rb"\\\r?\n", b"", data) if len(data) < 5_000_000 else data, gather, "文件")
    for match in _STREAM.finditer(data):
        gather.check()
        start = match.end()
        dictionary = data[max(0, start - 600) : start]
        if b"/ObjStm" not in dictionary and b"/Metadata" not in dictionary and data[start : start + 9] != b"<?xpacket":
            continue
        end = data.find(b"endstream", start, start + _LONGEST_STREAM)
        packed = data[start : end if end >= 0 else start + _LONGEST_STREAM]
        if b"FlateDecode" in dictionary:
            try:
                packed = zlib.decompressobj().decompress(packed, 4 * 1024 * 1024)
            except zlib.error:
                continue
        gather.unpack(len(packed))
        if b"xmpmeta" in packed or b"<rdf:RDF" in packed:
            read_markup(packed.decode("utf-8", "replace"), gather, "文件属性（XMP）")
        else:
            strings.sweep(packed, gather, "文件")
