"""The home page is the notice board: panels made from what is published and from the units, nothing else."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from audit import clock
from audit.models import Edition, Unit
from disclosure.columns import Row, row_of
from disclosure.emergency import strip
from disclosure.emergency.editions import NOTICE as EMERGENCY
from disclosure.tree import Node, Tree, counts, tree_of
from services_center.directory import Entry, entry_of
from township_portal import home_panels as panels
from township_portal.almanac import date_line

NEWEST, ON_NOTICE, CORRECTED, OF_A_ROOT, OF_A_VILLAGE, PHONES, GUIDES = 7, 5, 4, 4, 2, 7, 9
MOST_READ = 140
LOOK_BACK = 15  # positions read of each root column: some may be withdrawn
INFORMATION, VILLAGES = "government-information", "village-disclosure"
LEADING = ("policy", "news")
MONEY, SERVICES = "finance-information", "convenience"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    request.section = "home"  # type: ignore[attr-defined]
    tree, today = tree_of(request), clock.local_date(clock.now())
    units = list(Unit.objects.filter(is_active=True))
    by_root, guides = newest_by_root(tree)
    money = tree.by_slug.get(MONEY)
    on_notice, corrected, told = notices_and_corrections(today)
    information = tree.by_slug.get(INFORMATION)
    few = len(on_notice) < 4  # then corrections stand under them
    shown = counts([*tree.roots, *(information.children if information else [])])
    context = {
        "date_line": date_line(today),
        **told_panels(told, today),
        "total": sum(shown.get(root.column.pk, 0) for root in tree.roots),
        "on_notice": [notice_row(edition) for edition in on_notice[:ON_NOTICE]],
        "on_notice_more": [notice_row(edition) for edition in on_notice[ON_NOTICE:]],
        "on_notice_count": len(on_notice),
        "newest": newest_rows(by_root, today),
        "window": next((unit for unit in units if "便民服务" in unit.name), None),
        "guides": guides[:GUIDES],
        "money": _root_panel(money, by_root[money.column.pk], today) if money in tree.roots else None,
        "villages": village_panels([unit for unit in units if unit.kind == Unit.Kind.VILLAGE], tree),
        "panels": root_panels(tree, by_root, today),
        "information": information,
        "information_rows": [
            {"node": child, "count": shown.get(child.column.pk, 0)}
            for child in (information.children if information else [])
        ],
        "phones": [unit for unit in units if unit.kind == Unit.Kind.OFFICE and unit.phone][:PHONES],
        "phones_count": len([unit for unit in units if unit.phone]),
        "short_of_notices": few,
        "corrections": [correction_row(edition, today) for edition in corrected[: 2 if few else CORRECTED]],
        "to": {name: reverse(name) for name in ("columns", "services", "finance", "targets")},
        "nothing_new": {"title": "还没有公开的信息", "text": f"{today:%Y-%m-%d} 核对。公开的第一条会出现在这里。"},
        "nothing_corrected": {"title": "没有更正", "text": f"{today:%Y-%m-%d} 核对。公开过的信息改了，会列在这里。"},
        "today": today,
        "town_phone": settings.TOWN_PHONE,
    }
    return render(request, "public/home.html", context)


def told_panels(told: list[Edition], today: date) -> dict:
    """What is told out of facts: emergencies in force, the quarter's money, who leads, what was promised."""
    leading, promised = panels.leaders(told, today), panels.targets(told)
    return {
        "emergencies": strip.rows([one for one in told if one.kind == EMERGENCY], clock.now()),
        "quarterly": panels.money(told), "leading": leading, "promised": promised,
        "beside": bool(leading and promised),
    }  # fmt: skip


