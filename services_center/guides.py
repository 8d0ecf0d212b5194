"""What residents read of the service centre: all matters, one matter, and the sheet to take along.

A guide's own address is /services/<slug>/; its item page shows the same text and names this one as the right address.
Where a file is served and what stands where an item was comes with the address (`township_portal/public_urls.py`):
this app knows no other.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit import clock
from audit.models import Edition, Unit
from audit.models.edition import being_corrected
from audit.page import Page, page_of
from audit.qr_code import qr

from . import directory, guide_choice, guide_facts
from .directory import Entry
from .models import LifeEvent

SECTION = "convenience"  # the entry of the menu these pages stand under
SOUGHT, RELATED = 6, 5
WAYS = (("event", "按什么事找"), ("office", "按单位找"), ("village", "村里能办的"), ("letter", "按拼音找"))
Chosen = dict[str, str]


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [("首页", reverse("home")), ("便民服务", reverse("services")), *steps]


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    request.section = SECTION  # type: ignore[attr-defined]
    today = clock.local_date(clock.now())
    found = directory.entries()
    events = [
        {"event": event, "entries": [entry for entry in found if event.name in entry.events]}
        for event in LifeEvent.objects.in_force(today)
    ]
    context = {
        "events": [one for one in events if one["entries"]],
        "sought": directory.most_sought(found, today, SOUGHT),
        "season": [entry for entry in found if guide_facts.in_season(entry.months, today)],
        "month": today.month,
        "total": len(found),
        "ways": _ways("event"),
        "agents": directory.agents(),
        "breadcrumb": [*trail()[:-1], ("便民服务", "")],
        "town_phone": settings.TOWN_PHONE,
    }
    return render(request, "services_center/matters.html", context)


@require_safe
def by(request: HttpRequest, how: str) -> HttpResponse:
    """All guides in another order: by office, by village, by letter."""
    request.section = SECTION  # type: ignore[attr-defined]
    grouped = {"office": _by_office, "village": _by_village, "letter": _by_letter}.get(how)
    if grouped is None:
        raise Http404
    label = dict(WAYS)[how]
    context = {
        "groups": grouped(directory.entries()), "how": how, "label": label, "ways": _ways(how),
        "breadcrumb": trail((label, "")), "town_phone": settings.TOWN_PHONE,
    }  # fmt: skip
    return render(request, "services_center/by.html", context)


def _ways(current: str) -> list[dict]:
    return [
        {
            "label": label,
            "url": reverse("services") if how == "event" else reverse("services_by", args=[how]),
            "current": how == current,
        }
        for how, label in WAYS
    ]


def _by_office(found: list[Entry]) -> list[dict]:
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in={entry.unit_slug for entry in found})}
    ordered = sorted(found, key=lambda entry: (units[entry.unit_slug].order, entry.unit_slug))
    return [
        {
            "key": slug,
            "name": units[slug].name,
            "note": units[slug].address,
            "phone": units[slug].phone,
            "entries": list(group),
        }
        for slug, group in groupby(ordered, key=lambda entry: entry.unit_slug)
    ]


def _by_village(found: list[Entry]) -> list[dict]:
    agents = {agent["村"]: agent for agent in directory.agents()}
    groups = []
    for village in Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True):
        agent = agents.get(village.short_name, {})
        told = "，".join(part for part in (agent.get("在哪里", ""), agent.get("什么时候在", "")) if part)
        groups.append({
            "key": village.slug, "name": village.short_name, "entries": [e for e in found if e.done_in(village.short_name)],
            "note": f"代办员 {agent['代办员']}　{told}" if agent else "", "phone": agent.get("电话", village.phone),
        })  # fmt: skip
    return groups


def _by_letter(found: list[Entry]) -> list[dict]:
    ordered = sorted(found, key=lambda entry: entry.letter)
    return [
        {"key": f"letter-{letter if letter != '#' else 'others'}", "name": letter, "entries": list(group)}
        for letter, group in groupby(ordered, key=lambda entry: entry.letter)
    ]


def chosen(facts: list, given: QueryDict) -> Chosen:
    """The answers in an address, those the guide still asks for."""
    questions = guide_choice.questions_of(guide_facts.rows(facts, "questions"))
    return guide_choice.kept(questions, given.getlist("a"))


def asked(answers: Chosen) -> str:
    """The part of an address that carries the answers, with its question mark; "" without any."""
    made = QueryDict(mutable=True)
    made.setlist("a", list(answers.values()))
    return f"?{made.urlencode()}" if answers else ""


def choices(own: dict, address: str, answers: Chosen) -> list[dict]:
    """The questions with the address each answer leads to; choosing one again takes it back."""
    found = []
    for question in own["questions"]:
        picked = answers.get(question.words)
        without = {words: answer for words, answer in answers.items() if words != question.words}
        found.append({
            "words": question.words, "picked": picked, "again": f"{address}{asked(without)}#bring",
            "answers": [
                {"words": answer.words, "url": f"{address}{asked({**without, question.words: answer.words})}#bring",
                 "current": answer.words == picked}
                for answer in question.answers
            ],
        })  # fmt: skip
    return found


def narrowed(page: Page, edition: Edition, answers: Chosen) -> dict:
    """The guide's part of the page for who answered so."""
    return guide_facts.sheet(edition.facts_data, answers) if answers else page.own


