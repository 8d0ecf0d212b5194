"""Papers that hang on the walls or were handed out while they still name who left or a number nobody answers (`audit/impact.py`)."""

from collections.abc import Iterable, Sequence

from django.db.models import F, Max, OuterRef, Q, Subquery, Sum
from django.urls import reverse

from audit.impact import Place
from audit.outdated import Outdated

from .models import Paper, Posting

MOST = 200
WHOLE = ("unit_profile", "agents")  # of 我的村: who and where; the rest is there by name and figures


def posted(gone: Sequence[Outdated]) -> Iterable[tuple[Outdated, Place]]:
    """Papers put up and not taken down whose words no longer hold; one query."""
    wanted = Q(pk__in=[])
    for one in gone:
        for needle in one.needles:
            wanted |= Q(paper__edition__plain_text__contains=needle)
            wanted |= Q(paper__in=Paper.objects.filter(_beside(needle)))
    same = Posting.objects.filter(wall=OuterRef("wall"), paper=OuterRef("paper"))
    newest = same.order_by().values("paper").annotate(newest=Max("pk")).values("newest")
    found = Posting.objects.annotate(newest=Subquery(newest)).filter(wanted, act=Posting.Act.UP, pk=F("newest"))
    for posting in found.select_related("wall", "paper__edition", "paper__village").prefetch_related("paper__sources")[
        :MOST
    ]:
        paper, url = posting.paper, reverse("paper:wall", args=[posting.wall_id])
        text = words_on(paper)
        for one in gone:
            if around := one.found_in(text):
                title = f"{paper.title}（{paper.get_form_display()}）"
                yield one, Place(title, "张贴", posting.wall.name, url, around, paper.edition.board_only)


def handed_out(gone: Sequence[Outdated]) -> Iterable[tuple[Outdated, Place]]:
    """Leaflets given to people that name the villages' agents: which guide, how many copies; one query."""
    wanted = Q(pk__in=[])
    for one in gone:
        for needle in one.needles:
            wanted |= _beside(needle)
    found = Paper.objects.with_edition().filter(wanted, village=None, printings__wall=None)
    for paper in found.annotate(copies=Sum("printings__copies")).filter(copies__gt=0)[:MOST]:
        text, url = words_on(paper), reverse("paper:item", args=[paper.edition.item_id])
        for one in gone:
            if around := one.found_in(text):
                title = f"{paper.title}（{paper.get_form_display()}，发出去 {paper.copies} 份）"
                yield one, Place(title, "发出去的", paper.edition.unit.short_name, url, around)


def _beside(needle: str) -> Q:
    """Papers of which one of the other editions holds it."""
    links = Paper.sources.through.objects.filter(edition__plain_text__contains=needle)
    return Q(pk__in=links.values("paper"))


def words_on(paper: Paper) -> str:
    """Of an edition that stands on the sheet by its name alone, the name."""
    if not paper.village:
        return "\n".join(edition.plain_text for edition in paper.editions)
    return "\n".join(one.plain_text if one.kind in WHOLE else one.title for one in paper.editions)
