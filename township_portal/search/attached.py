"""Attachments whose words an edition makes wrong (`audit/impact.py`): found in what search has read of them."""

import json
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from audit.impact import Place
from audit.models import Edition
from audit.outdated import Outdated
from township_portal.models import SearchEntry

MOST = 120  # editions whose files are looked into; the newest


def attached(gone: Sequence[Outdated], new: Edition) -> Iterable[tuple[Outdated, Place]]:
    """In the files of what is public, and in the public ones of this very item that `new` keeps; one query."""
    wanted = Q(pk__in=[])
    for one in gone:
        for needle in one.needles:
            wanted |= Q(attached__contains=json.dumps(needle, ensure_ascii=False)[1:-1])
    live = Edition.objects.searchable().values("pk")
    found = SearchEntry.objects.filter(wanted, edition__in=live).select_related("edition__publication", "edition__unit")
    heavy = ("body", "facts", "plain_text", "salts", "digests", "summary")
    kept = {file["sha256"] for file in new.files}
    for entry in found.defer(*(f"edition__{name}" for name in heavy)).order_by("-edition__published_at", "-pk")[:MOST]:
        edition = entry.edition
        own = edition.item_id == new.item_id
        stays = {file["name"] for file in edition.files if not own or file["sha256"] in kept}
        for file in entry.files:
            if file["name"] in stays:
                yield from _in_file(gone, edition, file, "本条的附件" if own else "附件")


def _in_file(gone: Sequence[Outdated], edition: Edition, file: dict, word: str) -> Iterable[tuple[Outdated, Place]]:
    """The hours of an office are looked for in its own items' files too, where nobody writes its name again."""
    text, url = f"{edition.unit.name}\n{file['text']}", reverse("item", args=[edition.publication.slug])
    for one in gone:
        if around := one.found_in(text):
            yield (
                one,
                Place(edition.title, f"{word}“{file['name']}”", edition.unit.short_name, f"{url}#attachments", around),
            )
