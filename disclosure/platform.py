"""/disclosure/: 政府信息公开 as 国办公开办函〔2019〕61号 asks - guide, rules, statutory content, annual reports, and the way
to ask for what is not there. Every word on it is an item's, or counted from what is published.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit import clock, facts
from audit.models import Edition
from audit.models.edition import being_corrected
from audit.page import page_of
from disclosure.columns import Row, meta_tags, open_section, row_of
from disclosure.coverage import covered
from disclosure.holdings import holdings_of
from disclosure.interpretations import normative_files
from disclosure.items import address_in
from disclosure.models import Statement
from disclosure.tree import Node, breadcrumb, tree_of

GUIDE, RULES, STATUTORY, REPORTS, REQUEST = (
    "disclosure-guide", "disclosure-rules", "statutory-content", "annual-reports", "on-request",
)  # fmt: skip
NEWEST, LISTED, MOST = 8, 6, 120
YEAR = re.compile(r"(20\d\d)\s*年")


@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    root, today = open_section(request), clock.local_date(clock.now())
    by_slug = tree_of(request).by_slug
    nodes = {slug: by_slug[slug] for slug in (GUIDE, RULES, REPORTS, REQUEST) if slug in by_slug}
    rows = _rows(nodes)
    found = holdings_of(request)
    answers = covered(found, today)
    statutory = by_slug.get(STATUTORY)
    context = {
        "node": root,
        "guide": _entry(nodes.get(GUIDE), rows, 1),
        "rules": _entry(nodes.get(RULES), rows, LISTED),
        "reports": _entry(nodes.get(REPORTS), rows, MOST),
        "asking": _entry(nodes.get(REQUEST), rows, 1),
        "statutory": statutory,
        "statutory_children": [found.of(child) for child in statutory.children] if statutory else [],
        "years": years(rows.get(REPORTS, [])),
        "covered": sum(bool(row.count) or bool(row.explained) for row in answers),
        "asked": len(answers),
        "newest": _newest(root),
        "today": today,
        "breadcrumb": breadcrumb([], "政府信息公开"),
        "town_phone": settings.TOWN_PHONE,
    }
    return render(request, "public/disclosure.html", context | (meta_tags(root) if root else {}))


def _rows(nodes: dict[str, Node]) -> dict[str, list[Row]]:
    """The newest items of these columns, by slug. One query."""
    wanted = Q(pk__in=[])
    for node in nodes.values():
        wanted |= Q(column__path__startswith=node.column.path)
    editions = _light(Edition.objects.live().filter(wanted)).select_related("column")[:MOST]
    found: dict[str, list[Row]] = {}
    for edition in editions:
        slug = next(s for s, node in nodes.items() if edition.column.path.startswith(node.column.path))
        found.setdefault(slug, []).append(row_of(edition))
    return found


def _light(editions):
    rows = editions.with_hung().select_related("publication", "unit").without_content().defer("summary")
    return rows.order_by("-publication__first_published_at")


def _entry(node: Node | None, rows: dict[str, list[Row]], most: int) -> dict:
    return {"node": node, "rows": rows.get(node.slug, [])[:most] if node else []}


def years(rows: Iterable[Row]) -> list[dict]:
    """Reports by the year they are about: the title's, else the year before the one they were published in."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        named = YEAR.search(row.title)
        found.setdefault(int(named[1]) if named else row.first_published_at.year - 1, []).append(row)  # type: ignore[attr-defined]
    return [{"year": year, "rows": found[year]} for year in sorted(found, reverse=True)]


def _newest(root: Node | None) -> list[dict]:
    if root is None:
        return []
    live = Edition.objects.live().filter(column__path__startswith=root.column.path).exclude(kind=Statement.KIND)
    return [
        {
            "title": row.title,
            "url": row.url,
            "date": f"{row.first_published_at:%Y-%m-%d}",
            "note": row.unit,
            "hung": row.hung,
        }
        for row in map(row_of, _light(live)[:NEWEST])
    ]


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """依申请公开: the town's own words of how to apply, the form, whom to call."""
    root = open_section(request)
    node = tree_of(request).by_slug.get(REQUEST)
    live = Edition.objects.live().filter(column__path__startswith=node.column.path) if node else Edition.objects.none()
    editions = list(
        live.with_hung().select_related("publication", "unit").order_by("-publication__first_published_at")[:LISTED]
    )
    pages = [
        {"page": page_of(edition, file_address=address_in(edition)), "row": row_of(edition)} for edition in editions
    ]
    context = {
        "node": node,
        "first": pages[0] if pages else None,
        "being_corrected": being_corrected(*editions[:1]),
        "others": pages[1:],
        "town_phone": settings.TOWN_PHONE,
        "breadcrumb": breadcrumb([root] if root else [], node.name if node else "依申请公开"),
    }
    return render(request, "public/ask.html", context | (meta_tags(node) if node else {}))


@require_safe
def ask_form(request: HttpRequest) -> HttpResponse:
    """The application on one A4 page: the three things article 29 lets an office ask, and nothing else."""
    root = open_section(request)
    node = tree_of(request).by_slug.get(REQUEST)
    steps = [step for step in (root, node) if step]
    context = {"breadcrumb": breadcrumb(steps, "申请表"), "node": node}
    return render(request, "public/ask_form.html", context | (meta_tags(node, "政府信息公开申请表") if node else {}))


VALIDITY = (("valid", "现行有效"), ("amended", "已修改"), ("lapsed", "已废止"), ("", "没有标明"))


@require_safe
def validity(request: HttpRequest) -> HttpResponse:
    """Every normative document with whether it still holds, from the sealed facts."""
    root = open_section(request)
    groups: dict[str, list[dict]] = {}
    for edition in normative_files(tree_of(request), clock.local_date(clock.now())).select_related(
        "publication", "unit"
    ):
        row = _document(edition)
        groups.setdefault(row["key"], []).append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: row["formed_on"], reverse=True)
    context = {
        "groups": [
            {"key": key, "label": label, "rows": groups.get(key, [])} for key, label in VALIDITY if key in groups
        ],
        "counts": [{"label": label, "value": len(groups.get(key, []))} for key, label in VALIDITY if key],
        "today": clock.local_date(clock.now()),
        "town_phone": settings.TOWN_PHONE,
        "breadcrumb": breadcrumb([root] if root else [], "规范性文件有效性"),
    }
    return render(request, "public/validity.html", context | (meta_tags(root, "规范性文件有效性") if root else {}))


def _document(edition: Edition) -> dict:
    told, meta = edition.facts_data, edition.meta_data
    said = facts.value(told, "validity")
    key = {"现行有效": "valid", "有效": "valid", "已修改": "amended", "已废止": "lapsed"}.get(said, "")
    published = timezone.localtime(edition.registered.first_published_at)
    return {
        "key": key,
        "title": edition.title,
        "url": row_of(edition).url,
        "hung": bool(edition.hung_at),
        "number": meta.get("document_number", "") or "没有文号",
        "formed_on": meta.get("formed_on", ""),
        "published": f"{published:%Y-%m-%d}",
        "changed": facts.value(told, "lapsed_on") or facts.value(told, "amended_on"),
        "unit": edition.unit.short_name,
    }
