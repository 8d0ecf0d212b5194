"""The organisation on paper: the leaders as a grid of people, a unit with its phones in large figures; and what hangs on
the walls while it still names who left or a number nobody answers (`audit/impact.py`)."""

from collections.abc import Iterable, Sequence

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.urls import reverse

from audit.facts import Fact, lines
from audit.impact import Place
from audit.outdated import Outdated
from audit.page import Page
from disclosure.organisation import leaders_in, profile_in

from .blocks import blocks_of
from .kinds import PAINTERS, fact_tables, phones
from .models import Posting

MOST = 200


def leadership(facts: list[Fact], page: Page) -> dict:
    people = [
        {
            "name": leader.name, "post": leader.post, "duty": leader.duties,
            "phone": "、".join(phone.text for phone in leader.phones),
        }
        for leader in leaders_in(facts)
    ]  # fmt: skip
    return {"people": people, "blocks": blocks_of(page.body)}


def unit_profile(facts: list[Fact], page: Page) -> dict:
    numbers = [
        [line.matter or "办公", "、".join(phone.text for phone in line.phones)]
        for line in profile_in(facts).phones
        if line.phones
    ]
    told = [[fact["label"], fact["value"]] for fact in lines(facts) if fact["key"] not in ("standing", "checked_on")]
    return {
        "lines": told, "phones": numbers or phones(page),
        "blocks": fact_tables(facts, but=("phones",)) + blocks_of(page.body),
    }  # fmt: skip


def posted(gone: Sequence[Outdated]) -> Iterable[tuple[Outdated, Place]]:
    """Papers put up and not taken down whose words no longer hold; one query."""
    wanted = Q(pk__in=[])
    for one in gone:
        for needle in one.needles:
            wanted |= Q(paper__edition__plain_text__contains=needle)
    same = Posting.objects.filter(wall=OuterRef("wall"), paper=OuterRef("paper"))
    newest = same.order_by().values("paper").annotate(newest=Max("pk")).values("newest")
    found = Posting.objects.annotate(newest=Subquery(newest)).filter(wanted, act=Posting.Act.UP, pk=F("newest"))
    for posting in found.select_related("wall", "paper__edition")[:MOST]:
        edition, url = posting.paper.edition, reverse("paper:wall", args=[posting.wall_id])
        for one in gone:
            if around := one.found_in(edition.plain_text):
                title = f"{edition.title}（{posting.paper.get_form_display()}）"
                yield one, Place(title, "张贴", posting.wall.name, url, around, edition.board_only)


PAINTERS["leadership"] = leadership
PAINTERS["unit_profile"] = unit_profile
