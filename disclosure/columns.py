"""A column's page: permanent numbering from the oldest, the newest twenty to thirty-nine at the column's address.

Page 1 holds positions 1-20 for ever; a withdrawn item keeps its slot. `/columns/<slug>/` shows the newest full
page together with what came after it, so no link to a page ever rots and only the newest page changes.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Max
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit import clock
from audit.models import Column, Edition, Placement
from audit.models.edition import being_corrected
from audit.models.item import urgent_kinds
from disclosure.models import Statement
from disclosure.own_pages import own_page
from disclosure.situation import Situation, statements
from disclosure.tombstone import title_of
from disclosure.tree import Node, breadcrumb, counts, tree_of

PER_PAGE = 20
CYCLES = {
    "as_needed": "有变动就更新", "daily": "每天", "weekly": "每周", "monthly": "每月", "quarterly": "每季度",
    "half_yearly": "每半年", "yearly": "每年",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of a column: an item as residents see it now, or where it was before it was withdrawn."""

    position: int
    title: str
    url: str
    first_published_at: object
    unit: str
    until: str  # 公示至 YYYY-MM-DD
    corrected: str  # MM-DD of the correction, "" without
    state: str
    kind: str = ""
    hung: bool = False  # the page says “本信息正在更正”
    moved_to: str = ""  # name of the column a later edition went to

    @property
    def urgent(self) -> str:
        return urgent_kinds().get(self.kind, "")

    @property
    def gone(self) -> bool:
        return self.state != "published"


def row_of(edition: Edition, position: int = 0, listed_in: Column | None = None) -> Row:
    """edition: read `with_hung()`. listed_in: the column whose list it is; asks for `edition.column`."""
    meta = edition.meta_data
    local = timezone.localtime
    return Row(
        position=position,
        title=title_of(edition),
        url=reverse("item", args=[edition.registered.slug]),
        first_published_at=local(edition.registered.first_published_at),
        unit=edition.unit.short_name,
        until=f"{edition.expires_on:%Y-%m-%d}" if edition.expires_on else "",
        corrected=f"{local(edition.published_at):%m-%d}" if meta.get("correction_note") else "",
        state=edition.public_state,
        kind=edition.kind,
        hung=bool(edition.hung_at),
        moved_to=edition.column.name if listed_in and not edition.column.path.startswith(listed_in.path) else "",
    )


def rows_between(node: Node, first: int, last: int) -> list[Row]:
    """The column's positions first..last, newest first; where nothing may be said of an item, no row."""
    shown = (
        (Edition.objects.live() | Edition.objects.tombstones())
        .filter(item__placements__column=node.column, item__placements__position__range=(first, last))
        .annotate(position=F("item__placements__position"))
        .with_hung()
        .select_related("publication", "unit", "column", "moved_by__words")
        .without_content()
        .defer("summary")
        .order_by("position", "number")
    )
    newest: dict[int, Edition] = {}
    for edition in shown:
        known = newest.get(edition.position)
        if known is None or known.public_state != "published":
            newest[edition.position] = edition
    return [row_of(edition, position, node.column) for position, edition in sorted(newest.items(), reverse=True)]


