"""Papers that hang on the walls or were handed out while they still name who left or a number nobody answers (`audit/impact.py`)."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Prefetch, Q, Sum
from django.urls import reverse

from audit.impact import Place
from audit.outdated import Outdated

from .models import Paper, Posting

MOST = 200
WHOLE = ("unit_profile", "agents")  # of 我的村: who and where; the rest is there by name and figures


def printed(gone: Sequence[Outdated]) -> Iterable[tuple[Outdated, Place]]:
    """Papers put up and not taken down, and leaflets handed out with the villages' agents, whose words no longer hold.
    One query; where there are such papers, one more for their walls and one for what else stands on them."""
    wanted = Q(pk__in=[])
    for one in gone:
        for needle in one.needles:
            links = Paper.sources.through.objects.filter(edition__plain_text__contains=needle)
            wanted |= Q(edition__plain_text__contains=needle) | Q(pk__in=links.values("paper"))
    handed = Sum("printings__copies", filter=Q(printings__wall=None))
    hung = Exists(Posting.objects.filter(paper=OuterRef("pk")))
    leaflets = ~Q(of="") & Q(village=None, handed__gt=0)
    postings = Prefetch("postings", Posting.objects.select_related("wall").order_by("pk"))
    known = Paper.objects.with_edition().prefetch_related(postings)
    for paper in known.filter(wanted).annotate(handed=handed).filter(leaflets | hung)[:MOST]:
        text = words_on(paper)
        for one in gone:
            if around := one.found_in(text):
                for place in _places(paper, around):
                    yield one, place


def _places(paper: Paper, around: tuple[str, str, str]) -> Iterable[Place]:
    form, board_only = paper.get_form_display(), paper.edition.board_only
    last = {posting.wall: posting.act for posting in paper.postings.all()}
    for wall in (wall for wall, act in last.items() if act == Posting.Act.UP):
        url = reverse("paper:wall", args=[wall.pk])
        yield Place(f"{paper.title}（{form}）", "张贴", wall.name, url, around, board_only)
    if paper.of and not paper.village and paper.handed:
        title = f"{paper.title}（{form}，发出去 {paper.handed} 份）"
        url = reverse("paper:item", args=[paper.edition.item_id])
        yield Place(title, "发出去的", paper.edition.unit.short_name, url, around)


def words_on(paper: Paper) -> str:
    """Of an edition that stands on the sheet by its name alone, the name."""
    if not paper.village:
        return "\n".join(edition.plain_text for edition in paper.editions)
    return "\n".join(one.plain_text if one.kind in WHOLE else one.title for one in paper.editions)
