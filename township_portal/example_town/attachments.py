"""The example items' attachments as files: sheets from rows, documents from plain text."""

import csv
import io
import re
import zipfile
from datetime import date
from html import escape

from openpyxl import Workbook
from openpyxl.styles import Font

from . import portraits, signatures

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def build(file: dict, saved_on: date) -> tuple[bytes, str]:
    """(bytes, content type) of one attachment of the JSON: {"name", "rows"}, {"name", "text"}, {"name", "portrait"} or
    {"name", "signatures"}.

    saved_on: the day the file itself names, unless the JSON has a "saved_on" of its own.
    """
    ending = file["name"].rpartition(".")[2]
    saved_on = date.fromisoformat(file["saved_on"]) if "saved_on" in file else saved_on
    if ending == "xlsx":
        return _stamped(_xlsx(file["rows"]), saved_on), XLSX
    if ending == "csv":
        return _csv(file["rows"]), "text/csv"
    if ending == "docx":
        return _stamped(_docx(file["text"]), saved_on), DOCX
    if ending == "png":
        drawn = signatures.draw(file["signatures"]) if "signatures" in file else portraits.draw(file["portrait"])
        return drawn, "image/png"
    return file["text"].encode("utf-8"), "text/plain"


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # with its mark, so that Excel reads the characters


def _xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook()
    book.properties.creator = "落儿岭镇（示例）"
    sheet = book.active
    for row in rows:
        sheet.append([_cell(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 4 + 2 * max(len(str(c.value or "")) for c in column)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: str) -> str | float | int:
    plain = value.replace(",", "")
    if plain.isdigit() and not plain.startswith("0"):
        return int(plain)
    try:
        return float(plain) if "." in plain else value
    except ValueError:
        return value


def _docx(text: str) -> bytes:
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}')
    return out.getvalue()


def _stamped(data: bytes, saved_on: date) -> bytes:
    """The package with that day in its properties and entries: openpyxl always writes the time of now."""
    out = io.BytesIO()
    day = saved_on.isoformat().encode()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _SAVED.sub(rb"\g<1>" + day + b"T01:00:00Z", part)
            stamped = zipfile.ZipInfo(entry.filename, (saved_on.year, saved_on.month, saved_on.day, 9, 0, 0))
            stamped.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(stamped, part)
    return out.getvalue()
