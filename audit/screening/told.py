"""What the rules are told today: the published lists, the township's own words, the mask formats in force."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from .. import clock, facts
from ..models import Appointment, Edition, FixedPhrase, KnownPhone, ListedWord, MaskFormat, Unit
from ..models.people import PostKind
from .rules import Context, Keep, MaskFormats, Phrase

LEADERSHIP = "leadership"  # the kind of item that publishes the leaders, its table and columns
LEADERS, NAME, POST = "leaders", "姓名", "职务"


def context() -> Context:
    """Everything the rules are told, as it stands at this moment."""
    today = clock.local_date(clock.now())
    published = _published_leaders()
    words = list(ListedWord.objects.in_force(today).values_list("word", "why", "is_hard"))
    return Context(
        today=today,
        office_phones=frozenset([*_phones(today), *_phones_of(published)]),
        words={word: why for word, why, _ in words},
        hard_words=frozenset(word for word, _, is_hard in words if is_hard),
        leaders=_posts_of(published) or _appointed_leaders(),
        phrases=tuple(
            Phrase(*row) for row in FixedPhrase.objects.in_force(today).values_list("wrong", "right", "source")
        ),
        masks=_masks(today),
    )


def _published_leaders() -> list[dict[str, str]]:
    """The rows residents read now, of every live page of the leadership: column name → cell."""
    pages = Edition.objects.live().filter(kind=LEADERSHIP).order_by("published_at").values_list("facts", flat=True)
    return [row for page in pages for row in facts.records(facts.loaded(page), LEADERS)]


def _posts_of(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    found = {"".join(row.get(NAME, "").split()): row.get(POST, "").strip() for row in rows}
    return {name: post for name, post in found.items() if name and post}


def _appointed_leaders() -> dict[str, str]:
    """Where nothing is published yet: who holds a leader's post in this portal."""
    held = Appointment.objects.active(clock.now()).filter(post__kind__in=(PostKind.LEADER, PostKind.PRINCIPAL))
    posts: dict[str, list[str]] = {}
    for name, title in held.order_by("post_id", "pk").values_list("person__name", "post__title"):
        posts.setdefault(name, []).append(title)
    return {name: "、".join(dict.fromkeys(titles)) for name, titles in posts.items()}


def _phones(today: date) -> Iterable[str]:
    yield settings.TOWN_PHONE
    yield from Unit.objects.exclude(phone="").values_list("phone", flat=True)
    yield from KnownPhone.objects.in_force(today).values_list("number", flat=True)


def _phones_of(rows: Iterable[dict[str, str]]) -> Iterable[str]:
    """A leader's office phone that is published beside the name."""
    return (cell for row in rows for head, cell in row.items() if "电话" in head and cell)


def _masks(today: date) -> MaskFormats:
    """The formats in force, of several for one kind of number the newest; what nobody set is as prescribed."""
    rows = MaskFormat.objects.in_force(today).order_by("valid_from", "pk").values_list("key", "front", "back")
    return MaskFormats(**{key: Keep(front, back) for key, front, back in rows})
