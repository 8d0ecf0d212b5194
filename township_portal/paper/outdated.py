"""Papers that hang on the walls while they still name who left or a number nobody answers (`audit/impact.py`)."""

from collections.abc import Iterable, Sequence

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.urls import reverse

from audit.impact import Place
from audit.outdated import Outdated

from .models import Posting

MOST = 200


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
