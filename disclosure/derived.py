"""What a kind's public page shows besides its own sealed facts: derived, at each reading, from other live editions.

Reviewers and earlier texts see the sealed part alone; nothing derived is ever sealed.
"""

from collections.abc import Callable
from dataclasses import replace

from audit.models import Edition
from audit.page import Page

from .emergency import strip
from .emergency.editions import NOTICE as EMERGENCY
from .finance import beside as finance
from .finance.budgets import BUDGET
from .finance.editions import QUARTERLY
from .targets.editions import PROGRESS, TARGETS, beside_item
from .timed.naming import RESULT_OF, beside_notice, beside_result
from .village_finance.sheet import KIND as VILLAGE

DERIVED: dict[str, Callable[[Edition], dict]] = {
    EMERGENCY: strip.beside,
    QUARTERLY: finance.of_quarter,
    BUDGET: finance.of_budget,
    VILLAGE: finance.of_village,
    TARGETS: beside_item,
    PROGRESS: beside_item,
    **dict.fromkeys(RESULT_OF, beside_notice),
    **dict.fromkeys(RESULT_OF.values(), beside_result),
}


def with_derived(page: Page, edition: Edition) -> Page:
    """The page with what its kind derives added to the sheet's own context."""
    more = DERIVED.get(edition.kind)
    return replace(page, own=page.own | more(edition)) if more and page.own else page
