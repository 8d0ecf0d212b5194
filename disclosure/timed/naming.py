"""A notice and its result lead to each other, as long as both are public; a result is sealed with the UUID alone."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from audit import clock, facts
from audit.models import Edition

from .terms import lasting, said

NOTICE, NOTICE_RESULT = "public_notice", "notice_result"
CONSULTATION, CONSULTATION_RESULT = "consultation", "consultation_result"
RESULT_OF = {NOTICE: NOTICE_RESULT, CONSULTATION: CONSULTATION_RESULT}
NAMES = "names"  # key of the fact that names the notice


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    date: str
    hung: bool


def _link(edition: Edition) -> Link:
    shown = f"{timezone.localtime(edition.published_at):%Y-%m-%d}" if edition.published_at else ""
    return Link(edition.title, reverse("item", args=[edition.registered.slug]), shown, bool(edition.hung_at))


def _live():
    kept = ("item_id", "number", "kind", "title", "facts", "state", "expires_on", "published_at", "publication")
    return Edition.objects.live().with_hung().select_related("publication").only(*kept).order_by("-published_at")


def results_of(edition: Edition) -> list[Link]:
    """The live results that name this notice, newest first; one query."""
    named = str(edition.item_id)
    found = _live().filter(
        kind=RESULT_OF[edition.kind], facts__contains=named
    )  # canonical text holds the UUID as it is
    return [_link(one) for one in found if facts.value(one.facts_data, NAMES) == named]


def notice_of(edition: Edition) -> Link | None:
    """The notice a result names, while it is live; one query."""
    named = facts.value(edition.facts_data, NAMES)
    found = _live().filter(item_id=named).first() if named else None
    return _link(found) if found else None


def beside_notice(edition: Edition) -> dict:
    """Keys for templates/disclosure/_timed.html on the public page: the results, and whether the time is over."""
    until = lasting(facts.value(edition.facts_data, "until"))
    over = bool(until and until < clock.local_date(clock.now()))
    return {"results": results_of(edition), "over": over, "over_said": said(until) if over and until else ""}


def beside_result(edition: Edition) -> dict:
    return {"notice": notice_of(edition), "asked": True}