@require_safe
def guide(request: HttpRequest, slug: str, tombstone: Callable, address_in: Callable) -> HttpResponse:
    request.section = SECTION  # type: ignore[attr-defined]
    edition = directory.live_guide(slug)
    if edition is None:
        return tombstone(request, number_of_gone(slug))
    page = page_of(edition, file_address=address_in(edition))
    answers = chosen(edition.facts_data, request.GET)
    own, address = narrowed(page, edition, answers), reverse("guide", args=[slug])
    url = request.build_absolute_uri(address)
    context = {
        "page": replace(page, own=own | {"choices": choices(own, address, answers)}), "edition": edition,
        "sheet_url": reverse("guide_sheet", args=[slug]) + asked(answers), "canonical": url, "qr": qr(url + asked(answers)),
        "agents": directory.agents() if guide_facts.value(edition.facts_data, "villages") else [],
        "related": related(edition.facts_data), "number": edition.registered.slug,
        "being_corrected": being_corrected(edition), "breadcrumb": trail((edition.title, "")),
    }  # fmt: skip
    return render(request, "services_center/guide.html", context)


def number_of_gone(slug: str) -> str:
    """The index number of what was public under the address and is not any more; 404 where nothing ever was."""
    gone = Edition.objects.tombstones().filter(kind="guide", item__guide__slug=slug).select_related("publication")
    edition = gone.without_content().order_by("-number").first()
    if edition is None:
        raise Http404
    return edition.registered.slug


def related(facts: list) -> list[dict]:
    """The live ones of the guides often wanted together, as title and address."""
    slugs = guide_facts.value(facts, "related").split()[:RELATED]
    if not slugs:
        return []
    live = (
        Edition.objects.live()
        .with_hung()
        .filter(kind="guide", item__guide__slug__in=slugs)
        .select_related("item__guide")
    )
    found = {edition.item.guide.slug: edition for edition in live.without_content()}
    return [
        {"title": found[slug].title, "url": reverse("guide", args=[slug]), "hung": bool(found[slug].hung_at)}
        for slug in slugs
        if slug in found
    ]


@require_safe
def guide_sheet(request: HttpRequest, slug: str, tombstone: Callable) -> HttpResponse:
    """我要带什么: one page to print, for the answers in the address."""
    edition = directory.live_guide(slug)
    if edition is None:
        return tombstone(request, number_of_gone(slug))
    answers = chosen(edition.facts_data, request.GET)
    own = guide_facts.sheet(edition.facts_data, answers)
    back = reverse("guide", args=[slug]) + asked(answers)
    context = sheet_context(edition, own, answers) | {
        "back": back, "qr": qr(request.build_absolute_uri(back)), "agents": directory.agents(), "breadcrumb": trail(),
    }  # fmt: skip
    return render(request, "services_center/sheet.html", context)


def sheet_context(edition: Edition, own: dict, answers: Chosen) -> dict:
    """What the printed sheet shows; the window's has its own papers ticked."""
    return {
        "edition": edition, "own": own, "chosen": answers, "unit": edition.unit,
        "hung_at": edition.hung_at, "checked": edition.meta_data.get("formed_on", ""), "number": edition.registered.slug,
    }  # fmt: skip
