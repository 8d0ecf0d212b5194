"""PDFs without what the program wrote about their making: author, dates, XMP, thumbnails, older versions of the pages.

pdfium writes the document anew, plainly and in one piece; what describes it is then overwritten with blanks of the same
length, so that no offset moves. The result is opened again and must show the same pages and no description. A signed PDF
is left as it is: rewriting would break its signature.
"""

import io
import re

import pypdfium2
import pypdfium2.raw as pdfium

PROVED_PAGES = 20  # whose text is compared; all are opened
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_INFO = re.compile(rb"/Info\s+(\d+)\s+(\d+)\s+R")
_DESCRIBED = re.compile(rb"/(?:Metadata|Thumb|PieceInfo)\s+(\d+)\s+(\d+)\s+R")


class KeepsIt(Exception):
    """The description could not be taken out; the file itself is fine."""


def without_metadata(data: bytes) -> bytes:
    """The same document without its description. KeepsIt where it cannot be had; the data itself where there is none."""
    try:
        with_pages = pypdfium2.PdfDocument(data)
        try:
            if pdfium.FPDF_GetSignatureCount(with_pages) > 0:
                raise KeepsIt("带有电子签名")
            if (
                not any(with_pages.get_metadata_dict().values())
                and not _DESCRIBED.search(data)
                and b"xmpmeta" not in data
            ):
                return data
            before = _shown(with_pages)
            out = io.BytesIO()
            with_pages.save(out, flags=pdfium.FPDF_REMOVE_SECURITY)
        finally:
            with_pages.close()
        cleaned = _blanked(out.getvalue())
        _prove(cleaned, before)
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
        raise KeepsIt(str(error)) from error
    return cleaned


def _blanked(data: bytes) -> bytes:
    """The dictionaries and streams of the description overwritten; nothing moves."""
    made = bytearray(data)
    outside = _STREAM.sub(lambda found: b"\0" * len(found[0]), data)  # same length: what lies in no stream
    for found in _INFO.finditer(outside):
        if body := _object(outside, found):
            start, end = outside.find(b"<<", body[0], body[1]), outside.rfind(b">>", body[0], body[1])
            if start >= 0 and end > start:
                made[start + 2 : end] = b" " * (end - start - 2)
    for found in _DESCRIBED.finditer(outside):
        made[found.start() : found.end()] = b" " * (found.end() - found.start())
        if (body := _object(outside, found)) and (stream := _STREAM.search(data, *body)):
            made[stream.start(1) : stream.end(1)] = b" " * (stream.end(1) - stream.start(1))
        elif body and (start := outside.find(b"<<", *body)) >= 0:
            end = outside.rfind(b">>", *body)
            made[start + 2 : end] = b" " * (end - start - 2)
    return bytes(made)


def _object(outside: bytes, reference: re.Match) -> tuple[int, int] | None:
    """Where the object a reference names begins and ends."""
    number, generation = reference.groups()
    head = re.compile(rb"(?<![0-9])" + number + rb"\s+" + generation + rb"\s+obj\b").search(outside)
    end = outside.find(b"endobj", head.end()) if head else -1
    return (head.end(), end) if head and end > 0 else None


def _shown(document: pypdfium2.PdfDocument) -> tuple[int, list[str]]:
    texts = []
    for index in range(min(len(document), PROVED_PAGES)):
        words = document[index].get_textpage()
        texts.append(words.get_text_range() if words.count_chars() else "")
    return len(document), texts


def _prove(data: bytes, before: tuple[int, list[str]]) -> None:
    """It opens, shows the same pages, and says nothing of itself any more."""
    document = pypdfium2.PdfDocument(data)
    try:
        for index in range(len(document)):
            document[index].close()
        if _shown(document) != before:
            raise KeepsIt("去掉属性后的页面和原来不一样")
        if any(value.strip() for value in document.get_metadata_dict().values()) or b"xmpmeta" in data:
            raise KeepsIt("属性去不掉")
    finally:
        document.close()
