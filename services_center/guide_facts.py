"""A guide as sealed facts, and the guide's page from them. Everything residents read of a guide passes through here."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.html import format_html

from audit.facts import Fact, line, rows, table, value

from . import guide_choice, phone_numbers
from .guide_choice import Question

CONDITIONS = ("条件",)
EXCLUSIONS = ("情况", "怎么办")
QUESTIONS = ("问什么", "答案", "选了要告诉他的")
MATERIALS = ("名称", "来源", "份数", "形式", "样表", "哪些人要", "说明")
STEPS = ("步骤", "做什么", "谁办", "多久", "哪些人要走")
FEES = ("哪些人", "交多少", "说明")
WAYS = ("方式", "怎么办", "网址")
FAQ = ("问", "答")
BASIS = ("文件", "文号", "条款")

# key, label as the national list of elements has it; the value is the field's of that name, choices as their words
LINES = (
    ("slug", "网址"), ("also_called", "也叫"), ("life_events", "人生大事"), ("served", "服务对象"),
    ("quantity_limit", "数量限制"), ("statutory_days", "法定时限"), ("promised_days", "承诺时限"),
    ("time_note", "不计入时限"), ("season", "办理的季节"), ("season_months", "季节的月份"), ("charge", "收费"),
    ("fee_basis", "收费依据"), ("place", "办理地点"), ("hours", "办理时间"), ("trips", "到现场次数"),
    ("by_others", "可否代办"), ("by_others_note", "代办怎么办"), ("villages", "村里代办"), ("intermediary", "中介服务"),
    ("consult_phone", "咨询电话"), ("complaint_phone", "监督投诉"), ("query_way", "查询方式"), ("rating_way", "好差评"),
    ("implementing_body", "实施主体"), ("matter_type", "事项类型"), ("matter_code", "事项编码"),
    ("coverage", "通办范围"), ("result_name", "办理结果"), ("result_sample", "结果样本"), ("delivery", "送达方式"),
    ("rights_and_duties", "权利义务"), ("related", "一起常办"), ("check_by", "下次核对"),
)  # fmt: skip
LINE_KEYS = tuple(key for key, _ in LINES)
TABLES = (
    ("conditions", "受理条件", CONDITIONS), ("exclusions", "禁止性要求", EXCLUSIONS), ("questions", "分情况", QUESTIONS),
    ("materials", "申请材料", MATERIALS), ("steps", "办理流程", STEPS), ("fees", "收费标准", FEES), ("ways", "办理方式", WAYS),
    ("faq", "常见问题", FAQ), ("basis", "设定依据", BASIS),
)  # fmt: skip
# What stands in the last part of the page, besides the legal basis.
ELEMENTS = (
    "also_called", "life_events", "implementing_body", "matter_type", "matter_code", "served", "quantity_limit", "coverage",
    "by_others", "by_others_note", "villages", "intermediary", "fee_basis", "time_note", "result_name", "delivery", "query_way",
    "complaint_phone", "rating_way", "rights_and_duties",
)  # fmt: skip
NO_LIMIT = "法律没有规定"


def days(number: int | None) -> str:
    """A term as residents read it."""
    if number is None:
        return NO_LIMIT
    return "当场办好" if number == 0 else f"{number} 个工作日"


def facts_of(guide) -> list[Fact]:
    """guide: a `Guide`, saved or not. Empty lines and tables are left out."""
    found = [line(key, label, told) for key, label in LINES if (told := _told(guide, key))]
    return found + [table(key, label, head, _filled(guide, key)) for key, label, head in TABLES if getattr(guide, key)]


def _told(guide, key: str) -> str:
    if key in ("statutory_days", "promised_days"):
        return days(getattr(guide, key))
    if key == "season_months":
        return f"{guide.season_from}-{guide.season_until}" if guide.season_from and guide.season_until else ""
    if key == "trips":
        return "" if guide.trips is None else str(guide.trips)
    if key == "check_by":
        return guide.check_by.isoformat() if guide.check_by else ""
    if guide._meta.get_field(key).choices:
        return getattr(guide, f"get_{key}_display")()
    return getattr(guide, key).strip()


def _filled(guide, key: str) -> list[list[str]]:
    """A question is written once and holds for the answers under it; sealed, each row names its own."""
    if key != "questions":
        return getattr(guide, key)
    found: list[list[str]] = []
    for question, answer, tells in guide.questions:
        found.append([question or (found[-1][0] if found else ""), answer, tells])
    return found


def slug_of(facts: list[Fact]) -> str:
    return value(facts, "slug")


def in_season(months: str, on: date) -> bool:
    """months: "9-12", also over the turn of the year "11-2"; "" for the whole year, which is no season."""
    if not months:
        return False
    first, last = (int(part) for part in months.split("-"))
    return first <= on.month <= last if first <= last else on.month >= first or on.month <= last


def sheet(facts: list[Fact], chosen: Mapping[str, str] | None = None) -> dict:
    """What `services_center/_guide.html` and the printed sheet are given. chosen: question → answer, so far."""
    questions = guide_choice.questions_of(rows(facts, "questions"))
    picked = dict(chosen or {})
    return {
        "answers": _answers(facts),
        "phone": value(facts, "consult_phone"),
        "phones": phone_numbers.numbers(value(facts, "consult_phone")),
        "place": value(facts, "place"),
        "hours": value(facts, "hours"),
        "conditions": [row[0] for row in rows(facts, "conditions")],
        "exclusions": [row for row in rows(facts, "exclusions") if row[0] not in ("没有", "无")],
        "questions": questions,
        "questions_head": QUESTIONS,
        "questions_rows": rows(facts, "questions"),
        "chosen": picked,
        "tells": [a.tells for q in questions for a in q.answers if a.tells and picked.get(q.words) == a.words],
        "materials": materials(facts, questions, picked),
        "steps": _steps(facts, questions, picked),
        "fees": rows(facts, "fees"),
        "fees_head": FEES,
        "charge": value(facts, "charge"),
        "ways": [[way, address_link(how, net)] for way, how, net in rows(facts, "ways")],
        "ways_head": WAYS[:2],
        "faq": rows(facts, "faq"),
        "basis": [" ".join(filter(None, row)) for row in rows(facts, "basis")],
        "elements": [(label, value(facts, key)) for key, label in LINES if key in ELEMENTS and value(facts, key)],
        "result_sample": value(facts, "result_sample"),
        "check_by": value(facts, "check_by"),
        "slug": slug_of(facts),
    }


def address_link(words: str, address: str) -> str:
    """What to do, and where on the net, as a link where it is an address."""
    if not address:
        return words
    if not address.startswith(("https://", "http://")):
        return f"{words} {address}"
    return format_html(
        '<span>{} <a class="target" href="{}" rel="external nofollow">{}</a></span>', words, address, address
    )


def _answers(facts: list[Fact]) -> list[dict]:
    """The answer first: how long, how many trips, how much, when."""
    trips, net = value(facts, "trips"), [way for way in rows(facts, "ways") if way[2]]
    statutory = value(facts, "statutory_days")
    fees = rows(facts, "fees")
    return [
        {"label": "要多久", "value": value(facts, "promised_days"),
         "note": f"法定 {statutory}" if statutory != NO_LIMIT else statutory},
        {"label": "要跑几趟", "value": f"最多 {trips} 趟" if trips not in ("", "0") else "不用跑",
         "note": "网上办 0 趟" if net and trips != "0" else ""},
        {"label": "收费", "value": value(facts, "charge"), "note": "要交的钱见第四部分" if fees else ""},
        {"label": "什么季节", "value": value(facts, "season"), "note": ""},
    ]  # fmt: skip


def materials(facts: list[Fact], questions: Sequence[Question], chosen: dict[str, str]) -> list[dict]:
    """The papers who chose so has to bring; `when` is told as long as it is not decided."""
    found = []
    for name, source, copies, form, sample, when, note in rows(facts, "materials"):
        if guide_choice.needed(when, questions, chosen):
            undecided = guide_choice.still_open(when, questions, chosen)
            amount = " ".join(part for part in (form, copies) if part)
            found.append({
                "name": name, "source": source, "amount": amount, "sample": sample, "note": note,
                "when": "或".join(guide_choice.answers_named(when)) if undecided else "",
            })  # fmt: skip
    return found


def _who_does(who: str) -> str:
    """窗口办, but 镇民政办 alone: its name ends with the word already."""
    return who if not who or who.endswith("办") else f"{who}办"


def _steps(facts: list[Fact], questions: Sequence[Question], chosen: dict[str, str]) -> list[dict]:
    """As parts/steps.html wants them."""
    found = []
    for title, text, who, time, when in rows(facts, "steps"):
        if guide_choice.needed(when, questions, chosen):
            undecided = guide_choice.still_open(when, questions, chosen)
            only = f"（只有{'或'.join(guide_choice.answers_named(when))}的要走这一步）" if undecided else ""
            told = "　".join(part for part in (_who_does(who), time) if part)
            found.append({"title": title + only, "text": text, "time": told})
    return found
