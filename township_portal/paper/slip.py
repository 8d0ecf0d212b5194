"""更正条: a slip to paste over a paper that hangs, made from the differences of two editions."""

from audit.change import Change
from audit.differences import compare
from audit.models import Edition

LEFT_OUT = {"这次改了什么、为什么"}


def before(edition: Edition) -> Edition | None:
    """The edition that was public just before this one."""
    earlier = Edition.objects.filter(item_id=edition.item_id, number__lt=edition.number, published_at__isnull=False)
    return earlier.order_by("-number").first()


def content(edition: Edition) -> dict:
    old = before(edition)
    changes = compare(old.content(), edition.content()) if old and old.erased_by is None else []
    return {
        "voice": "plain", "kicker": "更正条", "changes": [_told(change) for change in changes], "blocks": [],
        "replaces": f"第 {old.number} 稿" if old else "", "lead": "",
    }  # fmt: skip


def _told(change: Change) -> dict:
    return {
        "place": change.place, "word": change.word, "note": change.note,
        "old": [{"s": text, "marked": marked} for text, marked in change.old],
        "new": [{"s": text, "marked": marked} for text, marked in change.new],
    }  # fmt: skip
