"""Where a person wanted to go before a page that had to come first (login, a code, a new password)."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def onward(request: HttpRequest) -> str:
    """`next` from the form or the address, where it is an address of our own; else ''."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    came_from_login = wanted.startswith((reverse("desk:login"), reverse("desk:logout")))
    return wanted if own and wanted.startswith("/") and not came_from_login else ""
