"""/desk/items/<uuid>/: where the line pasted into a chat group leads, for whoever may read the item."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import path

from .. import rights
from ..models import Item
from . import decide, erase, files, mend, withdraw
from .dossier import load
from .frame import staff_page
from .screen import show


@staff_page
def review(request, uuid):
    number = request.GET.get("edition", "")
    dossier = load(request.user, uuid, int(number) if number.isascii() and number.isdigit() else None)
    if dossier is None:
        return _not_submitted(request, uuid)
    return show(request, dossier)


def _not_submitted(request, uuid):
    """A draft that nobody submitted yet opens where it is written; anything else does not exist for this person."""
    drafts = rights.items(request.user, "draft").filter(editions=None)
    if Item.objects.filter(pk__in=drafts, pk=uuid).exists():
        return redirect("desk:write_edit", uuid)
    raise Http404


urlpatterns = [
    path("items/<uuid:uuid>/", review, name="review"),
    *decide.urlpatterns,
    *mend.urlpatterns,
    *withdraw.urlpatterns,
    *erase.urlpatterns,
    *files.urlpatterns,
]
