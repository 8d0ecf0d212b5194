"""Which device an act was done on: a random name in a staff-only cookie. The ledger keeps its digest, so that
inspection sees an item signed on the device it was drafted on. And which attachments were opened in this session."""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "desk_device"
FIVE_YEARS = 5 * 365 * 24 * 3600
MOST_OPENED = 300


def digest(request: HttpRequest) -> str:
    """What goes into `Given.device`; empty on a device that has no name yet."""
    name = request.COOKIES.get(COOKIE, "")
    return hashlib.sha256(f"device\n{name}".encode()).hexdigest() if name else ""


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the device its name, once; for members of staff alone (readers get no cookie)."""
    if request.user.is_authenticated and not request.COOKIES.get(COOKIE):
        response.set_cookie(
            COOKIE, secrets.token_urlsafe(24), max_age=FIVE_YEARS, httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax", path=settings.SESSION_COOKIE_PATH,
        )  # fmt: skip
    return response


def note_opened(request: HttpRequest, sha256: str) -> None:
    opened = request.session.get("opened", [])
    if sha256 not in opened:
        request.session["opened"] = [*opened[-MOST_OPENED:], sha256]


def opened(request: HttpRequest, files: list[dict]) -> list[str]:
    """SHA-256 of those of the files that this person opened since login: `Given.opened`."""
    mine = set(request.session.get("opened", []))
    return [file["sha256"] for file in files if file["sha256"] in mine]
