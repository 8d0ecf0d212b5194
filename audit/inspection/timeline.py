"""The whole life of one item: edits, editions, steps, remarks; returned, refused and erased ones too."""

import json

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from ..differences import compare, compare_fields
from ..models import Attachment, Edition, Item, LedgerEntry, LedgerText, Publication, Question
from ..models.people import SYSTEM_NUMBER
from ..states import ACT_LABELS, SIGNING_ACTS, WITHDRAWAL_REASONS
from .access import frame, inspectors_only, record_reading
from .acts import READING, items_called
from .chain import chain_message

MARKS = {
    "return": "returned", "recall": "returned", "not_adopt": "returned", "refused": "stopped",
    "withdraw": "stopped", "erase": "stopped", "pass": "passed", "sign": "passed", "sign_onward": "passed",
    "countersign": "passed", "publish": "system", "supersede": "system", "expire": "system",
    "open_case": "system",
}  # fmt: skip
SAVES_SHOWN = 200
ANSWERS = {"no": "否", "yes": "是"}


@inspectors_only
def items(request):
    word = request.GET.get("q", "")[:120]
    found = items_called(word) if word.strip() else Item.objects.all()
    rows = list(found.select_related("unit", "column").order_by("-changed_at")[:50])
    newest: dict = {}
    for edition in Edition.objects.filter(item__in=rows).without_content().order_by("number"):
        newest[edition.item_id] = edition
    for row in rows:
        row.newest = newest.get(row.pk)
    context = frame(request, "items") | {"word": word, "rows": rows}
    return render(request, "inspection/items.html", context)


@inspectors_only
def timeline(request, uuid):
    item = get_object_or_404(Item.objects.select_related("unit", "column"), pk=uuid)
    record_reading(request, item)
    editions = list(item.editions.order_by("number"))
    every = list(LedgerEntry.objects.of_item(item.pk))
    rows = every if request.GET.get("readings") else [row for row in every if row.act != READING]
    words = {said.entry_id: said for said in LedgerText.objects.filter(entry__in=[row.number for row in rows])}
    saves = _saves(item)
    entries = _entries(editions, rows, words, saves)
    context = frame(request, "items") | {
        "item": item,
        "editions": editions,
        "newest": editions[-1] if editions else None,
        "publication": Publication.objects.filter(item=item).first(),
        "entries": entries,
        "people": _people(every, saves),
        "handlers": len(_handlers(every, saves)),
        "row_count": len(every),
        "unlisted": len(every) - len(rows),
        "chain": chain_message(),
        "example": any(row.clock != "server" for row in every),
        "flags": [entry for entry in entries if entry.get("flags")],
        "saves": saves[-SAVES_SHOWN:],
    }
    return render(request, "inspection/timeline.html", context)


def _saves(item: Item) -> list:
    """Every save of the working text and of its attachments, oldest first."""
    saves = list(item.concrete().history.select_related("history_user__person"))
    attached = list(Attachment.history.filter(item_id=item.pk).select_related("history_user__person"))
    return sorted(saves + attached, key=lambda row: (row.history_date, row.history_id))


def _entries(editions, rows, words, saves) -> list[dict]:
    """Acts and saves in the order of time, with a stitch where each edition begins."""
    by_number = {edition.number: edition for edition in editions}
    questions = dict(Question.objects.order_by("order").values_list("key", "text"))
    merged = [(row.at, 1, row.number, row) for row in rows]
    merged += [(save.history_date, 0, save.history_id, save) for save in saves]
    found: list[dict] = []
    shown: set[int] = set()
    for _, is_row, _, row in sorted(merged, key=lambda entry: entry[:3]):
        if not is_row:
            found.append(_save_entry(row))
            continue
        edition = by_number.get(row.edition_number)
        if edition and edition.number not in shown:
            shown.add(edition.number)
            found.append(_stitch(edition))
        said = _said(words.get(row.number))
        found.append(_act_entry(row, edition, said, rows, words, by_number, questions))
    return found


def _stitch(edition: Edition) -> dict:
    short = edition.seal
    return {
        "edition": f"第{edition.number}稿",
        "state": edition.badge,
        "seal": f"{short[:4]} {short[4:8]} {short[8:12]} … {short[-4:]}",
    }


def _said(words: LedgerText | None) -> dict:
    if words is None:
        return {}
    return {"erased": words.erased_by} if words.erased_by else json.loads(words.text)


def _when(at) -> dict:
    local = timezone.localtime(at)
    return {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M:%S}"}


def _act_entry(row, edition, said, rows, words, by_number, questions) -> dict:
    who = " ".join(dict.fromkeys(filter(None, [row.person_name, row.post])))
    if row.on_behalf_of:
        who += f"（代{row.on_behalf_of}）"
    moved = row.from_state != row.to_state
    return _when(row.at) | {
        "act": row.label,
        "who": who,
        "kind": MARKS.get(row.act, "done"),
        "number": row.number,
        "from_state": row.from_state if moved else "",
        "to_state": row.to_state if moved else "",
        "note": _note(row, said, questions),
        "flags": _flags(row, edition, said, rows, words),
        "url": _compare_url(row, edition, by_number),
    }


def _compare_url(row, edition, by_number) -> str:
    if not edition or row.act not in ("submit", "submit_mended") or edition.number - 1 not in by_number:
        return ""
    url = reverse("inspection:compare", args=[edition.item_id])
    return f"{url}?a={edition.number - 1}&b={edition.number}"


