"""What stands where an item was: when it came and went, why in words from a fixed list, whom to ask. Answered 410."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from audit.models import Edition, LedgerEntry
from audit.states import STEPS, WITHDRAWAL_REASONS
from disclosure.tree import breadcrumb, tree_of

ADVICE = {
    "privacy": "网页、附件和搜索结果都已撤下。如果您下载过附件，请删除，不要再转发。",
    "expired": "有期限的信息到期就撤下。想知道后来的结果，请到栏目里看，或者打电话问。",
    "wrong": "请不要再按原来的内容办事。更正后会在同一个地址重新公开。",
}


def reason_of(edition: Edition) -> str:
    """Key of the reason class in the row that withdrew the edition; "" where it expired or the words are gone."""
    words = getattr(edition.moved_by, "words", None)
    return json.loads(words.text).get("reason", "") if words and words.text else ""


def title_of(edition: Edition) -> str:
    """The title as residents may still see it: where personal information was the reason, it may hold some."""
    if edition.state == "withdrawn" and reason_of(edition) == "privacy":
        return "（标题已撤下）"
    return edition.title or "（内容已清除）"


def withdrawn_for_privacy(item_id) -> bool:
    """Was any edition of the item taken down for personal information? Then no old text comes back."""
    gone = Edition.objects.filter(item_id=item_id, state="withdrawn").select_related("moved_by__words")
    return any(reason_of(edition) in ("privacy", "") for edition in gone.without_content())


def tombstone(request: HttpRequest, number: str, edition: Edition | None = None) -> HttpResponse:
    edition = edition or _gone(number)
    node = tree_of(request).by_id.get(edition.column_id)
    if node:
        request.section = node.root.slug  # type: ignore[attr-defined]
    unit = edition.meta_data.get("unit") or {"name": "", "phone": ""}
    reason = reason_of(edition)
    expired = edition.public_state == "expired"
    context = {
        "title": title_of(edition),
        "state": edition.public_state,
        "index_number": edition.registered.index_number,
        "when": _down(edition),
        "reason": "公开期限已满" if expired else WITHDRAWAL_REASONS.get(reason, "按规定撤下"),
        "advice": ADVICE.get("expired" if expired else reason, ""),
        "dates": _three_times(edition),
        "column_url": node.url if node else "",
        "column_label": f"看“{node.name}”栏目" if node else "",
        "contacts": [
            *([{"label": unit["name"], "phone": unit["phone"]}] if unit["phone"] else []),
            {"label": "党政办", "phone": settings.TOWN_PHONE},
            {"label": "投诉、求助热线", "phone": "12345"},
        ],
        "breadcrumb": breadcrumb(node.trail if node else [], "已撤下"),
    }
    return render(request, "410.html", context, status=410)


def _gone(number: str) -> Edition:
    month, _, serial = number.partition("-")
    found = Edition.objects.tombstones().filter(publication__month=month, publication__serial=int(serial))
    edition = found.select_related("publication", "moved_by__words").without_content().order_by("-number").first()
    if edition is None or edition.publication.slug != number:
        raise Http404
    return edition


def _moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _down(edition: Edition) -> str:
    """When it came down: by its row, or with the end of its last day where the schedule has not come by yet."""
    return f"{edition.expires_on:%Y-%m-%d} 24:00" if edition.state == "published" else _moment(edition.moved_by.at)


def _three_times(edition: Edition) -> list[dict]:
    """Published, taken down, confirmed: who by post, never by name."""
    row, waits = edition.moved_by, edition.state == "published"
    label, post = (STEPS["expire"].label, "") if waits else (STEPS[row.act].label, row.post)
    times = [
        {
            "label": "曾经公开",
            "value": _moment(edition.registered.first_published_at),
            "source": "系统记录",
            "system": True,
        },
        {"label": label, "value": _down(edition), "source": post or "系统记录", "system": True},
    ]
    if edition.state == "withdrawn":
        confirmed = LedgerEntry.objects.filter(
            item_uuid=edition.item_id, edition_number=edition.number, act="confirm_withdrawal"
        ).first()
        value, source = (_moment(confirmed.at), confirmed.post) if confirmed else ("等另一人确认", "24 小时内")
        times.append({"label": "确认撤下", "value": value, "source": source, "system": bool(confirmed)})
    return times