def light(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """For lists: without the content, with what a row names."""
    return editions.with_hung().select_related("publication", "unit").without_content().defer("summary")


def newest_by_root(tree: Tree) -> tuple[dict[int, list[Row]], list[Entry]]:
    """Column id of each root → its newest rows, by first publication; and the guides among them, as lists show them.
    One query over the last positions."""
    wanted = Q(pk__in=[])
    for root in tree.roots:
        places = {"column_id": root.column.pk, "position__gt": root.last - LOOK_BACK}
        wanted |= Q(**{f"item__placements__{name}": value for name, value in places.items()})
    found: dict[int, list[Row]] = {root.column.pk: [] for root in tree.roots}
    editions = light(Edition.objects.live().filter(wanted)).annotate(
        root=F("item__placements__column_id"), position=F("item__placements__position"),
        told=Case(When(kind="guide", then=F("facts")), default=Value(""), output_field=TextField()),
    )  # fmt: skip
    guides = []
    for edition in editions.order_by("-position"):
        node = tree.by_id.get(edition.column_id)
        if node and node.root.column.pk != edition.root:  # a later edition took it to another tree
            continue
        found[edition.root].append(row_of(edition, edition.position))
        if edition.told:
            edition.facts = edition.told
            guides.append(entry_of(edition))
    return found, guides


def newest_rows(by_root: dict[int, list[Row]], today: date) -> list[dict]:
    rows = sorted((row for rows in by_root.values() for row in rows), key=lambda row: row.first_published_at)
    return [
        {
            "title": row.title,
            "url": row.url,
            "hung": row.hung,
            "date": short(row.first_published_at.date(), today),
            "new": (today - row.first_published_at.date()).days <= 3,
        }
        for row in reversed(rows[-NEWEST:])
    ]


def notices_and_corrections(today: date) -> tuple[list[Edition], list[Edition], list[Edition]]:
    """What hangs until a day, soonest first; what was corrected, newest first; those whose facts the board tells,
    newest first. One query."""
    before = Edition.objects.filter(item_id=OuterRef("item_id"), number__lt=OuterRef("number"))
    recent = clock.now() - panels.RECENT
    telling = Q(kind__in=(EMERGENCY, panels.LEADERSHIP)) | Q(kind__in=panels.KINDS, published_at__gte=recent)
    found = light(Edition.objects.live()).annotate(
        corrected=Exists(before.filter(publication__isnull=False)), first=telling,
        told=Case(When(telling, then=F("facts")), default=Value(""), output_field=TextField()),
    )  # fmt: skip
    found = found.filter(Q(expires_on__gte=today) | Q(corrected=True) | telling)
    editions = list(found.order_by("-first", F("expires_on").desc(nulls_last=True), "-published_at")[:MOST_READ])
    told = [edition for edition in editions if edition.told]
    for edition in told:
        edition.facts = edition.told
    told.sort(key=lambda edition: edition.published_at, reverse=True)
    on_notice = [
        edition for edition in editions
        if edition.kind != EMERGENCY and edition.expires_on and edition.expires_on >= today
    ]  # fmt: skip
    on_notice.sort(key=lambda edition: (edition.expires_on, edition.pk))
    corrected = [edition for edition in editions if edition.corrected]
    corrected.sort(key=lambda edition: edition.published_at, reverse=True)
    return on_notice, corrected, told


def notice_row(edition: Edition) -> dict:
    unit = edition.unit
    ask = format_html('·有异议打 <span class="keep">{}</span>', unit.phone) if unit.phone else ""
    note = format_html("{}{}", unit.short_name, ask)
    stub = f"{edition.expires_on.month}·{edition.expires_on.day}"
    year = "" if edition.expires_on.year == clock.local_date(clock.now()).year else f"至{edition.expires_on.year}年"
    row = row_of(edition)
    return {"title": row.title, "url": row.url, "hung": row.hung, "note": note, "stub": stub, "stub_word": year}


def short(day: date, today: date) -> str:
    """The day in a list: the year is named where it is not this one."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def correction_row(edition: Edition, today: date) -> dict:
    day = timezone.localtime(edition.published_at).date()
    note = edition.meta_data.get("correction_note", "")
    row = row_of(edition)
    return {"title": row.title, "url": row.url, "hung": row.hung, "date": short(day, today), "note": note}


def root_panels(tree: Tree, by_root: dict[int, list[Row]], today: date) -> list[dict]:
    """The newest of each leading column, an even number of panels so that rows of the board close."""
    leading = [node for slug in LEADING if (node := tree.by_slug.get(slug)) and node.parent is None]
    leading = leading[: len(leading) // 2 * 2] or [root for root in tree.roots if root.slug != VILLAGES][:2]
    return [_root_panel(node, by_root[node.column.pk], today) for node in leading]


def _root_panel(node: Node, rows: list[Row], today: date) -> dict:
    unit = node.column.responsible_unit
    return {
        "node": node,
        "rows": [
            {
                "title": row.title,
                "url": row.url,
                "date": short(row.first_published_at.date(), today),
                "note": row.unit,
                "hung": row.hung,
            }
            for row in rows[:OF_A_ROOT]
        ],
        "responsible": unit.short_name if unit else "党政办",
        "empty": {"title": "这一栏现在没有公开的信息", "text": f"由{unit.name if unit else '党政办'}负责公开。"},
    }


def village_panels(villages: Iterable[Unit], tree: Tree) -> list[dict]:
    """Each village with its newest items, also the one that has none."""
    ranked = Window(RowNumber(), partition_by=F("unit_id"), order_by=F("published_at").desc())
    own = Edition.objects.live().filter(unit__in=villages).annotate(rank=ranked).filter(rank__lte=OF_A_VILLAGE)
    rows: dict[int, list[Row]] = {}
    for edition in light(Edition.objects.filter(pk__in=own.values("pk"))).order_by("unit_id", "-published_at", "-pk"):
        rows.setdefault(edition.unit_id, []).append(row_of(edition))
    return [{"unit": unit, "rows": rows.get(unit.pk, []), "node": tree.by_slug.get(unit.slug)} for unit in villages]
