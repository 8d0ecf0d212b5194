"""The residents' frame: the six entries and the links in the foot, made from the columns there are; the site map."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from disclosure.tree import Node, Tree, breadcrumb, counts, tree_of

# The entries a township's site leads with, where these columns exist; the first other roots fill up to six.
ENTRIES = (
    ("notices", "government"), ("government-information", "government"), ("convenience", "service"),
    ("village-disclosure", "plain"), ("supervision", "government"),
)  # fmt: skip
MOST = 5


def frame(request: HttpRequest) -> dict:
    """Context processor. Lazy: staff pages, which show no menu, never ask the database for it."""
    return {
        "menu": SimpleLazyObject(lambda: _or(lambda: menu(request), [home_entry(request)])),
        "foot_find": SimpleLazyObject(lambda: _or(lambda: foot_find(tree_of(request)), [])),
        "foot_about": [
            ("网站地图", reverse("columns")),
            ("站内搜索", reverse("search")),
            ("订阅和接口", reverse("api")),
        ],
    }


def _or(make: Callable[[], list], instead: list) -> list:
    """The frame stands around error pages too: without a database it has fewer links, not another error."""
    try:
        return make()
    except DatabaseError:
        return instead


def home_entry(request: HttpRequest) -> dict:
    return {"label": "首页", "url": reverse("home"), "current": getattr(request, "section", "") == "home"}


def menu(request: HttpRequest) -> list[dict]:
    tree, current = tree_of(request), getattr(request, "section", "")
    chosen = [(tree.by_slug[slug], voice) for slug, voice in ENTRIES if slug in tree.by_slug]
    slugs = {node.slug for node, _ in chosen}
    others = [(root, "government") for root in tree.roots if root.slug not in slugs]
    entries = [home_entry(request)]
    for node, voice in [*chosen, *others[: MOST - len(chosen)]]:
        entries.append({"label": node.name, "url": node.url, "current": current == node.slug, "voice": voice})
    return entries


def foot_find(tree: Tree) -> list[tuple[str, str]]:
    links = [
        ("12345 热线", "tel:12345"),
        ("我为政府网站找错", "https://zfwzgl.www.gov.cn/"),
        ("部门电话", reverse("phones")),
    ]
    asked = tree.by_slug.get("on-request")
    return [*links, (asked.name, asked.url)] if asked else links


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public column on one page, with how many items each holds."""
    tree = tree_of(request)
    shown = counts(tree.by_id.values())

    def branch(node: Node) -> dict:
        return {
            "node": node,
            "count": shown.get(node.column.pk, 0),
            "children": [branch(child) for child in node.children],
        }

    context = {
        "roots": [branch(root) for root in tree.roots],
        "breadcrumb": breadcrumb([], "网站地图"),
        "site_name": settings.SITE_NAME,
    }
    return render(request, "public/site_map.html", context)
