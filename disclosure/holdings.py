"""What each public column holds now, for catalogue, coverage and desk: how many, since when, and the statement of an
empty one. Two queries however many columns and items there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max
from django.http import HttpRequest
from django.utils import timezone

from audit import clock
from audit.catalogue.headings import official
from audit.models import Edition, Threshold
from disclosure.models import Statement
from disclosure.situation import Situation, statements
from disclosure.tree import Node, Tree, tree_of

# The cycle as the columns write it → key of the threshold that says when it counts as stale.
CYCLE_KEYS = {
    "daily": "daily", "每天": "daily", "每日": "daily", "weekly": "weekly", "每周": "weekly", "monthly": "monthly",
    "每月": "monthly", "quarterly": "quarterly", "每季度": "quarterly", "每季": "quarterly", "half_yearly": "half_yearly",
    "每半年": "half_yearly", "半年": "half_yearly", "yearly": "yearly", "每年": "yearly",
}  # fmt: skip


@dataclass
class Holding:
    """One column with everything below it. count: without statements."""

    node: Node
    count: int = 0
    newest: datetime | None = None
    statement: Situation | None = None

    @property
    def updated(self) -> str:
        return f"{timezone.localtime(self.newest):%Y-%m-%d}" if self.newest else ""

    @property
    def state(self) -> str:
        return "filled" if self.count else "explained" if self.statement else "empty"


@dataclass
class Holdings:
    tree: Tree
    by_id: dict[int, Holding] = field(default_factory=dict)

    def of(self, node: Node) -> Holding:
        return self.by_id[node.column.pk]

    def leaves(self) -> list[Holding]:
        """Columns that hold items themselves, in the order of the tree."""
        return [holding for root in self.tree.roots for holding in self._below(root)]

    def _below(self, node: Node) -> list[Holding]:
        if not node.children:
            return [self.of(node)]
        return [holding for child in node.children for holding in self._below(child)]


def holdings_of(request: HttpRequest) -> Holdings:
    return holdings(tree_of(request))


def holdings(tree: Tree) -> Holdings:
    found = Holdings(tree, {pk: Holding(node) for pk, node in tree.by_id.items()})
    live = Edition.objects.live().exclude(kind=Statement.KIND).order_by()
    counted = live.values_list("column_id").annotate(Count("pk"), Max("published_at"))
    for column_id, count, newest in counted:
        for node in tree.by_id[column_id].trail if column_id in tree.by_id else ():
            holding = found.of(node)
            holding.count += count
            holding.newest = max(filter(None, (holding.newest, newest)))
    for column_id, situation in statements(Edition.objects.live()).items():
        if column_id in found.by_id:
            found.by_id[column_id].statement = situation
    return found


def stale_days(on: date) -> dict[str, int]:
    """Key of a cycle → days after which its column is stale, as the thresholds in force say (1 query)."""
    rows = Threshold.objects.in_force(on).filter(key__startswith="stale_", key__endswith="_days").order_by("valid_from")
    return {row.key.removeprefix("stale_").removesuffix("_days"): row.value for row in rows}


def is_stale(holding: Holding, limits: dict[str, int], today: date) -> bool:
    """Something is there, but nothing new for longer than its cycle allows. 有变动时 allows any time."""
    if holding.newest is None:
        return False
    days = limits.get(CYCLE_KEYS.get(holding.node.column.update_cycle, ""))
    return days is not None and clock.local_date(holding.newest) < today - timedelta(days=days)


def chosen(holdings: Iterable[Holding], **wanted: str) -> list[Holding]:
    """Filtered as the catalogue page is asked to. wanted: field, unit, level, channel; "" lets all through."""

    def fits(holding: Holding) -> bool:
        column = holding.node.column
        unit = column.responsible_unit.slug if column.responsible_unit else ""
        return all((
            wanted.get("field", "") in ("", field_of(holding.node)), wanted.get("unit", "") in ("", unit),
            wanted.get("level", "") in ("", column.level),
            not wanted.get("channel") or wanted["channel"] in channels_of(holding.node),
        ))  # fmt: skip

    return [holding for holding in holdings if fits(holding)]


def field_of(node: Node) -> str:
    """领域: 一级事项 as the catalogue writes it."""
    return node.column.level1_matter or node.root.name


def channels_of(node: Node) -> list[str]:
    return [official(channel) for channel in node.column.channels]
