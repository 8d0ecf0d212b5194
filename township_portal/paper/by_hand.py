"""Characters no font of ours has, told before anything is printed: on paper they become 〓 and are written in by hand."""

from collections.abc import Iterable

from django.core.cache import cache

from audit.facts import words
from audit.models import Edition

from .typesetting import unshown

KEPT = 30 * 24 * 3600
READ = ("title", "summary", "plain_text", "facts", "meta")


def signs_of(editions: Iterable[Edition]) -> dict[int, list[str]]:
    """Edition id → its characters that cannot be printed, [] for most. At most one query; a text is looked through once."""
    editions = list(editions)
    known = cache.get_many([_key(edition) for edition in editions])
    unread = [edition.pk for edition in editions if _key(edition) not in known]
    for edition in Edition.objects.filter(pk__in=unread).only("seal", *READ) if unread else ():
        known[_key(edition)] = signs = signs_in(edition)
        cache.set(_key(edition), signs, KEPT)
    return {edition.pk: known.get(_key(edition), []) for edition in editions}


def signs_in(edition: Edition) -> list[str]:
    unit = (edition.meta_data.get("unit") or {}).get("name", "")
    return unshown("".join((edition.title, edition.summary, edition.plain_text, words(edition.facts_data), unit)))


def told(signs: list[str]) -> str:
    """𠮷（U+20BB7）: the desk's own fonts may not show it either."""
    return "、".join(f"{sign}（U+{ord(sign):04X}）" for sign in signs)


def _key(edition: Edition) -> str:
    return f"unshown:{edition.seal}"
