"""我的村: /villages/ and /villages/<slug>/. What to bring, lists, money, whom to call, the board's three sections -
derived from live editions, in five queries whatever there is."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit import clock, seals
from audit.facts import records, value
from audit.models import Edition, Unit
from audit.models.edition import being_corrected
from audit.qr_code import qr
from disclosure.columns import Row, row_of
from disclosure.organisation import Profile, numbers, profile_in
from disclosure.structure import registered
from disclosure.tree import Node, tree_of
from disclosure.village_finance.sheet import KIND as FINANCE
from disclosure.village_finance.sheet import told_shortly
from services_center import guide_facts
from services_center.directory import Entry, agents, entry_of
from services_center.models import BoardMatter
from services_center.village_board import standing
from township_portal.home import light, village_panels

SECTION = "village-disclosure"  # the column all villages' columns stand under
OF_A_COLUMN, LISTS, NEWEST, GUIDES, FINANCES = 8, 8, 3, 8, 6
LIST = "person_list"
AGENT, OFFICE = "办事找代办员", "找村里"
HEAVY = ("body", "attachments", "plain_text", "salts", "digests")


def _villages() -> QuerySet[Unit]:
    return Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True)


@require_safe
def villages(request: HttpRequest) -> HttpResponse:
    """Every village: whom to call, and the way to its page."""
    request.section = "villages"  # type: ignore[attr-defined]
    known = {agent["村"]: agent for agent in agents()}
    panels = village_panels(_villages(), tree_of(request))
    for panel in panels:
        panel["agent"] = known.get(panel["unit"].short_name)
        panel["phones"] = numbers(panel["agent"]["电话"]) if panel["agent"] else ()
    context = {
        "panels": panels, "column": tree_of(request).by_slug.get(SECTION), "town_phone": settings.TOWN_PHONE,
        "breadcrumb": [("首页", reverse("home")), ("我的村", "")],
    }  # fmt: skip
    return render(request, "public/villages.html", context)


@require_safe
def village(request: HttpRequest, slug: str) -> HttpResponse:
    request.section = "villages"  # type: ignore[attr-defined]
    everywhere = list(_villages())
    unit = next((one for one in everywhere if one.slug == slug), None)
    if unit is None:
        raise Http404
    today, node = clock.local_date(clock.now()), tree_of(request).by_slug.get(slug)
    told = told_editions(unit)
    found = recent(unit, node)
    profile = profile_of(unit, told["unit_profile"])
    guides = done_here(unit, told["guide"], today)
    context = {
        "unit": unit, "others": everywhere, "node": node, "profile": profile,
        "calls": whom_to_call(unit, profile, told["agents"]),
        "guides": guides[:GUIDES], "guide_count": len(guides), "month": today.month,
        "lists": [row_of(edition) for edition in found if edition.kind == LIST][:LISTS],
        "money": newest_finance(told[FINANCE]),
        "being_corrected": being_corrected(*told["unit_profile"][:1], *told["agents"][:1]),
        "newest": newest(unit, found),
        "sections": three_sections(node, found, today),
        "qr": qr(request.build_absolute_uri(reverse("village", args=[slug]))), "today": today,
        "breadcrumb": [("首页", reverse("home")), ("我的村", reverse("villages")), (unit.short_name, "")],
    }  # fmt: skip
    return render(request, "public/village.html", context)


def told_editions(unit: Unit) -> dict[str, list[Edition]]:
    """Kind → live editions whose facts the page reads, the newest first. One query."""
    live = Edition.objects.live()
    finances = live.filter(kind=FINANCE, unit=unit).order_by("-published_at").values("pk")[:FINANCES]
    wanted = Q(kind__in=("guide", "agents")) | Q(kind="unit_profile", unit=unit) | Q(pk__in=finances)
    found: dict[str, list[Edition]] = {kind: [] for kind in ("guide", "agents", "unit_profile", FINANCE)}
    for edition in (
        live.with_hung().filter(wanted).select_related("unit", "publication").defer(*HEAVY).order_by("-published_at")
    ):
        found[edition.kind].append(edition)
    return found


def recent(unit: Unit, node: Node | None) -> list[Edition]:
    """The newest of each column that are the village's, stand below its column, or are lists of persons that name it;
    newest first, without content. One query."""
    named = seals.canonical(unit.short_name)  # as a cell or a label stands in the sealed text
    wanted = Q(unit=unit) | Q(kind=LIST, facts__contains=named)
    if node:
        wanted |= Q(column__path__startswith=node.column.path)
    by_column = Window(RowNumber(), partition_by=F("column_id"), order_by=F("published_at").desc())
    ranked = Edition.objects.live().filter(wanted).annotate(rank=by_column).filter(rank__lte=OF_A_COLUMN)
    return list(light(Edition.objects.filter(pk__in=ranked.values("pk"))).order_by("-published_at"))


def done_here(unit: Unit, guides: Iterable[Edition], today: date) -> list[Entry]:
    """Guides that can be done in the village; those of the season first, then by name."""
    entries = [entry for entry in map(entry_of, guides) if entry.done_in(unit.short_name)]
    return sorted(entries, key=lambda one: (not guide_facts.in_season(one.months, today), one.letter, one.title))


def profile_of(unit: Unit, found: list[Edition]) -> Profile:
    return profile_in(found[0].facts_data) if found else registered(unit)


def whom_to_call(unit: Unit, profile: Profile, lists: list[Edition]) -> list[dict]:
    """In the order one would ring: the agent, the village, the hotline; a number stands there once."""
    agent = next((row for row in _agents(lists) if row.get("村") == unit.short_name), None)
    office = profile.phones[0].phones if profile.phones else numbers(unit.phone)
    calls = []
    if agent:
        told = "，".join(part for part in (agent.get("在哪里", ""), agent.get("什么时候在", "")) if part)
        calls.append({"who": AGENT, "name": agent["代办员"], "phones": numbers(agent["电话"]), "note": told})
    head = f"{profile.head_post or '负责人'} {profile.head}" if profile.head else ""
    calls.append({"who": OFFICE, "name": head, "phones": office, "note": profile.hours})
    calls.append(
        {"who": "都打不通", "name": "镇党政办", "phones": numbers(settings.TOWN_PHONE), "note": "也可以打 12345"}
    )
    return [call for call in calls if call["phones"]]


def _agents(lists: list[Edition]) -> list[dict[str, str]]:
    return records(lists[0].facts_data, "agents") if lists else []


def newest_finance(found: list[Edition]) -> dict | None:
    """The newest period's figures and where its page is."""
    last = latest(found)
    if last is None:
        return None
    return told_shortly(last.facts_data) | {"url": row_of(last).url, "title": last.title, "hung": bool(last.hung_at)}


