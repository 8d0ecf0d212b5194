"""The residents' frame: the six entries and the links in the foot, made from the columns there are; the site map."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from disclosure.own_pages import address
from disclosure.tree import Node, Tree, breadcrumb, counts, tree_of

# label, address by name, or the column of that slug where this installation has no such page, voice
ENTRIES = (
    ("公开栏", "board", "", "government"), ("信息公开", "disclosure", "government-information", "government"),
    ("便民服务", "services", "convenience", "service"), ("我的村", "villages", "village-disclosure", "plain"),
    ("监督保障", "", "supervision", "government"),
)  # fmt: skip
# The entry a page stands under, by the root of its column; every other column belongs to 信息公开.
BELONGS = {
    "home": "首页", "board": "公开栏", "finance-information": "公开栏", "convenience": "便民服务",
    "villages": "我的村", "village-disclosure": "我的村", "supervision": "监督保障",
}  # fmt: skip


def frame(request: HttpRequest) -> dict:
    """Context processor. Lazy: staff pages, which show no menu, never ask the database for it."""
    return {
        "menu": SimpleLazyObject(lambda: _or(lambda: menu(request), [home_entry(request)])),
        "foot_find": SimpleLazyObject(lambda: _or(lambda: foot_find(tree_of(request)), [])),
        "foot_about": [
            ("网站地图", reverse("columns")),
            ("站内搜索", reverse("search")),
            ("公开目录", reverse("catalogue")),
            ("核对一张纸", reverse("verify")),
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
    tree, section = tree_of(request), getattr(request, "section", "")
    current = BELONGS.get(section, "信息公开") if section else ""
    entries = [home_entry(request)]
    for label, name, slug, voice in ENTRIES:
        if url := address(name) or (tree.by_slug[slug].url if slug in tree.by_slug else ""):
            entries.append({"label": label, "url": url, "current": current == label, "voice": voice})
    return entries


def foot_find(tree: Tree) -> list[tuple[str, str]]:
    links = [
        ("12345 热线", "tel:12345"),
        ("我为政府网站找错", "https://zfwzgl.www.gov.cn/"),
        ("部门电话", reverse("phones")),
    ]
    asked = [("依申请公开", reverse("ask"))] if "on-request" in tree.by_slug else []
    return [*links, ("镇领导", reverse("leaders")), *asked]


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
