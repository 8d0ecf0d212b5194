"""/board/: the township's notice board on one page - leaders, departments, phones, finance, targets. Derived, all of it."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit import clock
from audit.models import Edition

from .columns import meta_tags, row_of
from .own_pages import address
from .structure import ALL_DAY, structure
from .tree import Node, tree_of

NEWEST = 5
# heading, column whose newest items stand there, who answers, name of its own page where there is one
PANELS = (
    ("财政收支", "finance-information", "财政所", "finance", "图表和明细"),
    ("今年要办的事", "work-targets", "党政办", "targets", "全部目标"),
)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    town, tree = structure(), tree_of(request)
    nodes = [(panel, tree.by_slug.get(panel[1])) for panel in PANELS]
    newest = newest_below([node for _, node in nodes if node])
    context = {
        "structure": town,
        "today": clock.local_date(clock.now()),
        "panels": [_panel(panel, node, newest) for panel, node in nodes],
        "hotlines": ALL_DAY,
        "groups": town.groups(),
        "being_corrected": town.being_corrected,
    }
    return render(request, "disclosure/board.html", context | board_page(request, "公开栏", own=True))


def _panel(panel: tuple, node: Node | None, newest: list[Edition]) -> dict:
    title, _, responsible, name, label = panel
    rows = [edition for edition in newest if node and edition.column.path.startswith(node.column.path)]
    url = address(name) or (node.url if node else "")
    return {
        "title": title,
        "url": url,
        "label": label if address(name) else "全部",
        "responsible": responsible,
        "rows": [
            {"title": row.title, "url": row.url, "date": f"{edition.published_at:%Y-%m-%d}", "hung": row.hung}
            for edition in rows[:NEWEST]
            for row in [row_of(edition)]
        ],
        "empty": {"title": "现在没有公开的信息", "text": f"由{responsible}负责公开。问：{settings.TOWN_PHONE}"},
    }


def newest_below(nodes: list[Node]) -> list[Edition]:
    """The newest live editions of several columns with what is under them; one query."""
    wanted = Q(pk__in=[])
    for node in nodes:
        wanted |= Q(column__path__startswith=node.column.path)
    found = Edition.objects.live().with_hung().filter(wanted).select_related("publication", "unit", "column")
    return list(found.without_content().defer("summary").order_by("-published_at")[: NEWEST * 8])


def board_page(request: HttpRequest, last: str, column: str = "", *, own: bool = False) -> dict:
    """What every page of the board says of its place: the trail, the menu's entry, the column's tags."""
    request.section = "board"  # type: ignore[attr-defined]
    steps = [("首页", reverse("home")), *([] if own else [("公开栏", reverse("board"))]), (last, "")]
    node = tree_of(request).by_slug.get(column) if column else None
    return {"breadcrumb": steps, "node": node, "hotlines": ALL_DAY} | (meta_tags(node) if node else {})
