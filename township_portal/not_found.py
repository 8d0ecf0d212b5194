"""404: to residents as a page of the site, to staff on their own side in the words of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from audit.desk.frame import frame

from .security import STAFF_PATHS


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same answer whether a thing is not there or not hers. No account yet where a middleware refused."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated or not request.path_info.startswith(STAFF_PATHS):
        return defaults.page_not_found(request, exception)
    return render(request, "desk/not_found.html", frame(request), status=404)
