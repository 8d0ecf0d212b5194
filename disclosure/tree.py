"""The tree of columns residents may know of, read in one query a request: menus, trails, counts are made from it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse

from audit.models import Column, Edition


@dataclass
class Node:
    """One public column with the public columns under it. last: the newest position given in it, 0 for none."""

    column: Column
    last: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.column.slug

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def url(self) -> str:
        return reverse("column", args=[self.column.slug])

    @property
    def trail(self) -> list["Node"]:
        """From the root down to this one."""
        return [*(self.parent.trail if self.parent else []), self]

    @property
    def root(self) -> "Node":
        return self.trail[0]


class Tree:
    """All public columns. A column below a hidden one is hidden too."""

    def __init__(self, columns: Iterable[Column]):
        self.by_id: dict[int, Node] = {}
        self.by_slug: dict[str, Node] = {}
        self.roots: list[Node] = []
        for column in sorted(columns, key=lambda column: column.depth):
            parent = self.by_id.get(column.parent_id) if column.parent_id else None
            if column.parent_id and parent is None:
                continue
            counter = getattr(column, "counter", None)
            node = Node(column, counter.last if counter else 0, parent)
            self.by_id[column.pk] = self.by_slug[column.slug] = node
            (parent.children if parent else self.roots).append(node)
        for siblings in (self.roots, *(node.children for node in self.by_id.values())):
            siblings.sort(key=lambda node: (node.column.order, node.column.pk))


def tree() -> Tree:
    return Tree(Column.objects.public().select_related("responsible_unit", "counter"))


def tree_of(request: HttpRequest) -> Tree:
    """The tree, read once a request."""
    if not hasattr(request, "column_tree"):
        request.column_tree = tree()  # type: ignore[attr-defined]
    return request.column_tree  # type: ignore[attr-defined]


def counts(nodes: Iterable[Node]) -> dict[int, int]:
    """Column id → items residents can read there now, its subtree included. What was withdrawn, ran out or moved to
    another column is in no count."""
    found: Counter[int] = Counter()
    live = Edition.objects.live().values_list("column__path").annotate(Count("pk")).order_by()
    for path, count in live:
        for column_id in path.strip("/").split("/"):
            found[int(column_id)] += count
    return {node.column.pk: found[node.column.pk] for node in nodes if found[node.column.pk]}


def breadcrumb(trail: Iterable[Node], last: str = "") -> list[tuple[str, str]]:
    """For parts/breadcrumb.html: home, the columns, and the page itself without a link."""
    steps = [("首页", reverse("home")), *((node.name, node.url) for node in trail)]
    if last:
        return [*steps, (last, "")]
    return [*steps[:-1], (steps[-1][0], "")]
