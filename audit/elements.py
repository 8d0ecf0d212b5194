"""公开要素核对: a column's content elements as a checklist. The drafter says of each that it is there, or where and why
not; the submit row keeps what she said; the first reviewer confirms each, so that a hollow item is seen in time.

A column without elements, and a kind that has no content of its own (`Item.ANSWERS_ELEMENTS`), asks nothing.
"""

from collections.abc import Mapping

from .characters import one_line
from .ledger import words_of
from .models import Edition, ElementCheck, Item, LedgerEntry
from .models.elements import ABSENT, HERE

LONGEST_NOTE = 100
Row = tuple[str, str, str]  # element, 有 or 没有, note


def asked(item: Item) -> list[str]:
    """The elements the item's column asks of it."""
    if not item.concrete().ANSWERS_ELEMENTS:
        return []
    return list(
        dict.fromkeys(one_line(str(element)) for element in item.column.content_elements if str(element).strip())
    )


def answered(item: Item) -> list[Row]:
    """What the drafter has answered so far, of what is asked now, in its order."""
    check = ElementCheck.objects.filter(item_id=item.pk).first()
    known = {row[0]: (row[0], row[1], row[2]) for row in check.rows} if check else {}
    return [known[element] for element in asked(item) if element in known]


def unanswered(item: Item) -> list[str]:
    done = {row[0] for row in answered(item)}
    return [element for element in asked(item) if element not in done]


def sentence(left: list[str]) -> str:
    named = "、".join(left[:4]) + (" 等" if len(left) > 4 else "")
    return f"还有 {len(left)} 项公开要素没有核对：{named}。写了的打勾，没有的写明在哪里或为什么。"


def keep(item: Item, rows: list[Row]) -> None:
    """Store the answers; what the column does not ask is left out."""
    wanted = set(asked(item))
    kept = [list(row) for row in rows if row[0] in wanted]
    if kept or ElementCheck.objects.filter(item_id=item.pk).exists():
        ElementCheck.objects.update_or_create(item_id=item.pk, defaults={"rows": kept})


def tick_all(item: Item, absent: Mapping[str, str] | None = None) -> None:
    """Everything there, but for what is named with its reason."""
    notes = absent or {}
    keep(item, [(element, ABSENT if element in notes else HERE, notes.get(element, "")) for element in asked(item)])


# --- in a form: elements-0-name, elements-0-here, elements-0-note ---


def boxes(item: Item) -> list[dict]:
    """Variables of templates/desk/_elements.html, as stored."""
    known = {row[0]: row for row in answered(item)}
    return [
        {
            "number": number, "name": element, "here": known.get(element, ("", "", ""))[1] == HERE,
            "note": known.get(element, ("", "", ""))[2],
        }
        for number, element in enumerate(asked(item))
    ]  # fmt: skip


def keep_typed(item: Item, data: Mapping[str, str]) -> None:
    """From a form that showed the boxes; one that did not leaves the answers alone."""
    rows: list[Row] = []
    number = 0
    while (name := one_line(data.get(f"elements-{number}-name", ""))) and number < 200:
        note = one_line(data.get(f"elements-{number}-note", ""))[:LONGEST_NOTE]
        if data.get(f"elements-{number}-here"):
            rows.append((name, HERE, note))
        elif note:
            rows.append((name, ABSENT, note))
        number += 1
    if number:
        keep(item, rows)


# --- with a submission ---


def record_of(item: Item) -> dict:
    """What the submit row keeps."""
    rows = answered(item)
    return {"elements": [list(row) for row in rows]} if rows else {}


def of_edition(edition: Edition) -> list[Row]:
    """What was answered when the edition was submitted, from its row."""
    rows = LedgerEntry.objects.filter(item_uuid=edition.item_id, edition_number=edition.number)
    row = rows.filter(act__in=("submit", "submit_mended")).first()
    return [(one[0], one[1], one[2]) for one in words_of(row).get("elements", [])] if row else []
