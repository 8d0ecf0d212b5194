"""A village with its columns, agents and finances, taken through both reviews."""

from datetime import date

from audit import files
from audit.models import Attachment, Edition
from disclosure.models import VillageFinance
from services_center.models import AgentList
from tests.cast import first_review, make_column, make_notice, sign, submit
from tests.finance.books import xlsx
from tests.public.making import PNG
from tests.services_center.making import village

HEAD = ["日期", "摘要", "收入", "支出", "经手", "票据号"]
LINES = [
    ["7月8日", "茶厂租金", 42000, None, "秦示例", "收-001"],
    ["2026-07-12", "路灯维修6盏", None, 2700, "秦示例", "付-001"],
    ["9月22日", "河道保洁", None, 9940.5, "秦示例", "付-002"],
]
OPENING, CLOSING = 311600, 340959.5


def sheet(lines=LINES, opening=OPENING, closing=CLOSING, head=HEAD, total=(42000, 12640.5)):
    """Rows of the accounts agency's sheet."""
    return [
        ["白云庵村2026年第三季度财务逐笔公开表"], ["单位：元"], list(head), [None, "上期结余", opening], *map(list, lines),
        [None, "合计", *total], [None, "本期结余", closing], ["制表：郑示例"],
    ]  # fmt: skip


def book(**over):
    return xlsx({"收支明细": sheet(**over)})


def make_village(town, slug="baiyunan", name="白云庵村", phone="0564-0000121"):
    """The village with its column tree, as the example town has it; village.finance … are its columns."""
    unit = village(slug, name, phone)
    root = make_column(slug, town.disclosure, name=name)
    for part, word in (("party", "党务"), ("affairs", "村务"), ("finance", "财务")):
        setattr(unit, part, make_column(f"{slug}-{part}", root, name=f"{name}{word}", level="village"))
    return unit


def signature(town, item, name="监督委员会签字.png", content_type="image/png", data=PNG):
    row = Attachment(
        item=item, sha256=files.put(data), name=name, size=len(data), content_type=content_type,
        uploaded_by=town.reporter.person,
    )  # fmt: skip
    row._history_user = town.reporter
    row.save()


ENTRIES = [
    ["2026-07-08", "茶厂租金", "42000", "", "秦示例", "收-001"],
    ["2026-07-12", "路灯维修6盏", "", "2700", "秦示例", "付-001"],
    ["9月22日", "河道保洁", "", "9940.5", "秦示例", "付-002"],
]


def make_finance(town, unit, *, signed=True, **over):
    values = {
        "title": "白云庵村2026年第三季度财务逐笔公开", "unit": unit, "column": unit.finance, "year": 2026, "period": "q3",
        "entries": ENTRIES, "opening": "311600", "closing": "340959.5", "supervisors": "严示例、金示例",
        "reviewed_on": date(2026, 10, 12), "formed_on": date(2026, 10, 15), "drafter": town.reporter.person,
    }  # fmt: skip
    item = VillageFinance(**(values | over))
    item._history_user = town.reporter
    item.save()
    if signed:
        signature(town, item)
    return item


def publish(town, item):
    edition = sign(town, first_review(town, submit(town, item, by=town.officer), town.officer2))
    return Edition.objects.select_related("item", "publication", "column", "unit").get(pk=edition.pk)


def publish_agents(town, unit):
    item = AgentList(
        title="各村代办员", unit=town.agriculture, column=town.notices, drafter=town.reporter.person, formed_on=date(2026, 11, 2),
        agents=[[unit.short_name, "秦示例", "0564-0000131", "村部一楼", "周二、周五下午送件"]],
    )  # fmt: skip
    item._history_user = town.reporter
    item.save()
    return publish(town, item)


def announce(town, unit, column, title):
    """A notice of the village, public."""
    return publish(town, make_notice(town, unit=unit, column=column, title=title, by=town.officer))
