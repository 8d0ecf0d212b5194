"""What is public now of targets and progress, and where a piece of evidence can be opened."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from audit.models import Edition
from disclosure.finance.quarters import Quarter

from .rows import Step, Target, quarter_of, sealed_steps, sealed_targets, year_of

TARGETS, PROGRESS = "work_targets", "target_progress"
MOST = 200  # thirty years of targets with their quarters
_NUMBER = re.compile(r"(?:.*/)?([0-9]{6})-([0-9]{5,9})")


@dataclass
class Year:
    """One year as residents may read it: the promise, and the quarters that told of it."""

    year: int
    edition: Edition | None = None
    targets: list[Target] = field(default_factory=list)
    quarters: dict[Quarter, tuple[Edition, list[Step]]] = field(default_factory=dict)

    @property
    def papers(self) -> list[Edition]:
        """The items behind the page, the newest first."""
        told = [self.quarters[quarter][0] for quarter in sorted(self.quarters, reverse=True)]
        return told + ([self.edition] if self.edition else [])

    @property
    def newest(self) -> Quarter | None:
        return max(self.quarters, default=None)


def live_years(but: UUID | None = None) -> dict[int, Year]:
    """Every year of which something is public, the newest first; one query. but: an item that is left out."""
    shown = Edition.objects.live().with_hung().filter(kind__in=(TARGETS, PROGRESS)).select_related("publication")
    kept = shown.exclude(item_id=but) if but else shown
    kept = kept.defer("body", "summary", "plain_text", "salts", "digests").order_by("-published_at")
    found: dict[int, Year] = {}
    for edition in kept[:MOST]:
        told = edition.facts_data
        year, quarter = year_of(told), quarter_of(told)
        if not year:
            continue
        own = found.setdefault(year, Year(year))
        if edition.kind == TARGETS and own.edition is None:
            own.edition, own.targets = edition, sealed_targets(told)
        elif edition.kind == PROGRESS and quarter:
            own.quarters.setdefault(quarter, (edition, sealed_steps(told)))
    return dict(sorted(found.items(), reverse=True))


def address(edition: Edition) -> str:
    return reverse("item", args=[edition.registered.slug])


def file_addresses(edition: Edition) -> dict[str, str]:
    """Name of an attachment → where residents open it."""
    number = edition.registered.slug
    return {
        file["name"]: reverse("item_file", args=[number, file["position"], file["name"]])
        for file in edition.files
        if not file["paper_only"] and not file["inline"]
    }


def numbered(names: list[str]) -> dict[str, str]:
    """Index number as it was written → address, for those that are public now; at most one query."""
    wanted = {name: (found[1], int(found[2])) for name in names if (found := _NUMBER.fullmatch(name))}
    if not wanted:
        return {}
    either = Q(pk__in=[])
    for month, serial in set(wanted.values()):
        either |= Q(publication__month=month, publication__serial=serial)
    live = Edition.objects.live().filter(either).select_related("publication").only("publication", "state", "item_id")
    there = {(one.publication.month, one.publication.serial): address(one) for one in live}
    return {name: there[key] for name, key in wanted.items() if key in there}


def beside_item(edition: Edition) -> dict:
    """What the page of a year's targets or of a quarter's progress shows besides: the way to the year; no query."""
    year = year_of(edition.facts_data)
    return {"year_url": reverse("targets_year", args=[year])} if year else {}