def latest(found: list[Edition]) -> Edition | None:
    """Of a village's finances, those of the last period."""
    return max(found, key=lambda one: (value(one.facts_data, "period_until"), one.published_at), default=None)


def newest(unit: Unit, found: list[Edition]) -> list[Row]:
    """What the village itself published last; its profile is on the page already."""
    return [row_of(edition) for edition in own(unit, found)[:NEWEST]]


def own(unit: Unit, found: list[Edition]) -> list[Edition]:
    return [edition for edition in found if edition.unit_id == unit.pk and edition.kind != "unit_profile"]


def three_sections(node: Node | None, found: list[Edition], today: date) -> list[dict]:
    """党务、村务、财务: what must be posted when, and what is there. One query."""
    matters = list(BoardMatter.objects.in_force(today))
    found = [edition for edition in found if edition.kind != "unit_profile"]  # it says who they are, not what they did
    sections = []
    for key, label in BoardMatter.Section.choices:
        own = [one for one in matters if one.section == key]
        below = next((child for child in node.children if label in child.name), None) if node else None
        rows = [edition for edition in found if below and edition.column_id == below.column.pk]
        days = [timezone.localtime(edition.publication.first_published_at).date() for edition in rows]
        sections.append({
            "key": key, "label": label, "node": below, "matters": own, "rows": [row_of(edition) for edition in rows[:NEWEST]],
            "standing": standing(own, max(days, default=None), today),
        })  # fmt: skip
    return sections
