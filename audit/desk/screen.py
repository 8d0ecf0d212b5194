"""The one screen of an item, whoever looks: what it is, what changed, what was found, who said what, the page,
and what this person can decide."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from .. import clock, rights, workflow
from ..findings import findings
from ..impact import impact
from ..inspection.access import record_reading
from ..models import Edition, Hand, Item
from ..models.item import kinds, urgent_kinds
from ..page import page_of
from ..states import ENDED_UNSEEN, OPEN, STEPS, WITHDRAWAL_REASONS
from . import calls, device, notices, outcome, screening, second_look
from .deadlines import moment
from .decisions import DECISIONS, StepForm, form_to_show
from .dossier import Dossier, data_of, told_answers
from .frame import frame
from .waiting import REVIEWS, waiting


def show(
    request: HttpRequest, dossier: Dossier, *, wrong: StepForm | None = None, act: str = "", trouble: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Render the screen. wrong: the bound form of `act` that did not pass; trouble: a sentence for the top."""
    if rights.can(request.user, "inspect"):
        record_reading(request, dossier.item)
    edition, acts = dossier.edition, workflow.allowed_acts(request.user, dossier.edition)
    context = {
        "dossier": dossier,
        "edition": edition,
        "item": dossier.item,
        "files": _files(request, dossier),
        "comparisons": dossier.comparisons(),
        "first_look": _first_look(edition),
        **_checked(request, dossier),
        "reason": WITHDRAWAL_REASONS.get(data_of(edition.moved_by).get("reason", ""), ""),
        "open": edition.state in OPEN,
        "page_label": _page_label(edition),
        "hands": _hands(dossier.hands),
        "facts": _facts(dossier),
        "page": None
        if edition.erased_by
        else page_of(edition, file_address=_address(dossier), registered=dossier.registered),
        "public_url": notices.public_address(edition),
        "trouble": trouble,
        "seal": f"{edition.seal[:4]} {edition.seal[4:8]} {edition.seal[8:12]} … {edition.seal[-4:]}",
        "editable": edition.state not in OPEN and _may_edit(request, dossier),
        "outcome": outcome.take(request) if request.method == "GET" else None,
    }
    context |= _emergency(request, dossier) | _said(dossier) | _decisions(request, dossier, acts, wrong, act)
    queue = waiting(request.user, clock.now(), dossier.days) if context["keeper"] else []
    context |= _place(dossier, queue)
    return render(request, "desk/review.html", context | frame(request), status=status)


def _checked(request: HttpRequest, dossier: Dossier) -> dict:
    """What machines found: in the content, by better rules since, and where else the old words stand."""
    edition, is_open = dossier.edition, dossier.edition.state in OPEN
    return {
        "findings": findings(edition, clock.local_date(clock.now()), dossier.screening) if is_open else [],
        "later": screening.later_rows(request.user, dossier),
        "impact": impact(request.user, edition, dossier.public) if is_open else None,
    }  # fmt: skip


def _emergency(request: HttpRequest, dossier: Dossier) -> dict:
    """What only an urgent kind has: its word, the calls while it waits, the second look after it went out."""
    edition = dossier.edition
    return {
        "urgent": urgent_kinds().get(edition.kind, ""), "calls": calls.told(edition),
        "look": second_look.card(request.user, dossier),
    }  # fmt: skip


def _said(dossier: Dossier) -> dict:
    """Who did and said what, from the first edition on."""
    return {
        "answers": told_answers(dossier.reviewed),
        "reviewed_words": data_of(dossier.reviewed) if dossier.reviewed else {},
        "returned_words": data_of(dossier.last_return) if dossier.last_return else {},
        "life": [_told(row) for row in reversed(dossier.rows)],
        "several": len({row.edition_number for row in dossier.rows}) > 1,
        "asked": [_told(row) for row in dossier.asks],
    }


