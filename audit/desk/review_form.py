"""保密审查表: one edition's confidentiality review as a page to print, from the sealed edition and its ledger rows."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone

from .. import rights
from ..inspection.access import record_reading
from ..models import Edition, Item, LedgerEntry, Question
from ..models.edition import Hand
from ..rich_text import plain_text
from .dossier import ANSWER, data_of
from .frame import frame, staff_page

SUMMARY = 160  # characters of the text where nobody wrote a summary
# heading of the form → the acts that fill it
OPINIONS = (
    ("送审人（科室负责人）", ("submit", "submit_mended")),
    ("信息员初审", ("pass", "propose_withhold", "not_adopt")),
    ("退回修改", ("return",)),
    ("规则更新后写明依据", ("justify_later",)),
    ("送保密审查机构", ("refer",)),
    ("保密审查机构意见", ("resume",)),
    ("分管领导审核签发", ("sign", "sign_onward", "withhold")),
    ("主要负责人审核签发", ("countersign",)),
)
ALWAYS = ("送审人（科室负责人）", "信息员初审", "保密审查机构意见", "分管领导审核签发", "主要负责人审核签发")


@staff_page
def review_form(request, uuid, number):
    edition = (
        rights.editions(request.user, "read").filter(item_id=uuid, number=number)
        .select_related("item__unit", "item__column", "unit", "publication", "moved_by").first()
    )  # fmt: skip
    if edition is None:
        raise Http404
    if rights.can(request.user, "inspect"):
        record_reading(request, edition.item)
    rows = list(LedgerEntry.objects.of_item(uuid).for_staff().filter(edition_number=number).select_related("words"))
    context = {
        "edition": edition,
        "lines": _lines(edition, rows),
        "screening": _screening(rows),
        "answers": _answers(rows),
        "opinions": _opinions(edition, rows),
        "published": _published(edition, rows),
        "seal": f"{edition.seal[:4]} {edition.seal[4:8]} … {edition.seal[-4:]}",
        "printed_at": timezone.localtime(),
    }
    return render(request, "desk/review_form.html", context | frame(request))


def _lines(edition: Edition, rows: list[LedgerEntry]) -> list[tuple[str, str]]:
    """The head of the form: label, what stands there."""
    if edition.erased_by:
        return [("信息名称", "（内容已清除）")]
    meta = edition.meta_data
    drafters = [hand.person_name for hand in edition.hands.all() if hand.kind == Hand.Kind.DRAFT]
    listed = [file["name"] for file in edition.files if not file["inline"]]
    number = meta.get("document_number", "")
    return [
        ("填表日期", f"{timezone.localtime(edition.submitted_at):%Y年%-m月%-d日}"),
        ("拟公开单位", meta["unit"]["name"]),
        ("信息名称", edition.title),
        ("载体形式", f"公文类（{number}）" if number else "非公文类"),
        ("拟公开方式", "公开栏（只上墙，不上网）" if edition.board_only else "政府网站、公开栏"),
        ("拟公开时间", f"不早于 {_moment(edition.not_before)}" if edition.not_before else "签发后即时"),
        ("公开到", meta.get("expires_on", "")),
        ("栏目", " › ".join(column["name"] for column in meta["columns"])),
        ("信息来源", _source(edition)),
        ("拟稿人", "、".join(dict.fromkeys(drafters)) or "（上一稿的拟稿人）"),
        ("内容摘要", edition.summary or _short(plain_text(edition.body))),
        ("附件", "；".join(listed) or "没有附件"),
        ("公开属性", _publicity(edition)),
        ("理由及依据条款", _clause(edition, rows)),
        ("人员名单", "有人员名单" if edition.lists_persons else "没有"),
    ]


def _source(edition: Edition) -> str:
    labels = ("来源", "原文机关", "发文机关", "信息来源")
    said = [fact["value"] for fact in edition.facts_data if fact["label"] in labels and fact.get("value")]
    return said[0] if said else f"{edition.meta_data['unit']['name']}制作"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SUMMARY else f"{text[:SUMMARY]}……"


def _publicity(edition: Edition) -> str:
    if edition.state in ("withhold_review", "withheld"):
        return "不予公开" if edition.state == "withheld" else "拟不予公开"
    return Item.Publicity(edition.meta_data.get("publicity", "proactive")).label


def _clause(edition: Edition, rows: list[LedgerEntry]) -> str:
    said = next((data_of(row).get("clause", "") for row in reversed(rows) if row.act == "propose_withhold"), "")
    return said or ("国令第711号第十九条至第二十一条" if _publicity(edition) == "主动公开" else "见初审意见")


def _screening(rows: list[LedgerEntry]) -> dict:
    """含个人信息及脱敏情况: what was found in the content that was submitted, and why whatever stays may stay."""
    row = next((row for row in rows if row.act in ("submit", "submit_mended")), None)
    if row is None or "screening" not in data_of(row):
        return {"said": "送审时没有自动检查。", "kept": []}
    found = data_of(row)["screening"]
    kept = [one for one in found if one["basis"]]
    pictures = sum(one["eyes"] for one in found)
    said = [
        "送审的正文和附件里没有没处理的身份证号、银行账号、手机号、详细住址和密级标志；查出过的已遮盖或删去。",
        f"下列 {len(kept)} 处写明依据保留，初审人逐处看过。" if kept else "",
        f"{pictures} 张图片由初审人逐张看过。" if pictures else "",
    ]
    return {"said": "".join(said), "kept": kept}


def _answers(rows: list[LedgerEntry]) -> list[dict]:
    """The questions in the words and order of that day, with the clause each stands on."""
    row = next((row for row in reversed(rows) if row.act in ("pass", "propose_withhold")), None)
    given = data_of(row).get("answers", {}) if row else {}
    asked = {question.key: question for question in Question.objects.filter(key__in=given).order_by("valid_from")}
    return [
        {
            "question": answer.get("question") or (asked[key].text if key in asked else key),
            "clause": asked[key].source if key in asked else "",
            "answer": ANSWER.get(answer.get("answer", ""), "没有答"), "note": answer.get("note", ""),
        }
        for key, answer in sorted(given.items(), key=lambda pair: pair[1].get("place", ""))
    ]  # fmt: skip


def _opinions(edition: Edition, rows: list[LedgerEntry]) -> list[dict]:
    """Every opinion and signature in the order of the form; a place nobody filled says so."""
    found = []
    for label, acts in OPINIONS:
        told = [
            {"row": row, "when": _moment(row.at), "said": _said(data_of(row))} for row in rows if row.act in acts
        ]  # fmt: skip
        needed = label in ALWAYS and (label != "主要负责人审核签发" or edition.needs_principal)
        if told or needed:
            found.append({"label": label, "told": told, "empty": _empty(label)})
    return found


def _empty(label: str) -> str:
    return "没有送审查部门" if label == "保密审查机构意见" else "还没有办到这一步"


def _said(words: dict) -> str:
    return "；".join(filter(None, [words.get("clause", ""), words.get("remark", ""), words.get("note", "")]))


def _published(edition: Edition, rows: list[LedgerEntry]) -> list[tuple[str, str]]:
    up = next((row for row in rows if row.act == "publish"), None)
    if up is None or not edition.publication:
        return []
    where = "只上墙，没有网址" if edition.board_only else _address(edition)
    return [("发布人", "系统（签发后自动上网）"), ("发布时间", _moment(up.at)), ("索引号", up.subject), ("网址", where)]


def _address(edition: Edition) -> str:
    assert edition.publication
    try:
        return f"{settings.SITE_URL}{reverse('item', args=[edition.publication.slug])}"
    except NoReverseMatch:
        return edition.publication.index_number


def _moment(at) -> str:
    return f"{timezone.localtime(at):%Y年%-m月%-d日 %H:%M}"


urlpatterns = [path("items/<uuid:uuid>/review-form/<int:number>/", review_form, name="review_form")]