def full_pages(node: Node) -> int:
    return max(node.last // PER_PAGE, 1)


@require_safe
def column(request: HttpRequest, slug: str) -> HttpResponse:
    node = find_column(request, slug)
    first = (full_pages(node) - 1) * PER_PAGE + 1
    return _page(request, node, full_pages(node), first, node.last)


@require_safe
def column_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    node = find_column(request, slug)
    if number < 1 or (number - 1) * PER_PAGE >= max(node.last, 1):
        raise Http404
    if number * PER_PAGE > node.last:  # not full yet: it grows at the column's own address
        return redirect("column", slug=slug)
    return _page(request, node, number, (number - 1) * PER_PAGE + 1, number * PER_PAGE, fixed=True)


def find_column(request: HttpRequest, slug: str) -> Node:
    node = tree_of(request).by_slug.get(slug)
    if node is None:
        raise Http404
    request.section = node.root.slug  # type: ignore[attr-defined]
    return node


def _page(request: HttpRequest, node: Node, number: int, first: int, last: int, *, fixed: bool = False) -> HttpResponse:
    rows = rows_between(node, first, last) if last else []
    side = side_of(request, node)
    shown = counts([node, *node.children, *side])
    statement = statement_of(node, rows)
    context = {
        "node": node,
        "rows": rows,
        "statement": statement,
        "own_page": own_page(node),
        "being_corrected": being_corrected(statement.edition) if statement else [],
        "total": shown.get(node.column.pk, 0),
        "children": [{"node": child, "count": shown.get(child.column.pk, 0)} for child in node.children],
        "side_title": node.root.name if node.root.children else "全部栏目",
        "side": [{"node": near, "count": shown.get(near.column.pk, 0)} for near in side],
        "tiles": tiles(node),
        "breadcrumb": breadcrumb(node.trail, f"第 {number} 页" if fixed else ""),
        "years": years(node) if full_pages(node) > 1 else [],
        "pages": pages(node, number),
        "page_count": full_pages(node),
        "fixed": number if fixed else 0,
        "older_url": page_url(node, number - 1) if number > 1 else "",
        "newer_url": page_url(node, number + 1) if fixed else "",
        "today": clock.local_date(clock.now()),
        "town_phone": settings.TOWN_PHONE,
    }
    return render(request, "public/column.html", context | meta_tags(node))


def statement_of(node: Node, rows: list[Row]) -> Situation | None:
    """The newest situation statement live in the column, where its list holds nothing else: why it stands empty."""
    live = {row.kind for row in rows if not row.gone}
    if live != {Statement.KIND}:
        return None
    return statements(Edition.objects.live().filter(column=node.column)).get(node.column.pk)


def page_url(node: Node, number: int) -> str:
    if number >= full_pages(node):
        return node.url
    return reverse("column_page", args=[node.slug, number])


def pages(node: Node, current: int) -> list[dict]:
    """Newest first, with a gap: 14 13 12 … 1."""
    top = full_pages(node)
    if top == 1:
        return []
    wanted = sorted({1, top, *(n for n in range(current - 2, current + 3) if 1 <= n <= top)}, reverse=True)
    found: list[dict] = []
    for place, number in enumerate(wanted):
        if place and wanted[place - 1] - number > 1:
            found.append({"gap": True})
        found.append({"number": number, "url": page_url(node, number), "current": number == current})
    return found


def years(node: Node) -> list[dict]:
    """Each year of first publication, newest first, with the page where its newest item stands."""
    placed = Placement.objects.filter(column=node.column)
    by_year = (
        placed.annotate(year=Substr("item__publication__month", 1, 4))
        .values_list("year")
        .annotate(Max("position"))
        .order_by("-year")
    )
    return [{"year": year, "url": f"{page_url(node, -(-position // PER_PAGE))}#y{year}"} for year, position in by_year]


def side_of(request: HttpRequest, node: Node) -> list[Node]:
    """The tree beside the list: the root's branches, and the branch this column is in opened."""
    root, found = node.root, []
    if not root.children:
        return tree_of(request).roots
    open_nodes = set(map(id, node.trail))

    def walk(parent: Node) -> None:
        for child in parent.children:
            found.append(child)
            if id(child) in open_nodes:
                walk(child)

    walk(root)
    return found


def tiles(node: Node) -> list[dict]:
    """Four plain facts: who, how often, how soon, by which rule."""
    column, unit = node.column, node.column.responsible_unit
    limit = (
        f"形成后 {column.time_limit} 个{column.get_time_limit_unit_display()}内" if column.time_limit else "及时公开"
    )
    return [
        {"label": "责任单位", "value": unit.short_name if unit else "党政办"},
        {"label": "多久更新一次", "value": CYCLES.get(column.update_cycle, column.update_cycle) or "有变动就更新"},
        {"label": "多久内公开", "value": limit},
        {"label": "依据", "value": column.legal_basis or "《政府信息公开条例》"},
    ]


PLATFORM = "government-information"  # the column 政府信息公开, whose page is /disclosure/


def open_section(request: HttpRequest) -> Node | None:
    """The node of 政府信息公开, marked as the section the page belongs to; None where the tree has none."""
    node = tree_of(request).by_slug.get(PLATFORM)
    if node:
        request.section = node.root.slug  # type: ignore[attr-defined]
    return node


def meta_tags(node: Node, page: str = "") -> dict:
    """What 国办函 on page tags wants of a column page; none is ever empty. page: its name, where the page is none of
    the column's own list but stands under it."""
    column = node.column
    words = [page, column.name, *column.content_elements]
    told = "" if page else column.description
    return {
        "column_name": page or column.name,
        "column_description": told or f"{settings.TOWN_NAME}{page or column.name}公开信息",
        "column_keywords": ",".join(dict.fromkeys(word for word in words if word)),
        "column_type": node.root.name,
    }
