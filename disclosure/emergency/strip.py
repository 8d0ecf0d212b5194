"""What residents see of emergencies: the strip on top of the home page while one is in force, and on its own page."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from audit import clock
from audit.models import Edition
from disclosure.models import EmergencyNotice
from disclosure.models.emergency import ends_at

from .editions import NOTICE


def in_force(at: datetime) -> list[dict]:
    """The live notices whose end has not come, the newest first; one query."""
    return rows(Edition.objects.live().filter(kind=NOTICE).select_related("publication"), at)


def rows(editions: Iterable[Edition], at: datetime) -> list[dict]:
    """Variables of templates/public/_emergency.html, of editions loaded with publication and facts."""
    kept = [one for one in editions if one.kind == NOTICE and not EmergencyNotice.over(one.facts_data, at)]
    kept.sort(key=lambda one: (one.published_at or at, one.pk), reverse=True)
    return [_row(one) for one in kept]


def _row(edition: Edition) -> dict:
    told = EmergencyNotice.sheet(edition.facts_data)
    published = timezone.localtime(edition.published_at) if edition.published_at else None
    return {
        "title": edition.title, "url": reverse("item", args=[edition.registered.slug]), "phones": told["phones"],
        "until": told["until"], "at": published,
    }  # fmt: skip


def beside(edition: Edition) -> dict:
    """Keys for templates/disclosure/_emergency.html on the public page: whether its time is over."""
    ends = ends_at(edition.facts_data)
    return {"over": ends is not None and ends <= clock.now()}
