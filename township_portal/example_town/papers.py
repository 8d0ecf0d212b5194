"""The example town's walls: what was public ten days before its last day hangs, what came later is still to be put up."""

from datetime import timedelta

from audit.clock import example_clock
from audit.models import Account
from township_portal.paper import records, walls
from township_portal.paper.models import Wall

from .stories import local

STILL_TO_POST = timedelta(days=10)


def hang(last_day: str, keeper: Account) -> int:
    """Papers printed and put up by the officer the day after they were published. Returns how many."""
    at = local(f"{last_day} 17:00")
    known = [edition for edition in walls.candidates(at) if edition.published_at < at - STILL_TO_POST]
    hung = 0
    for wall in Wall.objects.select_related("unit"):
        for edition in walls.wanted(wall, at, known):
            with example_clock(edition.published_at + timedelta(days=1)):
                paper = records.printed(keeper, edition, wall.size, 1, wall)
                records.posted(keeper, wall, paper, "up")
            hung += 1
    return hung
