"""Which papers on the walls still say something that no longer holds: for the impact list of a correction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Max

from .codes import grouped
from .models import Posting


@dataclass(frozen=True)
class Named:
    """around: what the finder gave. title: the paper's."""

    posting: Posting
    title: str
    code: str
    wall: str
    around: object


def posted_papers(finds: Callable[[str], object]) -> Iterator[Named]:
    """Papers that hang and whose words `finds` finds something in. finds: a text → something true, or None."""
    last = Posting.objects.values("wall", "paper").annotate(last=Max("id")).values("last")
    up = Posting.objects.filter(pk__in=last, act=Posting.Act.UP)
    for posting in up.select_related("wall", "paper__edition__unit", "paper__edition__publication"):
        edition = posting.paper.edition
        if around := finds(edition.plain_text):
            yield Named(posting, edition.title, grouped(posting.paper.code), posting.wall.name, around)
