"""公开栏: which editions belong on which wall, what hangs, what is missing and what must come down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from audit import clock, rights
from audit.models import Account, Column, Edition, Threshold, Unit
from audit.thresholds import Thresholds

from .models import Paper, Posting, Wall
from .verdict import Verdict, verdict_of

WALL_DAYS = (
    "wall_days",
    "没写“公开到”的，在公开栏至少贴多久",
    90,
    "天",
    "村级公开一般每季度更新（村民委员会组织法第三十条）",
)
READERS = ("lead", "countersign", "inspect", "review", "window")


def belongs(edition: Edition, wall: Wall, villages: dict[int, str]) -> bool:
    """Does what is public belong on this wall? edition with column and unit; villages: unit id → short name.

    What names a village in its title or in whom it is written for hangs in that village alone; a village's own
    papers hang on its own wall; everything else wherever the column's channels say.
    """
    text = f"{edition.title} {edition.meta_data.get('audience', '')}"
    named = {unit for unit, name in villages.items() if name in text}
    if edition.unit_id in villages:
        return wall.unit_id == edition.unit_id
    if edition.column.level == Column.Level.VILLAGE:
        return wall.unit_id == edition.column.responsible_unit_id
    if named and wall.unit_id in villages and wall.unit_id not in named:
        return False
    channels = edition.column.channels or ([Wall.Channel.VILLAGE] if edition.board_only else [])
    return wall.channel in channels


def villages() -> dict[int, str]:
    return dict(Unit.objects.filter(kind=Unit.Kind.VILLAGE).values_list("pk", "short_name"))


def wanted(wall: Wall, at: datetime, known: list[Edition] | None = None) -> list[Edition]:
    """What should hang on the wall now, newest first."""
    places = villages()
    return [edition for edition in (candidates(at) if known is None else known) if belongs(edition, wall, places)]


def candidates(at: datetime) -> list[Edition]:
    """Everything public, board-only too, that a wall could want: with an end of its own, or young enough."""
    today = clock.local_date(at)
    young = Q(expires_on=None, published_at__gte=at - timedelta(days=wall_days(today)))
    rows = Edition.objects.filter(Q(expires_on__gte=today) | young, state="published").without_content()
    return list(rows.select_related("column", "unit", "publication").order_by("-published_at"))


def wall_days(on: date) -> int:
    rule = Threshold.objects.in_force(on).filter(key=WALL_DAYS[0]).order_by("-valid_from").first()
    return rule.value if rule else WALL_DAYS[2]


def hanging(wall: Wall) -> list[Posting]:
    """The last posting of every paper that was put up here and not taken down."""
    last = Posting.objects.filter(wall=wall).values("paper").annotate(last=Max("id")).values("last")
    rows = Posting.objects.filter(pk__in=last, act=Posting.Act.UP)
    return list(
        rows.select_related(
            "paper__edition__publication",
            "paper__edition__unit",
            "paper__edition__column",
            "paper__edition__moved_by__words",
        )
    )


@dataclass(frozen=True)
class Standing:
    """A wall as it is: editions to put up (with the paper where it is printed), papers to take down, papers that stay."""

    wall: Wall
    missing: list[tuple[Edition, Paper | None]]
    down: list[tuple[Posting, Verdict]]
    stays: list[tuple[Posting, Verdict]]


def standing(wall: Wall, at: datetime, known: list[Edition] | None = None) -> Standing:
    posted = [(posting, verdict_of(posting.paper)) for posting in hanging(wall)]
    stays = [(posting, verdict) for posting, verdict in posted if verdict.holds]
    items = {posting.paper.edition.item_id for posting, _ in stays}
    lacking = [edition for edition in wanted(wall, at, known) if edition.item_id not in items]
    papers = {
        paper.edition_id: paper
        for paper in Paper.objects.filter(edition__in=lacking, form=wall.size, printings__wall=wall).select_related(
            "edition"
        )
    }
    return Standing(
        wall=wall,
        missing=[(edition, papers.get(edition.pk)) for edition in lacking],
        down=[(posting, verdict) for posting, verdict in posted if not verdict.holds],
        stays=stays,
    )


def readable(account: Account) -> QuerySet[Wall]:
    if any(rights.can(account, right) for right in READERS):
        return Wall.objects.filter(is_active=True)
    return kept_by(account)


def kept_by(account: Account) -> QuerySet[Wall]:
    """Walls whose unit the account writes for: she prints for them, puts up and takes down."""
    if not rights.can(account, "draft"):
        return Wall.objects.none()
    return Wall.objects.filter(is_active=True, unit__in=rights.units(account, "draft"))


def make_for_units() -> int:
    """A board for every village and two for the town, where there is none yet."""
    made = 0
    for unit in Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True):
        defaults = {"channel": Wall.Channel.VILLAGE, "address": unit.address, "order": 100 + unit.order}
        made += Wall.objects.get_or_create(unit=unit, name=f"{unit.short_name}公开栏", defaults=defaults)[1]
    office = Unit.objects.filter(slug="party-office").first()
    if office:
        for order, (name, channel) in enumerate(
            ((f"{settings.TOWN_NAME}政府公开栏", Wall.Channel.READING), ("便民服务中心公开栏", Wall.Channel.CENTRE))
        ):
            defaults = {"channel": channel, "address": office.address, "order": order}
            made += Wall.objects.get_or_create(unit=office, name=name, defaults=defaults)[1]
    return made


def fill(using: str) -> None:
    """The term a wall keeps what has none of its own, once (`post_migrate`)."""
    Thresholds((WALL_DAYS,), date(2019, 5, 15)).fill(using=using)
