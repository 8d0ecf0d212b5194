"""What the service centre's tests make: one complete guide, taken through both reviews, and the villages' agents."""

from datetime import date

from audit import files
from audit.models import Attachment, Edition, Unit
from services_center.models import AgentList, Guide
from tests.cast import first_review, make_column, sign, submit
from township_portal.example_town.attachments import build

VALUES = {
    "title": "城乡居民基本医疗保险参保登记", "slug": "yibao-canbao", "summary": "带户口簿和身份证来一趟，当场办好。",
    "formed_on": date(2026, 11, 2), "check_by": date(2027, 2, 2), "also_called": "合作医疗、交医保", "matter_code": "示例-1",
    "implementing_body": "霍山县医疗保障局", "life_events": "看病、生育", "served": "自然人", "coverage": "county",
    "conditions": [["户口在落儿岭镇"], ["没有参加职工医保"]], "exclusions": [["参加了职工医保的", "不用办"]],
    "questions": [
        ["给谁办？", "给自己办", ""], ["", "替父母办", "要多带委托书。"],
        ["满60岁了吗？", "没满60岁", ""], ["", "满60岁了", ""],
    ],
    "materials": [
        ["户口簿", "自己带", "1 份", "原件", "", "", "看完还给您"], ["身份证", "自己带", "1 份", "原件", "", "给自己办", ""],
        ["委托书", "窗口有空表", "1 份", "原件", "委托书.docx", "替父母办", ""],
        ["老年优待证", "自己带", "1 份", "原件", "", "满60岁了", ""],
    ],
    "steps": [
        ["到窗口", "交材料。", "本人", "不用预约", ""], ["登记", "录入系统。", "窗口", "约 5 分钟", ""],
        ["上门核对", "代办员上门。", "代办员", "3 天", "替父母办"],
    ],
    "statutory_days": 5, "promised_days": 0, "season": "9—12月", "season_from": 9, "season_until": 12,
    "fees": [["一般居民", "400 元/年", "示例"]], "place": "镇便民服务中心一楼1号窗口",
    "hours": "周一至周五 8:00—12:00，14:00—17:30", "ways": [["手机", "“皖事通”搜“医保”", "https://www.ahzwfw.gov.cn/"]],
    "trips": 1, "by_others": "yes", "villages": "全部", "result_name": "参保回执", "delivery": "当场给",
    "consult_phone": "0564-0000112", "complaint_phone": "0564-0000110、12345", "query_way": "打电话问",
    "rights_and_duties": "可以申请行政复议。", "faq": [["过了12月还能参保吗？", "能，等 3 个月才能报。"]],
    "basis": [["中华人民共和国社会保险法", "", "第二十五条"]],
}  # fmt: skip
FORM = {"name": "委托书.docx", "text": "委托书\n委托人：\n受托人："}


def village(slug="baiyunan", name="白云庵村", phone="0564-0000121") -> Unit:
    return Unit.objects.create(slug=slug, name=f"落儿岭镇{name}", short_name=name, kind="village", phone=phone)


def column(town):
    from audit.models import Column

    return Column.objects.filter(slug="service-guides").first() or make_column(
        "service-guides", town.other, name="办事指南", responsible_unit=town.agriculture
    )


def make_guide(town, *, form=FORM, **over) -> Guide:
    """A guide with everything a guide needs, drafted by the agriculture office's reporter; not submitted."""
    values = VALUES | {"unit": town.agriculture, "drafter": town.reporter.person} | over
    values["column"] = over.get("column") or column(town)
    guide = Guide(**values)
    guide._history_user = town.reporter
    guide.save()
    if form:
        data, content_type = build(form, guide.formed_on)
        attach(town, guide, form["name"], data, content_type)
    return guide


def attach(town, item, name, data, content_type="application/octet-stream") -> Attachment:
    row = Attachment(
        item=item, sha256=files.put(data), name=name, size=len(data), content_type=content_type,
        uploaded_by=town.reporter.person, position=item.attachments.count() + 1,
    )  # fmt: skip
    row._history_user = town.reporter
    row.save()
    return row


def through(town, item) -> Edition:
    edition = sign(town, first_review(town, submit(town, item)))
    return Edition.objects.select_related("item", "publication", "column", "unit").get(pk=edition.pk)


def published_guide(town, **over) -> Edition:
    return through(town, make_guide(town, **over))


def published_agents(town) -> Edition:
    agents = AgentList(
        title="五村代办员", column=column(town), unit=town.agriculture, drafter=town.reporter.person,
        formed_on=date(2026, 11, 2), agents=[["白云庵村", "秦示例", "0564-0000131", "村部", "周一至周五"]],
    )  # fmt: skip
    agents._history_user = town.reporter
    agents.save()
    return through(town, agents)