def _page_label(edition: Edition) -> str:
    if edition.state in OPEN:
        return "贴到墙上将是这样" if edition.board_only else "群众将看到的整页"
    if edition.state in ENDED_UNSEEN:
        return "这一稿的整页，群众没有看到过"
    return "群众看到的整页" if edition.state == "published" else "撤下前群众看到的整页"


def _first_look(edition: Edition) -> dict:
    """What the kind itself puts before everything else (`Item.review`): {"template", "own"}, or nothing."""
    kind = kinds().get(edition.kind, Item)
    own = kind.review(edition) if kind.REVIEW and not edition.erased_by else {}
    return {"template": kind.REVIEW, "own": own} if own else {}


def _address(dossier: Dossier):
    return lambda file: reverse("desk:file", args=[dossier.item.pk, file["sha256"]])


def _facts(dossier: Dossier) -> list[tuple[str, str]]:
    """Whom it concerns and how it will stand: the few facts a reviewer asks for first."""
    edition, meta = dossier.edition, dossier.edition.meta_data
    marks = [word for holds, word in (
        (edition.board_only, "只上墙，网上任何地方都看不到"), (edition.lists_persons, "里面有人员名单，不进搜索"),
        (edition.needs_principal, "还要主要负责人签发")) if holds]  # fmt: skip
    rows = [
        ("写给谁看", meta.get("audience") or "没有写"),
        ("栏目", " › ".join(column["name"] for column in meta.get("columns", []))),
        ("落款日期", meta.get("formed_on") or "没有写"),
        ("文号", meta.get("document_number", "")),
        ("公开到", meta.get("expires_on", "")),
        ("上网时间", moment(edition.not_before) if edition.not_before else ""),
        ("注意", "；".join(marks)),
    ]
    return [(label, value) for label, value in rows if value]


def _files(request: HttpRequest, dossier: Dossier) -> list[dict]:
    """Variables of parts/attachment.html, and whether this person opened the file since login."""
    listed = [file for file in dossier.edition.files if not file["inline"]]
    mine, old = set(device.opened(request, listed)), dossier.public
    before = {file["sha256"] for file in old.files} if old else set()
    return [
        {
            "name": file["name"], "kind": file["name"].rpartition(".")[2].upper()[:4], "paper": file["paper_only"],
            "url": _address(dossier)(file), "changed": bool(old) and file["sha256"] not in before,
            "note": "您打开过" if file["sha256"] in mine else "您还没打开",
        }
        for file in listed
    ]  # fmt: skip


def _hands(hands: list[Hand]) -> list[dict]:
    """One line a person: what she did to the text."""
    by_person: dict[str, list[str]] = {}
    for hand in hands:
        by_person.setdefault(hand.person_name, []).append(hand.get_kind_display())
    return [{"name": name, "did": "、".join(did)} for name, did in by_person.items()]


def _told(row) -> dict:
    words = data_of(row)
    why = words.get("remark") or words.get("clause") or ""
    return {"row": row, "when": moment(row.at), "why": why}


def _decisions(request: HttpRequest, dossier: Dossier, acts: list[str], wrong: StepForm | None, failed: str) -> dict:
    """The forms of the acts this person may take; those she has a hand against are left out and said so."""
    blocked = _blocked(request, dossier)
    if not {act for act in acts if not _idle(act, request, dossier)} & set(
        blocked["acts"]
    ):  # not hers to do in any case
        blocked = {"acts": (), "why": ""}
    places: dict[str, list[dict]] = {"first": [], "return": [], "more": []}
    for act, decision in DECISIONS.items():
        if act not in acts or act in blocked["acts"] or _idle(act, request, dossier):
            continue
        form = wrong if act == failed and wrong is not None else form_to_show(act, dossier, _typed(request))
        url = reverse("desk:decide", args=[dossier.item.pk, act])
        places[decision.place].append({"act": act, "form": form, "url": url, "kind": decision})
    if not places["first"] and places["return"]:  # returning is all she can do: it need not hide behind another
        places["first"], places["return"] = places["return"], []
    first = places["first"][0] if places["first"] else None
    return {
        "first": first,
        "returning": places["return"][0] if places["return"] else None,
        "more": places["more"],
        "blocked": blocked["why"],
        "blocked_acts": blocked["acts"],
        "keeper": bool(first) and dossier.waits,
        "typed": _lost_words(request, failed, wrong, places),
        "failed": failed,
        "wrong": wrong,
        "can": {act: act in acts for act in STEPS}
        | {"mend": "mend" in acts and not kinds()[dossier.edition.kind].WRITTEN_AT},
        "no_code": first is not None and "code" in first["form"].fields and not request.user.person.has_code,
        "holders": [] if first or not dossier.waits else notices.keepers(dossier.edition),
        "line_label": "发到群里，群众点开就能看" if dossier.edition.state == "published" else "发到群里问一声",
        "line": "" if first else _line(request, dossier),
    }


