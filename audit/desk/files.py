"""Attachments for the staff: of the working text and of every edition the person may read; 404 to all others."""

import json
import re

from django.http import FileResponse, Http404
from django.urls import path

from .. import files, rights
from ..models import Attachment, Edition
from . import device
from .frame import staff_page

DIGEST = re.compile("[0-9a-f]{64}")
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")  # anything else is only ever downloaded


@staff_page
def file(request, uuid, sha256):
    if not rights.items(request.user, "read").filter(pk=uuid).exists():
        raise Http404
    known = _known(uuid, sha256) if DIGEST.fullmatch(sha256) else None
    if known is None:
        raise Http404
    try:
        content = files.opened(sha256)
    except (OSError, ValueError):
        raise Http404 from None
    device.note_opened(request, sha256)
    kind = known["content_type"]
    shown = kind in SHOWN
    response = FileResponse(
        content, as_attachment=not shown, filename=known["name"],
        content_type=kind if shown else "application/octet-stream",
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _known(uuid, sha256: str) -> dict | None:
    """Name and type of the file as the item's working text or one of its editions lists it."""
    rows = Attachment.objects.filter(item_id=uuid, sha256=sha256).values("name", "content_type")
    if row := rows.first():
        return row
    lists = Edition.objects.filter(item_id=uuid, attachments__contains=sha256).order_by("-number")
    for text in lists.values_list("attachments", flat=True):
        for listed in json.loads(text):
            if listed["sha256"] == sha256:
                return listed
    return None


urlpatterns = [path("items/<uuid:uuid>/files/<str:sha256>/", file, name="file")]
