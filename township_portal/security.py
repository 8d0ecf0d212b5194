"""What every answer carries and what every request passes: headers, hosts, session limits, one log line."""

import base64
import hashlib
import logging
import time
from functools import cache

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404
from django.middleware.gzip import GZipMiddleware
from django_prose_editor.widgets import importmap

from disclosure.visits import BOTS

STAFF_PATHS = ("/admin/", "/desk/", "/audit/")
# The one style element the editor adds by itself; a new release of it may need a new hash (browser tests tell).
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
SEEN_EVERY = 300  # seconds between two notes of "still here", so that not every request writes

log = logging.getLogger("portal.request")


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@cache
def policy() -> str:
    """The content security policy: our own files only, plus the editor's import map and style by their hashes."""
    rendered = str(importmap)
    script = rendered[rendered.index(">") + 1 : rendered.rindex("</script>")]
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {_digest(script)}",
            f"style-src 'self' {EDITOR_STYLE}",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def headers(get_response):
    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
        )
        if request.path_info.startswith(STAFF_PATHS):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware


def compressed(get_response):
    """Residents' pages travel compressed. Staff pages do not, nor any page with a form's secret in it: next to words
    somebody else may choose (a search), the length of a compressed answer would tell the secret (BREACH)."""
    squeeze = GZipMiddleware(get_response)

    def middleware(request):
        response = get_response(request)
        secret = request.META.get("CSRF_COOKIE") or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        if request.path_info.startswith(STAFF_PATHS) or secret or response.streaming:
            return response
        return squeeze.process_response(request, response)

    return middleware


def client_address(get_response):
    """Behind our one proxy, REMOTE_ADDR becomes the address the proxy saw (the last one it wrote)."""

    def middleware(request):
        forwarded = request.headers.get("X-Forwarded-For", "")
        if settings.TRUSTED_PROXY and forwarded:
            request.META["REMOTE_ADDR"] = forwarded.rsplit(",", 1)[-1].strip()
        return get_response(request)

    return middleware


def staff_hosts(get_response):
    """The administration and the desk answer only on their own hosts, where hosts are named for them."""
    bound = {"/admin/": "ADMIN_HOSTS", "/desk/": "DESK_HOSTS", "/audit/": "DESK_HOSTS"}

    def middleware(request):
        for prefix, setting in bound.items():
            allowed = getattr(settings, setting)
            if not allowed or not request.path_info.startswith(prefix):
                continue
            if request.get_host().split(":")[0] not in allowed:
                raise Http404
        return get_response(request)

    return middleware


def session_limits(get_response):
    """Staff sessions end after eight hours, or after an hour without a request."""

    def middleware(request):
        if request.path_info.startswith(STAFF_PATHS) and request.user.is_authenticated:
            now = int(time.time())
            since = request.session.setdefault("since", now)
            seen = request.session.get("seen", now)
            if now - since > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen > SEEN_EVERY or "seen" not in request.session:
                request.session["seen"] = now
        return get_response(request)

    return middleware


def request_log(get_response):
    """The route, never the path itself: names of attachments and of items would outlive their erasure here. A person's
    look at an item's page names its number, which no erasure takes: `count_visits` counts these lines."""

    def middleware(request):
        start = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        route = f"/{match.route}" if match else "-"
        if match and match.url_name == "item" and not BOTS.search(request.headers.get("User-Agent", "").encode()):
            route = route.replace("<index:number>", match.kwargs["number"])
        milliseconds = (time.monotonic() - start) * 1000
        log.info("%s %s %s %.0f ms", request.method, route, response.status_code, milliseconds)
        return response

    return middleware
