"""The published editions of templates: the only wording a notice may be made from."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from audit import facts
from audit.models import Edition, LedgerEntry

from .wording import blanks

TEMPLATE, NOTICE = "emergency_template", "emergency_notice"
# Keys of the facts that name the template's edition: by its index number, which people can look up; a UUID's digits
# would now and then be taken for somebody's telephone by the screening.
NAMES, NUMBER = "template_index", "template_edition"
PUBLIC = ("published", "superseded", "withdrawn", "expired")  # it was signed and shown once
KEPT = (
    "item_id",
    "number",
    "kind",
    "state",
    "title",
    "facts",
    "board_only",
    "expires_on",
    "erased_by",
    "column",
    "publication",
)


@dataclass(frozen=True)
class Wording:
    """What a template's edition says. headline, wording: "" where its content was erased."""

    item: UUID
    index: str  # the index number as it stands in addresses
    number: int
    state: str
    title: str
    headline: str
    wording: str

    @property
    def blanks(self) -> list[str]:
        return blanks(self.headline, self.wording)

    @property
    def live(self) -> bool:
        return self.state == "published"


def _wording(edition: Edition) -> Wording:
    told = edition.facts_data
    return Wording(
        edition.item_id, edition.registered.slug, edition.number, edition.public_state, edition.title, facts.value(told, "headline"),
        facts.value(told, "wording"),
    )  # fmt: skip


def _editions():
    return Edition.objects.filter(kind=TEMPLATE).select_related("publication").only(*KEPT)


def wording_of(item: object, number: int | None) -> Wording | None:
    """That very edition, where it was ever published; one query."""
    found = _editions().filter(item_id=item, number=number, state__in=PUBLIC).first() if item and number else None
    return _wording(found) if found else None


def sealed_wording(index: str, number: str) -> Wording | None:
    """The edition that sealed facts name; one query."""
    if not index or not (number.isascii() and number.isdigit() and len(number) < 7):
        return None
    found = _editions().filter(
        publication__index_number__endswith=f"/{index}", number=int(number), state__in=PUBLIC
    )  # fmt: skip
    return _wording(one) if (one := found.first()) else None


def live_wordings() -> list[Wording]:
    """Every template that is in force, by title; templates that are only kept inside (只上墙) too. One query."""
    found = [_wording(edition) for edition in _editions().filter(state="published").order_by("title", "item_id")]
    return [one for one in found if one.live and one.wording]


def live_of(item: object) -> Wording | None:
    """The edition of the template that is in force now; one query."""
    found = _editions().filter(item_id=item, state="published").first() if item else None
    return one if found and (one := _wording(found)).live and one.wording else None


def gone_sentence(used: Wording | None, now: Wording | None) -> str:
    """Why the wording used is no longer in force; "" where it is."""
    if used is None:
        return "没有选应急模板，或者选的那一稿没有公开过。请回“应急”重新选模板"
    if used.live:
        return ""
    if now:
        return f"模板《{used.title}》已更新到第 {now.number} 稿，您用的是第 {used.number} 稿。点“换成新的用语”，填好的空都在，再送审"
    return f"模板《{used.title}》已撤下，不能再用。您填的都还在，请另选一个模板"


def reviewed_by(used: Wording) -> list[dict]:
    """Who passed and who signed the wording: act, name, post, at. One query."""
    rows = LedgerEntry.objects.filter(
        item_uuid=used.item, edition_number=used.number, act__in=("pass", "sign", "sign_onward", "countersign")
    )
    return [{"act": row.label, "name": row.person_name, "post": row.post, "at": row.at} for row in rows]


def review_address(used: Wording) -> str:
    return f"{reverse('desk:review', args=[used.item])}?edition={used.number}"
