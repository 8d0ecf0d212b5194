"""/targets/: what the town promised for a year and how far it is, derived from what is public now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.models import Edition
from audit.models.edition import being_corrected
from disclosure.board import board_page

from .editions import Year, address, file_addresses, live_years, numbered
from .rows import WORDS, Step
from .sheet import Card, card, sentence, tiles

COLUMN = "work-targets"


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """The newest year there is."""
    years = live_years()
    return _page(request, next(iter(years.values()), None), years)


@require_safe
def targets_year(request: HttpRequest, year: int) -> HttpResponse:
    years = live_years()
    if year not in years:
        raise Http404
    return _page(request, years[year], years)


def _page(request: HttpRequest, own: Year | None, years: dict[int, Year]) -> HttpResponse:
    title = f"{own.year}年的工作目标" if own else "工作目标"
    context = {
        "own": own,
        "title": title,
        "being_corrected": being_corrected(*own.papers) if own else [],
        "years": [
            {"year": one, "url": reverse("targets_year", args=[one]), "current": own is not None and one == own.year}
            for one in years
        ],
        **(year_context(own) if own else {}),
    }
    return render(request, "public/targets.html", context | board_page(request, title, COLUMN))


def year_context(own: Year) -> dict:
    """Everything the page says of a year: counts, cards (late ones first), the papers it is drawn from."""
    quarter = own.newest
    edition, rows = own.quarters[quarter] if quarter else (None, [])
    cards = _cards(own, edition, rows)
    return {
        "quarter": quarter,
        "sentence": sentence(rows, quarter) if quarter else "",
        "figures": tiles([row.state for row in rows], len(cards)),
        "late": [one for one in cards if one.shape == "late"],
        "cards": [one for one in cards if one.shape != "late"],
        "time_passed": quarter.time_passed if quarter else None,
        "papers": _papers(own),
    }


def _cards(own: Year, edition: Edition | None, rows: list[Step]) -> list[Card]:
    """In the order of the promise; what a quarter tells beyond it stands at the end."""
    by_name, promised = {row.matter: row for row in rows}, {target.matter for target in own.targets}
    proofs = numbered([name for row in rows for name in row.proofs])
    proofs |= file_addresses(edition) if edition else {}
    cards = [
        card(by_name.get(target.matter), target, proofs, _earlier(own, target.matter)) for target in own.targets
    ]  # fmt: skip
    return cards + [card(row, None, proofs, _earlier(own, row.matter)) for row in rows if row.matter not in promised]


def _earlier(own: Year, matter: str) -> list[dict]:
    """How it stood in each quarter that was told, the oldest first; one alone says nothing."""
    found = []
    for quarter in sorted(own.quarters):
        state = next((row.state for row in own.quarters[quarter][1] if row.matter == matter), "")
        if state in WORDS:
            found.append({"quarter": quarter.short, "word": WORDS[state][0], "shape": WORDS[state][1]})
    return found if len(found) > 1 else []


def _papers(own: Year) -> list[dict]:
    return [
        {
            "title": one.title, "url": address(one), "hung": bool(one.hung_at),
            "date": f"{timezone.localtime(one.published_at):%Y-%m-%d}" if one.published_at else "",
        }
        for one in own.papers
    ]  # fmt: skip
