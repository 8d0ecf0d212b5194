"""The sheets of the kinds that put figures, people or steps first: every sealed word stands on the paper."""

import pytest

from audit import content, seals
from audit.facts import line, table
from tests.cast import make_notice
from tests.paper.making import codes_in, keep, outside, squeezed, text_of, unmapped
from township_portal.paper.drawing import Stamp, draw
from township_portal.paper.verdict import numbers

STAMP = Stamp("12345678", "http://testserver/verify/12345678/")
MONEY = ("科目", "全年预算", "本季", "累计")
QUARTER = [
    line("year", "年度", "2026"), line("quarter", "季度", "第三季度"), line("unit", "金额单位", "万元"),
    table("income", "收入", MONEY, [["上级补助收入", "2580.00", "722.50", "1980.40"], ["专项资金", "370.00", "74.70", "301.00"],
                                  ["合计", "2950.00", "797.20", "2281.40"]]),
    table("spending", "支出", MONEY, [["农林水支出", "1260.00", "312.45", "905.20"], ["节能环保支出", "0", "0", "0"],
                                    ["合计", "1260.00", "312.45", "905.20"]]),
    table("three", "“三公”经费", ("项目", *MONEY[1:]), [["公务接待", "4.00", "0.85", "2.10"], ["合计", "4.00", "0.85", "2.10"]]),
    line("opening", "期初结余", "45.65"), line("closing", "期末结余", "136.40"),
    table("lags", "为什么慢", ("科目", "原因"), [["节能环保支出", "污水管网汛期停工"]]),
]  # fmt: skip
LEADERS = [
    table("leaders", "镇领导", ("姓名", "职务", "分工", "分管部门", "联系电话", "自", "至", "照片"), [
        ["李示例", "党委书记", "主持全面工作", "党政办", "0564-0000102", "2024-01-01", "", ""],
        ["旧示例", "副镇长", "已调走", "", "0564-0000199", "2022-01-01", "2025-12-31", ""],
    ])
]  # fmt: skip
UNIT = [
    line("standing", "性质", "村民委员会"), line("head", "负责人", "周示例"), line("head_post", "负责人职务", "主任"), line("office", "办公地址", "示例路1号"),
    table("functions", "主要职能", ("职能",), [["低保的申请"], ["高龄津贴"]]),
    table("phones", "电话", ("办什么事", "电话", "找谁"), [["低保", "0564-0000111", "郑示例"]]),
]  # fmt: skip
GUIDE = [
    line("place", "办理地点", "3号窗口"), line("hours", "办理时间", "周一至周五"), line("consult_phone", "咨询电话", "0564-0000107"),
    line("trips", "到现场次数", "1"), line("promised_days", "承诺时限", "当场办好"), line("charge", "收费", "不收费"),
    table("conditions", "受理条件", ("条件",), [["本镇户籍"]]),
    table("materials", "申请材料", ("名称", "来源", "份数", "形式", "样表", "哪些人要", "说明"),
          [["户口簿", "自备", "1份", "原件", "", "", "看完当场还给您"], ["委托书", "窗口", "1份", "原件", "", "替别人办的", ""]]),
    table("steps", "办理流程", ("步骤", "做什么", "谁办", "多久", "哪些人要走"),
          [["到窗口", "取号", "", "不用预约", ""], ["交费", "", "", "12月31日前", ""]]),
    table("fees", "收费标准", ("哪些人", "交多少", "说明"), [["一般居民", "400元/年", ""]]),
    table("ways", "办理方式", ("方式", "怎么办", "网址"), [["村里代办", "找代办员", ""]]),
]  # fmt: skip


def edition_of(town, kind, facts, title):
    """As the kind would seal it; the kinds themselves are other parts' business."""
    edition = content.freeze(make_notice(town, title=title, body=""))
    edition.kind, edition.facts, edition.number = kind, seals.canonical(facts), 1
    return edition


@pytest.mark.parametrize(
    ("kind", "facts", "form", "said", "unsaid"),
    [
        ("quarterly_finance", QUARTER, "a3", ("财务公开", "钱从哪里来", "797.20", "312.45", "136.40", "71.8%", "污水管网汛期停工",
                                              "单位万元", "节能环保支出", "公务接待"), ()),
        ("leadership", LEADERS, "a3", ("李示例", "党委书记", "主持全面工作", "0564-0000102"), ("旧示例", "0564-0000199")),
        ("unit_profile", UNIT, "a4", ("村委会", "周示例主任", "示例路1号", "0564-0000111", "郑示例", "高龄津贴"), ()),
        ("guide", GUIDE, "a5", ("带2样，最多来1趟，当场办好，不收费", "户口簿", "看完当场还给您", "替别人办的要带", "没有列出的都不用带",
                                "3号窗口", "0564-0000107", "两步办好", "不用预约", "400元/年", "找代办员", "本镇户籍"), ()),
        ("guide", GUIDE, "a4", ("户口簿", "两步办好", "400元/年"), ()),
    ],
)  # fmt: skip
def test_a_kind_puts_its_own_first(town, kind, facts, form, said, unsaid):
    drawn = draw(edition_of(town, kind, facts, f"某某{kind}示例"), form, STAMP)
    keep(drawn, f"{form}-{kind}")
    found = squeezed(text_of(drawn.pdf))
    assert [words for words in said if squeezed(words) not in found] == []
    assert [words for words in unsaid if words in found] == []
    assert drawn.pages == (2 if form == "a5" else 1) and unmapped(drawn.pdf) == [] and outside(drawn.pdf) == []
    assert codes_in(drawn.pdf) == [STAMP.address]


def test_what_to_compare_is_the_quarters_own_figures(town):
    assert numbers(edition_of(town, "quarterly_finance", QUARTER, "季度")) == [
        "收入 797.20",
        "支出 312.45",
        "季末结余 136.40",
    ]


def test_a_quarter_with_odd_cells_is_still_drawn(town):
    odd = [
        table("spending", "支出", MONEY, [["其他", "—", "", "约 3 万"], ["合计", "", "", ""]]),
        table("income", "收入", MONEY, []),
    ]
    found = squeezed(text_of(draw(edition_of(town, "quarterly_finance", odd, "缺数的季度"), "a4", STAMP).pdf))
    assert "约3万" in found and "钱从哪里来" not in found