def _note(row, said: dict, questions: dict[str, str]) -> str:
    if said.get("erased"):
        return f"（文字已由第 {said['erased']} 行清除）"
    lines = [said.get("note", ""), said.get("remark", ""), said.get("clause", ""), row.subject]
    if said.get("typos_only"):
        lines.append("只改了错字，旧纸仍有效。")
    if said.get("reason"):
        lines.append(f"告诉群众的原因：{WITHDRAWAL_REASONS.get(said['reason'], said['reason'])}")
    if said.get("why"):
        lines.append(f"想办：{_wanted(said)}。{said['why']}")
    lines += _answer_lines(said.get("answers", {}), questions)
    return "\n".join(line for line in lines if line)


def _wanted(said: dict) -> str:
    """What somebody was refused, in the words of the button; an act no table knows is not shown as code."""
    return ACT_LABELS.get(said.get("act", ""), "别的操作")


def _answer_lines(answers: dict, questions: dict[str, str]) -> list[str]:
    """One sentence where every question was answered no; in words whatever was not, or has a note."""
    told = [
        f"{questions.get(key, key)} {ANSWERS.get(answer.get('answer', ''), '未答')}。{answer.get('note', '')}"
        for key, answer in answers.items()
        if answer.get("answer") != "no" or answer.get("note")
    ]
    plain = len(answers) - len(told)
    return ([f"保密审查 {len(answers)} 问，{plain} 问答“否”。"] if answers else []) + told


def _flags(row, edition, said, rows, words) -> list[str]:
    """Signing from a drafter's device, or with attachments unopened."""
    if row.act not in SIGNING_ACTS or edition is None:
        return []
    found = []
    if said.get("device") and said["device"] in _drafting_devices(row, rows, words):
        found.append("和送审用的是同一台设备")
    listed = [file for file in edition.files if not file["inline"]]
    unopened = [file["name"] for file in listed if file["sha256"] not in said.get("opened", [])]
    if unopened:
        found.append(f"签发前没有打开附件：{'、'.join(unopened)}")
    return found


def _drafting_devices(signing, rows, words) -> set[str]:
    acts = ("submit", "submit_mended", "mend")
    earlier = [row for row in rows if row.act in acts and row.number < signing.number]
    return {_said(words.get(row.number)).get("device", "") for row in earlier} - {""}


def _save_entry(save) -> dict:
    what = "附件" if isinstance(save, Attachment.history.model) else "底稿"
    act = {"+": f"新建{what}", "~": f"改动{what}", "-": f"删去{what}"}[save.history_type]
    who = save.history_user.display_name if save.history_user else "系统"
    note = save.name if what == "附件" else ""
    if save.erased_by:
        note = f"（内容已由第 {save.erased_by} 行清除）"
    return _when(save.history_date) | {"act": act, "who": who, "kind": "done", "note": note}


def _handlers(rows, saves) -> set[str]:
    """Persons who worked on it: not the system, not who only read it or was refused."""
    acted = {
        row.person_name for row in rows if row.act not in (READING, "refused") and row.person_number != SYSTEM_NUMBER
    }
    return acted | {save.history_user.display_name for save in saves if save.history_user}


def _people(rows, saves) -> list[tuple[str, str]]:
    """Who had to do with it, and how often: ("王示例", "初审通过 2，退回修改 1")."""
    counted: dict[str, dict[str, int]] = {}
    for row in rows:
        acts = counted.setdefault(row.person_name, {})
        acts[row.label] = acts.get(row.label, 0) + 1
    for save in saves:
        acts = counted.setdefault(save.history_user.display_name if save.history_user else "系统", {})
        acts["改动底稿"] = acts.get("改动底稿", 0) + 1
    return [(name, "，".join(f"{act} {n}" for act, n in acts.items())) for name, acts in counted.items()]


@inspectors_only
def compare_editions(request, uuid):
    """Any two editions of an item side by side in words: ?a=1&b=2."""
    item = get_object_or_404(Item, pk=uuid)
    record_reading(request, item)
    editions = {edition.number: edition for edition in item.editions.all()}
    old = _chosen(editions, request.GET.get("a"))
    new = _chosen(editions, request.GET.get("b"))
    erased = bool(old.erased_by or new.erased_by)
    context = frame(request, "items") | {
        "item": item, "old": old, "new": new, "editions": list(editions.values()), "erased": erased,
        "changes": [] if erased else compare(old.content(), new.content()),
    }  # fmt: skip
    return render(request, "inspection/compare.html", context)


def _chosen(editions: dict[int, Edition], number: str | None) -> Edition:
    if not number or not number.isdecimal() or int(number) not in editions:
        raise Http404
    return editions[int(number)]


@inspectors_only
def compare_saves(request, uuid):
    """Any two saves of the working text: ?a=<history id>&b=<history id>."""
    item = get_object_or_404(Item, pk=uuid).concrete()
    record_reading(request, item)
    saves = list(item.history.select_related("history_user__person").order_by("history_date", "history_id"))
    by_id = {str(save.history_id): save for save in saves}
    new = by_id.get(request.GET.get("b", ""), saves[-1])
    old = by_id.get(request.GET.get("a", ""), saves[max(0, saves.index(new) - 1)])
    skipped = ("uuid", "revision", "changed_at", "created_at", "item_ptr", "drafter")
    fields = [f for f in item._meta.concrete_fields if f.name not in skipped]
    labels = {field.attname: str(field.verbose_name) for field in fields}
    values = [{name: _plain(getattr(save, name, "")) for name in labels} for save in (old, new)]
    context = frame(request, "items") | {
        "item": item, "saves": saves[-SAVES_SHOWN:], "old": old, "new": new,
        "changes": compare_fields(*values, labels),
        "erased": bool(old.erased_by or new.erased_by),
    }  # fmt: skip
    return render(request, "inspection/saves.html", context)


def _plain(value) -> str:
    return "" if value is None else {True: "是", False: "否"}.get(value, str(value))