def _line(request: HttpRequest, dossier: Dossier) -> str:
    """What to paste into the chat group about the item as it stands now."""
    act = "confirm_withdrawal" if dossier.confirmed else "hang_correction" if dossier.hung else ""
    return notices.line(dossier.edition, notices.address(dossier.edition, request), act)


def _idle(act: str, request: HttpRequest, dossier: Dossier) -> bool:
    """Hers by right, but there is nothing it would answer."""
    return {
        "confirm_withdrawal": dossier.confirmed,
        "recall": not _hers(request, dossier),
        "decline_withdrawal": not dossier.asks,
        "hang_correction": dossier.hung is not None,
        "unhang_correction": dossier.hung is None,
    }.get(act, False)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _may_edit(request: HttpRequest, dossier: Dossier) -> bool:
    return not dossier.edition.erased_by and rights.can(request.user, "draft", dossier.item)


def _hers(request: HttpRequest, dossier: Dossier) -> bool:
    return any(hand.person_id == request.user.person_id for hand in dossier.hands)


def _blocked(request: HttpRequest, dossier: Dossier) -> dict:
    """The acts her own hand in the edition keeps her from, and the sentence that says so."""
    mine = {hand.kind for hand in dossier.hands if hand.person_id == request.user.person_id}
    number = request.user.person.staff_number if request.user.person else ""
    state = dossier.edition.state
    if state == "withdrawn" and dossier.edition.moved_by.person_number == number:
        return {"acts": ("confirm_withdrawal",), "why": "是您撤下的，等另一人确认。"}
    if state == "first_review" and mine - {Hand.Kind.MEND}:
        return {"acts": ("pass", "propose_withhold", "mend"), "why": "这一稿您经手过，要由另一位信息员初审。"}
    if state in ("leader_review", "principal_review", "withhold_review"):
        signing = ("sign", "countersign", "withhold")
        if mine:
            return {"acts": signing, "why": "这一稿您经手过，要由另一位领导签发。"}
        if any(row.act in (*REVIEWS, "sign_onward") and row.person_number == number for row in dossier.own_rows):
            return {"acts": signing, "why": "这一稿您已经审过一道，要由另一位领导签发。"}
    return {"acts": (), "why": ""}


def _lost_words(request: HttpRequest, failed: str, wrong: StepForm | None, places: dict) -> str:
    """What was typed for an act that is no longer on the page: shown, so that it can be copied."""
    if not failed or any(entry["act"] == failed for entries in places.values() for entry in entries):
        return ""
    typed = [request.POST.get(f"{failed}-{name}", "").strip() for name in ("remark", "clause")]
    return "\n".join(text for text in typed if text)


def _place(dossier: Dossier, queue: list) -> dict:
    """Where this item stands among what waits: how many are left after it, and the next one."""
    others = [entry for entry in queue if entry.edition.item_id != dossier.item.pk]
    here = next((n for n, entry in enumerate(queue) if entry.edition.item_id == dossier.item.pk), -1)
    following = queue[here + 1 :] if here >= 0 else others
    return {
        "left": len(others),
        "next_url": following[0].url if following else "",
    }
