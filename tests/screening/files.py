"""Files for the readers' tests: Office packages from XML strings, PDFs from bytes, each with one planted string."""

import io
import zipfile
import zlib

from openpyxl import Workbook

from audit.screening.readers import read
from tests.audit import word_files as word

DIGITS = "99012345678"  # looks like nobody's number
MARK = f"藏字{DIGITS}号"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = f'{A} xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
W = word.NAMESPACES


def package(parts: dict[str, str | bytes], compression=zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(*body: str, **more: str | bytes) -> bytes:
    """`more`: further parts, word__header1_xml for word/header1.xml."""
    parts = {"[Content_Types].xml": TYPES, "word/document.xml": word.document(*body or [word.p("正文")])}
    return package(parts | named(more))


def named(more: dict[str, str | bytes]) -> dict[str, str | bytes]:
    found = {}
    for key, content in more.items():
        key = key.replace("___", "/\0").replace("__", "/").replace("\0", "_")
        stem, _, ending = key.rpartition("_")
        if ending == "rels":
            stem = stem.removesuffix("_xml") + ".xml"
        found[f"{stem}.{ending}"] = content
    return found


def xlsx(rows: str = "", sheet: str = "", names: str = "", strings=(), state="", styles="", **more) -> bytes:
    """A workbook of one sheet 名单; `rows` is XML inside sheetData, `sheet` XML after it."""
    items = "".join(f"<si>{text if text.startswith('<') else f'<t>{text}</t>'}</si>" for text in strings)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="名单" sheetId="1" r:id="rId1" {state}/>'
        f"</sheets>{names}</workbook>",
        "xl/_rels/workbook.xml.rels": word.relations([("rId1", "worksheet", "worksheets/sheet1.xml", False)]),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{"" if "<sheetData" in rows else "<sheetData>"}{rows}'
        f"{'' if '</sheetData>' in rows else '</sheetData>'}{sheet}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>',
    }
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return package(parts | named(more))


def row(*cells: str, number=1, more="") -> str:
    """Cells as XML, or text for an inline string."""
    inner = "".join(
        text if text.startswith("<c") else f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in enumerate(cells)
    )
    return f'<row r="{number}" {more}>{inner}</row>'


def pptx(slide: str = "", **more) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "ppt/presentation.xml": f"<p:presentation {P}/>",
        "ppt/slides/slide1.xml": f"<p:sld {P}><p:cSld>{slide or words('标题')}</p:cSld></p:sld>",
    }
    return package(parts | named(more))


def words(text: str) -> str:
    return f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"


ODF = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style", "meta")
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odf(body: str, styles: str = "", kind="spreadsheet", **more) -> bytes:
    parts: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>",
    }
    return package(parts | named(more))


def ods(rows: str, columns: str = "", style: str = "", styles: str = "", **more) -> bytes:
    table = f'<table:table table:name="名单" {style}>{columns}{rows}</table:table>'
    return odf(f"<office:spreadsheet>{table}</office:spreadsheet>", styles, **more)


def ods_cell(text: str, more="") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def pdf(
    content: bytes = b"", page: bytes = b"", catalog: bytes = b"", objects: dict[int, bytes] | None = None, info=b""
) -> bytes:
    """One page with Helvetica /F1 and `content`; further objects from number 10."""
    found = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
        b"/XObject << /Im1 6 0 R >> >> " + page + b" >>",
        4: stream(content),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: stream(
            b"\x80" * 30_000,
            b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
        ),
        7: b"<< " + info + b" >>",
    } | (objects or {})
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(found.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, last = len(out), max(found)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    out += b"".join(
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, last + 1)
    )
    return bytes(out + b"trailer << /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF" % (last + 1, start))


def stream(content: bytes, more: bytes = b"", packed=False) -> bytes:
    if packed:
        content, more = zlib.compress(content), more + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def shown(text: bytes) -> bytes:
    return b"BT /F1 12 Tf 72 700 Td (" + text + b") Tj ET"


def hexed(text: str) -> bytes:
    """A PDF string that can hold Chinese."""
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


def workbook(rows) -> bytes:
    book = Workbook()
    for values in rows:
        book.active.append(values)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def missed(places: dict[str, bytes], name: str) -> list:
    """The hiding places whose secret did not come out, with what came out instead."""
    found = []
    for place, data in places.items():
        reading = read(name, data)
        if not reading.readable or not any(MARK in p.text or DIGITS in p.text for p in reading.passages[1:]):
            found.append((place, reading.why, reading.needs_eyes, [passage.text for passage in reading.passages]))
    return found
