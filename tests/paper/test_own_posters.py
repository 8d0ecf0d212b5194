"""Posters of targets, lists, terms and rules: a painter each, every sealed word on the sheet, ugly ones too, without colour."""

import pytest

from audit.facts import line, table
from disclosure.person_list import facts_of
from disclosure.targets.rows import PROGRESS_HEAD, TARGETS_HEAD
from tests.paper.making import codes_in, keep, outside, squeezed, text_of, unmapped
from tests.paper.test_kinds import STAMP, edition_of
from tests.paper.test_sheets import SIXTY
from township_portal.paper.drawing import draw

TARGETS = [
    line("year", "年度", "2026"), line("basis", "从哪里来", "镇人民代表大会通过的工作报告"),
    table("targets", "工作目标", TARGETS_HEAD, [["硬化村组道路", "12公里", "乡村建设办", "分管建设的副镇长", "2026-10-31"]]),
]  # fmt: skip
PROGRESS = [
    line("year", "年度", "2026"), line("quarter", "季度", "3"),
    table("progress", "目标进度", PROGRESS_HEAD, [
        ["硬化村组道路", "12公里", "8公里", "正常", "", ""], ["危房改造", "20户", "20户", "完成", "", "验收表.pdf"],
        ["污水管网", "5公里", "2公里", "滞后", "汛期停工，十二月底前补上。", ""]]),
]  # fmt: skip
LIST = [
    line("programme", "什么名单", "耕地地力保护补贴"), line("period", "哪一期", "2026年"), line("basis", "依据", "补贴办法（示例）"),
    *facts_of([["户主", "name"], ["组", "group"], ["补贴金额（元）", "amount"]],
              [["古桥畈村", f"张*{n}", f"岘{n}组", f"{n * 100}"] for n in range(1, 41)] + [["太子庙村", "㼆*", "一组", "50"]]),
]  # fmt: skip
NOTICE = [
    line("from", "公示开始", "2026-11-20"), line("until", "公示到", "2026-11-27"), line("office", "有异议找谁", "农业农村办"),
    line("phone", "异议电话", "0564-0000112"), line("next_step", "期满以后怎么办", "没有异议的发放补助。"), line("basis", "公示依据", "造林办法"),
]  # fmt: skip
ASKED = [
    line("from", "征集开始", "2026-11-01"), line("until", "征集到", "2026-12-02"), line("office", "意见交给谁", "乡村建设办"),
    line("phone", "联系电话", "0564-0000114"), line("ways", "怎么提意见", "打电话，或者写信。"), line("short_reason", "为什么时间短", "雪天前要定。"),
]  # fmt: skip
ANSWERED = [
    line("names", "意见征集（系统编号）", "6f9f2f8e-0000-4000-8000-000000000000"), line("received", "收到意见", "3 条"),
    line("adopted", "处理情况", "采纳 2 条，未采纳 1 条"),
    table("points", "意见和处理", ("意见", "几条", "怎么处理", "理由"), [["早市前要能卸货", "2", "采纳", ""], ["取消收费", "1", "未采纳", "收费要上级批。"]]),
]  # fmt: skip
OUTCOME = [
    line("names", "公示（系统编号）", "6f9f2f8e-0000-4000-8000-000000000000"), line("objections", "收到异议", "1 件"),
    line("handling", "异议怎么处理的", "重量了一次，面积不变。"), line("outcome", "最后结果", "按公示的发。"),
]  # fmt: skip
MONEY = [
    line("section", "三务", "财务"), line("period", "哪一期", "2026年第三季度"), line("period_until", "截止", "2026-09-30"),
    line("opening", "上期结余", "311600.00"), line("total_income", "收入合计", "42000.00"), line("total_spending", "支出合计", "2700.00"),
    line("closing", "本期结余", "350900.00"),
    table("entries", "逐笔收支", ("日期", "摘要", "收入", "支出", "经手", "票据号"),
          [["2026-07-08", "茶厂租金", "42000.00", "", "秦示例", "收-001"], ["2026-07-12", "路灯维修", "", "2700.00", "秦示例", "付-001"]]),
    line("supervisors", "村务监督委员会", "严示例、金示例"), line("reviewed_on", "审核日期", "2026-10-12"),
]  # fmt: skip
SAID = {
    "work_targets": (TARGETS, ("工作目标", "硬化村组道路", "全年目标12公里", "乡村建设办", "分管建设的副镇长", "2026-10-31", "工作报告")),
    "target_progress": (PROGRESS, ("做到8公里", "66%", "按计划", "已完成", "慢了", "为什么慢：汛期停工，十二月底前补上。", "验收表.pdf",
                                   "到2026年9月底，3项目标，已完成1项，按计划1项，慢了1项。", "竖线是一年过去了75%")),
    "person_list": (LIST, ("耕地地力保护补贴", "一共41户（人）", "82,050元", "古桥畈村40户（人），合计82,000元", "张*40岘40组4000", "㼆*",
                           "0564-0000112", "带“*”的地方按规定遮住", "可以不留自己的姓名", "补贴办法（示例）")),
    "public_notice": (NOTICE, ("公示时间2026年11月20日至11月27日（8天）", "有异议找农业农村办0564-0000112", "期满以后没有异议的发放补助。",
                               "造林办法")),
    "consultation": (ASKED, ("征集时间2026年11月1日至12月2日（32天）", "意见交给乡村建设办0564-0000114", "打电话，或者写信。",
                             "雪天前要定。")),
    "consultation_result": (ANSWERED, ("收到意见3条", "采纳2条，未采纳1条", "早市前要能卸货", "收费要上级批。")),
    "notice_result": (OUTCOME, ("收到异议1件", "重量了一次，面积不变。", "按公示的发。")),
    "village_finance": (MONEY, ("上期结余311,600.00元", "本期结余350,900.00元", "7月8日茶厂租金42,000.00", "合计2笔42,000.002,700.00", "严示例、金示例")),
}  # fmt: skip


