"""The guides residents can read now, as lists show them: by life event, office, village, first letter. From live editions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.urls import reverse

from audit.facts import records, rows, value
from audit.models import Edition

from . import guide_choice, guide_facts, initials
from .models import Visit

EVERY_VILLAGE = "全部"
SOUGHT_DAYS = 90
HUNG = "更正"
EXAMPLE_LENGTH = 4  # characters: long enough to be plain, short enough to type


@dataclass(frozen=True)
class Entry:
    """One guide in a list."""

    item_id: object
    slug: str
    title: str
    summary: str
    unit: str  # short name of the office
    unit_slug: str
    names: tuple[str, ...]  # its own name and what people call it
    events: tuple[str, ...]
    villages: tuple[str, ...]
    papers: str  # 带 2 样
    limit: str  # 当场办好
    months: str
    hung: bool  # the page says “本信息正在更正”

    @property
    def url(self) -> str:
        return reverse("guide", args=[self.slug])

    @property
    def letter(self) -> str:
        return initials.letter(self.title)

    @property
    def keys(self) -> str:
        """What the window's script looks in: names, their first letters, their whole pinyin."""
        told = (f"{initials.typed(name)}/{initials.initials(name)}/{initials.full(name)}" for name in self.names)
        return " ".join(told)

    def done_in(self, village: str) -> bool:
        return EVERY_VILLAGE in self.villages or village in self.villages


def entries() -> list[Entry]:
    """Every live guide, by the pinyin of its name. One query."""
    live = Edition.objects.live().with_hung().filter(kind="guide").select_related("unit")
    found = [
        entry_of(edition) for edition in live.defer("body", "attachments", "plain_text", "salts", "digests", "meta")
    ]
    return sorted(found, key=lambda entry: (initials.full(entry.title), entry.slug))


def entry_of(edition: Edition) -> Entry:
    """A live guide read `with_hung()`, its facts and its unit."""
    facts = edition.facts_data
    return Entry(
        item_id=edition.item_id,
        slug=guide_facts.slug_of(facts),
        title=edition.title,
        summary=edition.summary,
        unit=edition.unit.short_name,
        unit_slug=edition.unit.slug,
        names=tuple(initials.names_of(edition.title, value(facts, "also_called"))),
        events=tuple(guide_choice.answers_named(value(facts, "life_events"))),
        villages=tuple(guide_choice.answers_named(value(facts, "villages"))),
        papers=_papers(rows(facts, "materials")),
        limit=value(facts, "promised_days"),
        months=value(facts, "season_months"),
        hung=bool(edition.hung_at),
    )


def _papers(materials: list[list[str]]) -> str:
    """How many papers everybody brings; more where it depends."""
    brought = [row for row in materials if "不用带" not in row[3]]
    always = sum(not row[5] for row in brought)
    if not brought:
        return "什么都不用带"
    return f"带 {always} 样" if always == len(brought) else f"带 {max(always, 1)} 样起"


def live_guide(slug: str) -> Edition | None:
    """The live edition under an address."""
    found = Edition.objects.live().with_hung().filter(kind="guide", item__guide__slug=slug)
    return found.select_related("publication", "unit", "column").defer("plain_text", "salts", "digests").first()


def agents() -> list[dict[str, str]]:
    """The villages' agents of the newest published list: column name → cell; `HUNG` in each while the list is being
    corrected. One query."""
    live = Edition.objects.live().with_hung().filter(kind="agents").order_by("-published_at")
    newest = live.only("facts", "state", "expires_on").first()
    hung = {HUNG: "正在更正"} if newest and newest.hung_at else {}
    return [row | hung for row in records(newest.facts_data, "agents")] if newest else []


def most_sought(found: Iterable[Entry], today: date, most: int) -> list[Entry]:
    """By the window's register of the last quarter; entries nobody came for are left out. One query."""
    since = Visit.objects.since(today - timedelta(days=SOUGHT_DAYS))
    came = Counter(dict(since.values_list("item_id").annotate(Sum("count")).order_by()))
    asked = [entry for entry in found if came[entry.item_id]]
    return sorted(asked, key=lambda entry: -came[entry.item_id])[:most]


def search(found: Iterable[Entry], asked: str) -> list[Entry]:
    """Those that fit what was typed, best first; guesses only where nothing fits."""
    typed = initials.typed(asked)
    ranked = [(rank, entry) for entry in found if (rank := initials.rank(typed, list(entry.names))) is not None]
    sure = [pair for pair in ranked if pair[0] < initials.GAPS]
    return [entry for _, entry in sorted(sure or ranked, key=lambda pair: pair[0])]


def example(found: list[Entry]) -> dict[str, str]:
    """First letters to show how one searches: those of a name people use, that no other matter's name has."""
    called = {(entry.slug, name): initials.initials(name) for entry in found for name in entry.names}
    owners = Counter(letters for _, letters in {(slug, letters) for (slug, _), letters in called.items()})
    names = [name for entry in found for name in entry.names[1:] if owners[called[entry.slug, name]] == 1]
    name = min(names, key=lambda name: abs(len(name) - EXAMPLE_LENGTH), default="")
    return {"name": name, "letters": initials.initials(name)}
