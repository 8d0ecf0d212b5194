"""What the last act came to: said once, on the next page, with a line to paste into the chat group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .. import clock
from ..models import Edition
from . import notices
from .waiting import waiting

KEY = "desk_outcome"


def leave(request: HttpRequest, text: str, edition: Edition | None = None, act: str = "", done: str = "") -> None:
    """Keep the sentence for the next page. done: the item whose typed words may be forgotten."""
    line = notices.line(edition, notices.address(edition, request, act), act) if edition else ""
    request.session[KEY] = {"text": text, "line": line, "done": done}


def take(request: HttpRequest) -> dict | None:
    return request.session.pop(KEY, None)


def next_page(request: HttpRequest) -> HttpResponse:
    """On to the next thing that waits for this person; after the last one the page that says so."""
    following = waiting(request.user, clock.now())
    return redirect(following[0].url) if following else redirect("desk:done")