@pytest.mark.parametrize("form", ["a3", "a4", "a5"])
@pytest.mark.parametrize("kind", SAID)
def test_a_kinds_own_poster_says_all_that_is_sealed(town, kind, form):
    facts, said = SAID[kind]
    title = "耕地地力保护补贴名单" if kind == "person_list" else f"某某{kind}示例"
    drawn = draw(edition_of(town, kind, facts, title), form, STAMP)
    keep(drawn, f"{form}-{kind}")
    found = squeezed(text_of(drawn.pdf))
    assert [words for words in said if squeezed(words) not in found] == []
    assert "系统编号" not in found and "6f9f2f8e" not in found  # what leads from page to page is nothing to read
    assert unmapped(drawn.pdf) == [] and outside(drawn.pdf) == [] and drawn.pages <= (3 if form == "a5" else 1)
    assert set(codes_in(drawn.pdf)) == {STAMP.address} and len(drawn.pdf) <= 400_000 * drawn.pages


def ugly(kind):
    """Forty rows of what the kind has rows of."""
    long = "把从国道到每一个村民组的路面都修到能走消防车和救护车的宽度并且两边挖好排水沟"
    if kind == "work_targets":
        rows = [
            [f"{n}{long}", f"{n}公里", "乡村建设办公室", "分管村镇建设和自然资源的副镇长", "2026-10-31"]
            for n in range(1, 41)
        ]
        return [TARGETS[0], table("targets", "工作目标", TARGETS_HEAD, rows)]
    if kind == "target_progress":
        rows = [[f"{n}{long}", f"{n}公里", f"{n / 2}公里", "滞后", long, ""] for n in range(1, 41)]
        return [*PROGRESS[:2], table("progress", "目标进度", PROGRESS_HEAD, rows)]
    if kind == "person_list":
        heads = [
            ["户主", "name"],
            ["组", "group"],
            ["什么情况", "item"],
            ["核定面积（亩）", "item"],
            ["金额", "amount"],
        ]
        return facts_of(heads, [["古桥畈村", f"{n}欧阳*示例", f"{n}组", long, "12.5", f"{n}00"] for n in range(1, 41)])
    return [*NOTICE, table("rows", "明细", ("序号", "谁", "多少"), [[str(n), long, f"{n}00"] for n in range(1, 41)])]


@pytest.mark.parametrize("kind", ["work_targets", "target_progress", "person_list", "public_notice"])
@pytest.mark.parametrize(("form", "most"), [("a3", 6), ("a4", 6), ("a5", 16)])
def test_a_long_title_and_forty_rows_stay_inside_with_heads_again(town, kind, form, most):
    drawn = draw(edition_of(town, kind, ugly(kind), SIXTY), form, STAMP)
    keep(drawn, f"ugly-{form}-{kind}")
    found = squeezed(text_of(drawn.pdf))
    assert outside(drawn.pdf) == [] and unmapped(drawn.pdf) == [] and drawn.pages <= most
    assert all(f"{n}把从国道" in found or f"{n}欧阳*示例" in found or f"{n}00" in found for n in range(1, 41))
    assert len(drawn.pdf) <= 400_000 * drawn.pages
    if drawn.pages > 1 and kind in ("person_list", "public_notice"):
        assert found.count("核定面积（亩）" if kind == "person_list" else "序号谁多少") >= 2


def test_a_list_whose_content_was_erased_is_still_drawn(town):
    assert draw(edition_of(town, "person_list", [line("count", "一共", "0 户（人）")], "空"), "a4", STAMP).pages == 1
