"""File and interpretation lead to each other, as long as both are public; and which file still waits for one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from audit import clock, facts
from audit.models import Edition, HolidayNotice, Threshold
from audit.working_days import Due
from disclosure.models import ForwardedDocument, Interpretation, Notice, StatutoryItem
from disclosure.tree import Tree

DOCUMENTS = (Notice.KIND, ForwardedDocument.KIND)
TERM = "interpretation_work_days"
NORMATIVE = "20-1"  # article 20 (1): administrative regulations, rules and normative documents
MOST = 200


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    note: str  # 文字解读, or the document number
    hung: bool


def interpretations_of(edition: Edition) -> list[Link]:
    """The live interpretations that name this edition's item, newest first."""
    if edition.kind == Interpretation.KIND:
        return []
    named = _live().filter(kind=Interpretation.KIND, item__in=_naming(edition.item_id))
    found = [one for one in named if facts.value(one.facts_data, "interprets") == str(edition.item_id)]
    return [
        Link(one.title, _url(one), f"{facts.value(one.facts_data, 'form')}解读", bool(one.hung_at)) for one in found
    ]


def _naming(item_id):
    """Interpretations that name the item now or ever did; what is sealed decides."""
    return Interpretation.history.filter(interprets_id=item_id).values("uuid")


def file_of(edition: Edition) -> Link | None:
    """The file an interpretation's edition names, while it is live."""
    named = facts.value(edition.facts_data, "interprets")
    if edition.kind != Interpretation.KIND or not named:
        return None
    one = _live().filter(item_id=named).first()
    return Link(one.title, _url(one), one.meta_data.get("document_number", ""), bool(one.hung_at)) if one else None


def _live():
    rows = Edition.objects.live().with_hung().select_related("publication")
    return rows.defer("body", "summary", "attachments", "plain_text", "salts", "digests").order_by("-published_at")


def _url(edition: Edition) -> str:
    return reverse("item", args=[edition.registered.slug])


def normative_files(tree: Tree, today: date) -> QuerySet[Edition]:
    """Live documents in the columns (and below) to which the regulation's first item is mapped."""
    item = StatutoryItem.objects.in_force(today).filter(key=NORMATIVE).first()
    nodes = [tree.by_slug[slug] for slug in (item.columns if item else []) if slug in tree.by_slug]
    below = Q(pk__in=[])
    for node in nodes:
        below |= Q(column__path__startswith=node.column.path)
    return _live().filter(below, kind__in=DOCUMENTS)


@dataclass(frozen=True)
class Waiting:
    """A file without an interpretation, and the day by which there must be one."""

    edition: Edition
    due: Due

    def late(self, today: date) -> bool:
        return self.due.day < today


def waiting_for_interpretation(tree: Tree, today: date) -> list[Waiting]:
    """Normative files no live interpretation names, the longest waiting first. Five queries, few where all is well."""
    term = Threshold.objects.in_force(today).filter(key=TERM).order_by("-valid_from").first()
    if term is None:
        return []
    files = list(normative_files(tree, today)[:MOST])
    live = Edition.objects.live().filter(kind=Interpretation.KIND).only("facts", "kind") if files else []
    explained = {facts.value(edition.facts_data, "interprets") for edition in live}
    files = [one for one in files if str(one.item_id) not in explained]
    if not files:
        return []
    calendar = HolidayNotice.objects.calendar()
    found = [
        Waiting(one, calendar.after(clock.local_date(one.registered.first_published_at), term.value)) for one in files
    ]
    return sorted(found, key=lambda one: (one.due.day, str(one.edition.item_id)))
