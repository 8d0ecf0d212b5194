"""Only who holds the inspector's post comes in; to everybody else these pages do not exist."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404

from .. import ledger, rights
from ..models import Item


def inspectors_only(view):
    @login_required
    @wraps(view)
    def asked(request, *args, **kwargs):
        if not rights.can(request.user, "inspect"):
            raise Http404
        return view(request, *args, **kwargs)

    return asked


def record_reading(request, item: Item) -> None:
    """One row a session and item: the inspector's reading is on record too."""
    read = request.session.setdefault("inspected", [])
    if str(item.pk) in read:
        return
    seat = rights.seat_for(request.user, "inspect")
    ledger.record(rights.actor(request.user, seat), "read", item=item, visibility="inspection")
    read.append(str(item.pk))
    request.session.modified = True


def frame(request, current: str) -> dict:
    """What the staff frame shows on every inspector's page."""
    from django.urls import reverse

    entries = [("acts", "办理记录"), ("items", "查信息"), ("chain", "防改校验")]
    seat = rights.seat_for(request.user, "inspect")
    return {
        "desk_name": "纪检查阅",
        "desk_url": reverse("inspection:acts"),
        "desk_menu": [
            {"label": label, "url": reverse(f"inspection:{name}"), "current": name == current}
            for name, label in entries
        ]
        + [{"label": "我的", "url": reverse("desk:me"), "current": False}],
        "staff_post": seat.post if seat else "",
        "read_only": True,
    }
