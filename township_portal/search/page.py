"""The search page: a form that works without script, hits with their words marked, and a way on where nothing is found."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.characters import one_line
from audit.models import Edition, Unit
from audit.models.item import kinds
from disclosure.tree import Node, Tree, breadcrumb, tree_of

from . import offers
from .index import Narrow, find
from .words import LONGEST, hits, marked, snippet

YEARS_BACK = 6


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    tree, units = tree_of(request), list(Unit.objects.filter(is_active=True))
    query = one_line(request.GET.get("q", ""))[:LONGEST]
    narrow = narrowed(request, tree, units)
    found = find(query, whole(request.GET.get("page", "")), narrow)
    offered = offers.offer(query, found, narrow, tree, units)
    context = {
        "q": query,
        "found": found,
        "rows": [row_of(edition, found.words) for edition in found.editions],
        "choices": choices(tree, units, narrow),
        "chosen": chosen(query, narrow),
        "everywhere_url": _address(query, Narrow()) if narrow else "",
        "newer_url": _address(query, narrow, found.page - 1) if found.page > 1 else "",
        "older_url": _address(query, narrow, found.page + 1) if found.page < found.page_count else "",
        "offers": offered,
        "breadcrumb": breadcrumb([], "搜索"),
        "town_phone": settings.TOWN_PHONE,
    }
    return render(request, "public/search.html", context)


def whole(text: str, default: int = 1) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else default


def narrowed(request: HttpRequest, tree: Tree, units: list[Unit]) -> Narrow:
    """What the address narrows by; what it does not know is left out."""
    node = tree.by_slug.get(request.GET.get("column", ""))
    year, kind = request.GET.get("year", ""), request.GET.get("kind", "")
    return Narrow(
        column=node.column if node else None,
        unit=next((unit for unit in units if unit.slug == request.GET.get("unit")), None),
        year=year if re.fullmatch(r"20[0-9]{2}", year) else "",
        kind=kind if kind in kinds() else "",
    )


def choices(tree: Tree, units: list[Unit], narrow: Narrow) -> list[dict]:
    """The four selects: name, label, rows of value, label, chosen."""
    this_year = timezone.localdate().year
    years = {str(number) for number in range(this_year, this_year - YEARS_BACK, -1)} | ({narrow.year} - {""})
    columns = [(node.slug, "　" * depth + node.name) for root in tree.roots for node, depth in _two_deep(root)]
    if narrow.column and narrow.column.slug not in dict(columns):
        columns.append((narrow.column.slug, narrow.column.name))
    told = [
        ("column", "栏目", columns, narrow.column.slug if narrow.column else ""),
        ("unit", "单位", [(unit.slug, unit.short_name) for unit in units], narrow.unit.slug if narrow.unit else ""),
        ("year", "年份", [(year, f"{year}年") for year in sorted(years, reverse=True)], narrow.year),
        ("kind", "种类", sorted({kind: model.KIND_LABEL for kind, model in kinds().items()}.items()), narrow.kind),
    ]
    return [
        {"name": name, "label": label, "rows": [(value, said, value == now) for value, said in rows]}
        for name, label, rows, now in told
    ]


def _two_deep(root: Node) -> list[tuple[Node, int]]:
    return [(root, 0), *((child, 1) for child in root.children)]


def chosen(query: str, narrow: Narrow) -> list[tuple[str, str]]:
    """What is narrowed by, each with the address that leaves it away."""
    told = {
        "column": narrow.column.name if narrow.column else "",
        "unit": narrow.unit.short_name if narrow.unit else "",
        "year": f"{narrow.year}年" if narrow.year else "",
        "kind": kinds()[narrow.kind].KIND_LABEL if narrow.kind else "",
    }
    empty = {"column": None, "unit": None, "year": "", "kind": ""}
    return [
        (label, _address(query, Narrow(**(vars(narrow) | {name: empty[name]}))))
        for name, label in told.items()
        if label
    ]


def row_of(edition: Edition, words: list[str]) -> dict:
    text = edition.plain_text.removeprefix(edition.title).replace("\n", " ").strip()
    file = None
    if not hits(text, words) and not hits(edition.title, words):
        entry = getattr(edition, "search_entry", None)
        file = next((file for file in (entry.files if entry else []) if hits(file["text"], words)), None)
    said = file["text"].replace("\n", " ") if file else text
    return {
        "title": marked(edition.title, words),
        "number": edition.publication.slug,
        "snippet": marked(snippet(said, words), words),
        "file": file["name"] if file else "",
        "hung": bool(edition.hung_at),
        "date": timezone.localtime(edition.publication.first_published_at).date(),
        "unit": edition.unit.short_name,
        "column": edition.column.name,
    }


def _address(query: str, narrow: Narrow, page: int = 1) -> str:
    asked = QueryDict(mutable=True)
    values = {
        "q": query, "column": narrow.column.slug if narrow.column else "",
        "unit": narrow.unit.slug if narrow.unit else "", "year": narrow.year, "kind": narrow.kind,
        "page": page if page > 1 else "",
    }  # fmt: skip
    for name, value in values.items():
        if value:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"
