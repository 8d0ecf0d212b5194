"""/leaders/: who leads the town, for what, and whom to ask about which matter - from the live leadership alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.models.edition import being_corrected

from .board import board_page
from .structure import Structure, structure


@require_safe
def leaders(request: HttpRequest) -> HttpResponse:
    town = structure()
    context = {
        "structure": town,
        "cards": cards(town),
        "ask": whom_to_ask(town),
        "leadership": town.leadership,
        "being_corrected": being_corrected(town.leadership),
    }
    return render(request, "disclosure/leaders.html", context | board_page(request, "镇领导", "leaders"))


def cards(town: Structure) -> list[dict]:
    """Each leader with the photo's address and the units led."""
    return [
        {"leader": leader, "photo": town.photos.get(leader.photo, ""), "offices": town.under(leader)}
        for leader in town.leaders
    ]


def whom_to_ask(town: Structure) -> list[dict]:
    """分管工作找谁: a line a unit that somebody leads - first the unit, then who leads it."""
    return [{"office": office, "leader": leader} for office in town.offices for leader in office.led_by[:1]]
