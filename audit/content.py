"""From working text to edition: the content frozen as canonical text, its digests, its seal, its hands."""

import json
from datetime import datetime

from django.db.models import Max

from . import clock, facts, seals
from .models import Attachment, Column, Edition, Hand, Item, Person
from .rich_text import clean_html, plain_text


def shown_meta(item: Item) -> dict[str, str]:
    """Label → value of the facts every kind shows; empty ones left out."""
    rows = {
        "承办单位": item.unit.name,
        "栏目": item.column.name,
        "落款日期": item.formed_on.isoformat() if item.formed_on else "",
        "文号": item.document_number,
        "写给谁看": item.audience,
        "关键词": " ".join(item.keyword_list),
        "公开属性": item.get_publicity_display(),
        "原发布日期": item.originally_published_on.isoformat() if item.originally_published_on else "",
        "公开到": item.expires_on.isoformat() if item.expires_on else "",
        "不早于": item.not_before.isoformat() if item.not_before else "",
    }
    return {label: value for label, value in rows.items() if value}


def trail_of(item: Item) -> list[Column]:
    columns = Column.objects.in_bulk(item.column.ancestor_ids)
    return [columns[pk] for pk in item.column.ancestor_ids]


def asked_by_columns(trail: list[Column]) -> dict[str, bool]:
    """What a column asks holds for everything below it: only on the wall, lists of persons, a further signature."""
    asked = ("board_only", "lists_persons", "needs_principal")
    return {name: any(getattr(column, name) for column in trail) for name in asked}


def meta(item: Item) -> dict:
    """The kind, unit and column as they are now, by name; never a database id."""
    trail = trail_of(item)
    asked = asked_by_columns(trail)
    return {
        "kind": item.KIND,
        "kind_label": item.KIND_LABEL,
        "unit": {"slug": item.unit.slug, "name": item.unit.name, "phone": item.unit.phone},
        "columns": [{"slug": column.slug, "name": column.name} for column in trail],
        "formed_on": item.formed_on.isoformat() if item.formed_on else "",
        "document_number": item.document_number,
        "keywords": item.keyword_list,
        "audience": item.audience,
        "publicity": item.publicity,
        "originally_published_on": (item.originally_published_on.isoformat() if item.originally_published_on else ""),
        "expires_on": item.expires_on.isoformat() if item.expires_on else "",
        "not_before": item.not_before.isoformat() if item.not_before else "",
        "correction_note": item.correction_note,
        "board_only": asked["board_only"],
        "lists_persons": item.lists_persons or (asked["lists_persons"] and item.MAY_LIST_PERSONS),
        "needs_principal": asked["needs_principal"],
        "shown": shown_meta(item),
    }


def files(item: Item) -> list[dict]:
    return [
        {
            "position": position,
            "name": row.name,
            "sha256": row.sha256,
            "size": row.size,
            "content_type": row.content_type,
            "inline": row.inline,
            "paper_only": row.paper_only,
        }
        for position, row in enumerate(item.attachments.all(), start=1)
    ]


def parts(item: Item) -> dict[str, str]:
    """The six canonical texts that are sealed."""
    return {
        "title": item.title.strip(),
        "summary": item.summary.strip(),
        "body": clean_html(item.body),
        "facts": seals.canonical(item.facts()),
        "meta": seals.canonical(meta(item)),
        "attachments": seals.canonical(files(item)),
    }


def freeze(item: Item) -> Edition:
    """An unsaved edition of the working text as it is now; `workflow` numbers and saves it."""
    content = parts(item)
    meta = json.loads(content["meta"])
    salts = {name: seals.fresh_salt() for name in seals.PARTS}
    digests = seals.digests(content, salts)
    return Edition(
        item_id=item.pk,
        kind=item.KIND,
        unit=item.unit,
        column=item.column,
        **content,
        salts=seals.canonical(salts),
        plain_text=searchable_text(content),
        digests=seals.canonical(digests),
        seal=seals.seal(digests),
        needs_principal=meta["needs_principal"],
        board_only=meta["board_only"],
        lists_persons=meta["lists_persons"],
        not_before=item.not_before,
        expires_on=item.expires_on,
        submitted_at=max([clock.now(), *_saved_at(item)]),
    )


def _saved_at(item: Item) -> list[datetime]:
    """When the text and its files were last saved: never after the submission, also where the clock was set back."""
    rows = (item.history, Attachment.history.filter(item_id=item.pk))
    return [found for found in (row.aggregate(at=Max("history_date"))["at"] for row in rows) if found]


def searchable_text(content: dict[str, str]) -> str:
    told = facts.words(json.loads(content["facts"]))
    number = json.loads(content["meta"]).get("document_number", "")
    return "\n".join([content["title"], content["summary"], number, told, plain_text(content["body"])])


def same_content(item: Item, edition: Edition) -> bool:
    """Does the working text say exactly what the edition says? Compares content, not row ids."""
    return parts(item) == edition.parts()


def unaccounted(item: Item) -> bool:
    """Does the working text or a file of it say what nobody saved - changed past its history? An erasure may do that."""
    last = item.history.order_by("history_date", "history_id").last()
    files: dict[int, tuple] = {}
    for row in Attachment.history.filter(item_id=item.pk, erased_by=None).order_by("history_date", "history_id"):
        files[row.id] = (row.sha256, row.name, row.paper_only) if row.history_type != "-" else ()
    kept = {row.pk: (row.sha256, row.name, row.paper_only) for row in item.attachments.all()}
    if last is None or kept != {pk: told for pk, told in files.items() if told}:
        return True
    names = [f.attname for f in item._meta.concrete_fields if f.name not in ("item_ptr_id", "revision", "changed_at")]
    changed = any(getattr(item, name) != getattr(last, name) for name in names)
    return not last.erased_by and (changed or last.history_user is None or last.history_user.person_id is None)


MENDED = "mend"  # history_change_reason of what the officer mended during the first review


def hands(item: Item, submitter: Person, base: Edition | None, *, mended: bool) -> set[tuple[int, str]]:
    """(person id, kind) of everybody who touched the text since the last published edition."""
    earlier = Hand.objects.filter(edition__item_id=item.pk, edition__number__gt=base.number if base else 0)
    found = set(earlier.values_list("person_id", "kind"))
    if base is None:
        found.add((item.drafter_id, Hand.Kind.DRAFT))
    for rows, kind in (
        (item.history.all(), Hand.Kind.EDIT),
        (Attachment.history.filter(item_id=item.pk), Hand.Kind.ATTACH),
    ):
        if base:
            rows = rows.filter(history_date__gt=base.submitted_at)
        persons = rows.exclude(history_user__person=None)
        for person, why in persons.values_list("history_user__person_id", "history_change_reason").distinct():
            found.add((person, Hand.Kind.MEND if why == MENDED else kind))
    found.add((submitter.pk, Hand.Kind.MEND if mended else Hand.Kind.SUBMIT))
    return found


def history_digest(item: Item, up_to: datetime | None = None) -> str:
    """SHA-256 over the words and times of the item's history rows, oldest first; no database ids."""
    lines = []
    for model, rows in ((type(item), item.history.all()), (Attachment, Attachment.history.filter(item_id=item.pk))):
        wanted = [*model.CONTENT_FIELDS, "history_date", "history_type"]
        if up_to:
            rows = rows.filter(history_date__lte=up_to)
        for row in rows.order_by("history_date", "history_id").values_list(*wanted):
            lines.append(seals.sha256("\n".join(str(value) for value in row)))
    return seals.sha256("\n".join(lines))
