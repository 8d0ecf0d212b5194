"""今天: what waits for me, since when, and what is due; one button a row."""

from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from .. import clock, duties, rights
from ..models import Account
from ..states import OPEN
from . import mine, outcome, signed, withheld
from .deadlines import moment
from .dossier import data_of
from .frame import frame, staff_page
from .waiting import Entry, on_desk

MOST_DRAFTS = 20
MOST_SIGNED = 10
BUTTONS = {
    "first_review": "去初审", "leader_review": "去签发", "principal_review": "去签发", "withhold_review": "去决定",
    "withdrawn": "去确认", "returned": "去修改", "published": "去看",
}  # fmt: skip


@staff_page
def today(request):
    at, me = clock.now(), request.user
    entries = on_desk(me, at)
    groups, asked = _groups(me, entries), duties.of(me)
    context = {
        "groups": groups,
        "waiting": groups["waiting"],
        "to_do": _to_do(groups),
        "due_today": sum(entry.clock.due_today for entry in (*groups["withdrawn"], *groups["waiting"])),
        "drafts": [mine.draft_row(item) for item in mine.drafts(me, MOST_DRAFTS)],
        "missing": [duty.title for duty in asked.get("missing", ())],
        "signed": _signed_for(me),
        "withheld": len(asked.get("withheld", ())) if withheld.decides(me) else None,
        "asks": rights.can(me, "staff"),
        "outcome": outcome.take(request),
        "now": at,
    }
    sections = [*_sections(groups), *duties.sections(asked)]
    context["sections"] = sections
    context["nothing"] = not (sections or context["drafts"])
    return render(request, "desk/today.html", context | frame(request, "desk:today", context["to_do"]))


def _signed_for(account: Account) -> list[dict]:
    """What was signed under her name this week, by herself or for her."""
    if not (rights.can(account, "lead") or rights.can(account, "countersign")):
        return []
    return signed.lines(account, list(signed.in_the_name_of(account, since=None)[:MOST_SIGNED]))


def _to_do(groups: dict[str, list[Entry]]) -> int:
    """How much of it is this person's to do now: the number beside 今天."""
    return sum(len(groups[name]) for name in ("asked", "withdrawn", "waiting", "returned"))


def _groups(account: Account, entries: list[Entry]) -> dict[str, list[Entry]]:
    """Each edition in one heap; the order of the heaps is that of the page."""
    heaps: dict[str, list[Entry]] = {name: [] for name in (
        "asked", "withdrawn", "waiting", "returned", "mine", "others", "referred", "approved", "hung", "ending")}  # fmt: skip
    seen_items = set()
    for entry in entries:
        state = entry.edition.state
        if state == "published":
            if name := _heap_of_public(account, entry):
                heaps[name].append(entry)
        elif state == "withdrawn":
            if entry.edition.item_id not in seen_items:  # an item taken down whole is one thing to confirm
                heaps["others" if entry.blocked else "withdrawn"].append(entry)
            seen_items.add(entry.edition.item_id)
        elif entry.turn:
            heaps["others" if entry.blocked else "waiting"].append(entry)
        elif state in ("returned", "referred", "approved"):
            heaps[state].append(entry)
        elif entry.mine:
            heaps["mine"].append(entry)
    return heaps


def _heap_of_public(account: Account, entry: Entry) -> str:
    edition = entry.edition
    hers = rights.can(account, "withdraw", edition)
    if hers and (edition.asked or edition.hung):
        return "asked" if edition.asked else "hung"
    return "ending" if edition.expires_on and not entry.urgent else ""  # an emergency ends by the hour, by itself


SECTIONS = (
    ("asked", "有人请求撤下", "先看，该撤就撤；不该撤，写明理由。"),
    ("withdrawn", "撤下了，等另一人确认", "撤下的人不能自己确认；24 小时没人确认会自动立案。"),
    ("waiting", "等我办", ""),
    ("returned", "退回给我的", "改好再送审。"),
    ("mine", "我送审的，还在办", ""),
    ("others", "要等别人办的", ""),
    ("referred", "送审查部门了，等答复", "等答复时不计时。"),
    ("approved", "已签发，等到时间上网", ""),
    ("hung", "挂着“正在更正”的", "更正的一稿公开了，这句话自己就没有了；不用更正的，取下来。"),
    ("ending", "三天内到期的公示", "到期自动撤下，不用办；要延长就改了再送审。"),
)


def _sections(groups: dict[str, list[Entry]]) -> list[dict]:
    return [
        {"key": key, "title": title, "hint": hint, "rows": [_row(key, entry) for entry in groups[key]]}
        for key, title, hint in SECTIONS
        if groups[key]
    ]


def _row(key: str, entry: Entry) -> dict:
    """Variables of parts/queue_row.html."""
    edition, row = entry.edition, entry.edition.moved_by
    meta = [edition.unit.short_name] + (["只上墙"] if edition.board_only else [])
    due, note = entry.clock.due_words, ""
    if key == "ending":
        meta.append(f"公开到 {edition.expires_on.month}月{edition.expires_on.day}日")
        due = ""
    elif key == "approved":
        meta.append(f"{moment(edition.not_before)} 上网" if edition.not_before else "马上上网")
        if edition.stopped:
            meta[-1] = "不会自动上网"
            note = "签发之后这条信息撤下了。请点开退回，核对后重新送审、签发。"
        elif edition.found == "found_later":
            meta[-1] = "不会自动上网"
    elif key in ("withdrawn", "returned", "referred") or edition.state == "withdrawn":
        meta.append(f"{row.person_name} {moment(row.at)}{row.label}")
        note = data_of(row).get("remark", "")
    elif key not in ("asked", "hung"):
        meta.append(entry.clock.waited)
    if edition.state in OPEN and edition.found == "found_later":
        note = "送审之后又查出必须处理的地方：请退回修改，或写明依据；没处理不能签发、上网。"
    if key in ("others", "mine", "returned"):
        due, note = "", entry.blocked or note
    if entry.urgent and entry.turn and not entry.blocked:
        due = "请马上办"
    button = "去处理" if key == "asked" else BUTTONS.get(edition.state, "去看")
    if key in ("mine", "others", "approved", "referred"):
        button = "看看"
    return {
        "title": edition.title, "url": entry.url, "state": edition.state, "meta": meta, "due": due,
        "late": (entry.clock.late or bool(entry.urgent)) and bool(due), "correction": entry.correction, "button": button,
        "note": note, "urgent": entry.urgent if edition.state in OPEN else "",
    }  # fmt: skip


@staff_page
def done(request):
    """After the last one: what became of it, and that the desk is clear - where it is."""
    left = _to_do(_groups(request.user, on_desk(request.user, clock.now())))
    context = {"outcome": outcome.take(request), "left": left, "now": timezone.localtime(clock.now())}
    return render(request, "desk/done.html", context | frame(request))


urlpatterns = [path("", today, name="today"), path("done/", done, name="done")]
