"""One act from a page outside the review screens: its refusal becomes a sentence, and a row for inspection."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from .. import ledger, rights
from ..checks import Refused, StepError


def attempt(request: HttpRequest, what: Callable, *args, said: str = "", **given):
    """Call `what` in the person's name. None when it was refused or came too late: the page says why."""
    try:
        done = what(request.user, *args, **given)
    except StepError as error:
        if isinstance(error, Refused):
            texts = {"act": what.__name__, "why": str(error)}
            ledger.record(rights.actor(request.user), "refused", texts=texts, visibility="inspection")
        messages.error(request, str(error))
        return None
    if said:
        messages.success(request, said)
    return done
