"""Filling the forms of a page as a browser would, and small files to hand in."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

NOTICES = "/admin/disclosure/notice/"


def change(item) -> str:
    return reverse(f"admin:disclosure_{item._meta.model_name}_change", args=[item.pk])


def filled(page, **over) -> dict:
    """What the browser would send of an admin form as the page shows it, with some fields typed over."""
    forms = [page.context["adminform"].form]
    for group in page.context.get("inline_admin_formsets", []):
        forms += [group.formset.management_form, *group.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.field.widget.format_value(bound.value())
            if bound.field.widget.input_type == "checkbox" if hasattr(bound.field.widget, "input_type") else False:
                value = "on" if bound.value() else None
            if isinstance(value, list | tuple):
                value = value[0] if value else ""
            if value is not None:
                data[bound.html_name] = value
    return data | over


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def picture(kind="JPEG", size=(60, 40), exif=None, color="green", **more) -> bytes:
    out = io.BytesIO()
    if exif is not None:
        more["exif"] = exif
    Image.new("RGB", size, color).save(out, kind, **more)
    return out.getvalue()


def photo_with_place() -> bytes:
    """A phone's picture: taken sideways (orientation 6), with a place and a device in it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = 6, "ExamplePhone", "2026:11:02 08:00:00"
    exif.get_ifd(0x8825)[2] = (31.0, 20.0, 5.0)
    return picture(size=(80, 40), exif=exif.tobytes())


def pdf(text=b"") -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue() + text


def zipped(**entries) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def docx(*lines: str, **more) -> bytes:
    """A Word file with a paragraph a line; more: further parts."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return zipped(
        **{"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS,
           "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"} | more
    )  # fmt: skip
