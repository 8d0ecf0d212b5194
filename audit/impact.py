"""影响清单: which public pages, board-only items and posted papers still say what an edition makes wrong.

Shown to the drafter before submission and to both reviewers. One query over the editions, whatever changed; whoever keeps
paper, or has read the words of attachments, adds its own finder:

    def posted(gone: Sequence[Outdated]) -> Iterable[tuple[Outdated, Place]]: ...   # `one.found_in(text)` finds
    impact.PAPERS.append(posted)      # in the app's `ready`
    def attached(gone: Sequence[Outdated], new: Edition) -> Iterable[tuple[Outdated, Place]]: ...
    impact.ATTACHED.append(attached)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse

from . import rights
from .models import Account, Edition, Item
from .models.item import kinds
from .outdated import Outdated, outdated

MOST = 120  # editions read in one go; more are counted as "and others"
SHOWN = 20  # of one change


@dataclass(frozen=True)
class Place:
    """Somewhere that has to be put right. around: (before, found, after) of its words."""

    title: str
    kind: str
    unit: str
    url: str
    around: tuple[str, str, str]
    board_only: bool = False


@dataclass
class Effect:
    """One change and where the old still stands. foot: public pages whose contact under the text is the old phone."""

    gone: Outdated
    places: list[Place] = field(default_factory=list)
    papers: list[Place] = field(default_factory=list)
    foot: int = 0

    @property
    def shown(self) -> list[Place]:
        return self.places[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.places) - SHOWN)


PAPERS: list[Callable[[Sequence[Outdated]], Iterable[tuple[Outdated, Place]]]] = []
ATTACHED: list[Callable[[Sequence[Outdated], Edition], Iterable[tuple[Outdated, Place]]]] = []


@dataclass
class Impact:
    """effects: everything that changed and may stand elsewhere, also what stands nowhere else."""

    effects: list[Effect]
    cut: bool = False  # there were more pages than were read

    @property
    def count(self) -> int:
        pages = {place.url for effect in self.effects for place in effect.places}
        return len(pages) + sum(len(effect.papers) for effect in self.effects)

    @property
    def found(self) -> list[Effect]:
        return [effect for effect in self.effects if effect.places or effect.papers or effect.foot]

    @property
    def nowhere(self) -> list[Effect]:
        return [effect for effect in self.effects if effect not in self.found]


def impact(account: Account, new: Edition, public: Edition | None) -> Impact | None:
    """What publishing `new` over `public` makes wrong elsewhere; None where nothing others repeat was changed."""
    if public is None or public.erased_by or new.erased_by:
        return None
    gone = changed(new, public)
    if not gone:
        return None
    effects = {one: Effect(one) for one in gone}
    editions = list(_holding(account, gone, new)[: MOST + 1])
    for edition in editions[:MOST]:
        _look_into(edition, effects)
    for look in ATTACHED:
        for one, place in look(gone, new):
            effects[one].places.append(place)
    for finder in PAPERS:
        for one, place in finder(gone):
            effects[one].papers.append(place)
    return Impact(list(effects.values()), cut=len(editions) > MOST)


def changed(new: Edition, public: Edition) -> list[Outdated]:
    told = kinds().get(new.kind, Item).IMPACT
    near = (new.unit.name, new.unit.short_name)
    return outdated(public.facts_data, new.facts_data, told, public.plain_text, new.plain_text, near)


def _holding(account: Account, gone: Sequence[Outdated], new: Edition) -> QuerySet[Edition]:
    """Public editions, and those on the boards this person may read, whose words hold one of the needles."""
    wanted = Q(pk__in=[])
    for one in gone:
        for needle in one.needles:
            wanted |= Q(plain_text__contains=needle)
            if one.kind == "phone":
                wanted |= Q(meta__contains=needle)
    walls = rights.editions(account, "read").filter(state="published", board_only=True)
    readable = Q(pk__in=Edition.objects.live().values("pk")) | Q(pk__in=walls.values("pk"))
    found = Edition.objects.filter(wanted).filter(readable).exclude(item_id=new.item_id)
    heavy = ("body", "facts", "attachments", "salts", "digests", "summary")
    return found.select_related("publication", "unit").defer(*heavy).order_by("-published_at", "-pk")


def _look_into(edition: Edition, effects: dict[Outdated, Effect]) -> None:
    meta = edition.meta_data
    foot = meta.get("unit", {}).get("phone", "")
    for one, effect in effects.items():
        if around := one.found_in(edition.plain_text):
            url = reverse("desk:review", args=[edition.item_id]) if edition.board_only else _public(edition)
            kind = meta.get("kind_label", "信息")
            effect.places.append(Place(edition.title, kind, edition.unit.short_name, url, around, edition.board_only))
        elif one.kind == "phone" and foot and one.found_in(foot):
            effect.foot += 1


def _public(edition: Edition) -> str:
    return reverse("item", args=[edition.publication.slug]) if edition.publication else ""
