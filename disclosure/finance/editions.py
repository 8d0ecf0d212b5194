"""What is public now: the live editions of quarters and budgets, newest figures for each quarter."""

from dataclasses import dataclass

from audit.models import Edition

from .figures import Figures
from .quarters import Quarter
from .sealed import figures_of

QUARTERLY = "quarterly_finance"
MOST = 120  # thirty years of quarters


@dataclass(frozen=True)
class Published:
    """A quarter as residents read it now."""

    edition: Edition
    figures: Figures

    @property
    def quarter(self) -> Quarter:
        return self.figures.quarter


def live_quarters() -> dict[Quarter, Published]:
    """Every quarter that is public, from the newest; one query."""
    shown = Edition.objects.live().with_hung().filter(kind=QUARTERLY).select_related("publication")
    kept = shown.only(
        "item_id", "number", "kind", "title", "meta", "facts", "state", "expires_on", "published_at", "publication",
    )  # fmt: skip
    found: dict[Quarter, Published] = {}
    for edition in kept.order_by("-published_at")[:MOST]:
        figures = figures_of(edition.facts_data)
        if figures and figures.quarter not in found:
            found[figures.quarter] = Published(edition, figures)
    return dict(sorted(found.items(), reverse=True))


def live_quarter(quarter: Quarter, *, but=None) -> Published | None:
    """but: an item that is left out."""
    published = live_quarters().get(quarter)
    return None if published is None or published.edition.item_id == but else published
