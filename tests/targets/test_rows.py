"""What can be read out of the words of targets, and what the rows still lack: pure, by the dozen."""

from datetime import date
from decimal import Decimal

import pytest

from disclosure.finance.quarters import Quarter
from disclosure.targets.checks import progress_cautions, progress_faults, target_changes, target_faults
from disclosure.targets.rows import Step, Target, amount, percent, steps, targets
from disclosure.targets.sheet import card, sentence, tiles


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12公里", (Decimal(12), "公里")), ("硬化12公里", (Decimal(12), "公里")), ("1,900人", (Decimal(1900), "人")),
        ("９６％", (Decimal(96), "%")), ("95.2%", (Decimal("95.2"), "%")), ("5 处", (Decimal(5), "处")), ("", None),
        ("还没开始", None), ("2处，其中1处慢", None), ("3月开工", (Decimal(3), "月开工")), ("-", None), ("20次（五村）", (Decimal(20), "次")),
    ],
)  # fmt: skip
def test_an_amount_is_one_number_with_its_unit(text, told):
    assert amount(text) == told


@pytest.mark.parametrize(
    ("value", "reached", "told"),
    [("12公里", "12公里", 100), ("12公里", "7.4公里", 61), ("5处", "2处", 40), ("20个", "22个", 100), ("96%", "95.2%", 99),
     ("36户", "29套", None), ("5处", "还没开始", None), ("0起", "0起", None), ("", "", None), ("800亩", "0亩", 0),
     ("12公里", "3月开工", None), ("有专人管", "有了", None)],
)  # fmt: skip
def test_a_bar_is_drawn_only_of_what_can_be_compared(value, reached, told):
    assert percent(value, reached) == told


GOOD = Target("硬化道路", "12公里", "乡村建设办", "分管副镇长", "2026-10")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (GOOD, None),
        (Target("", "12公里", "建设办", "副镇长", "2026-10"), "“第 1 行”还没有写事项"),
        (Target("路", "", "建设办", "副镇长", "2026-10"), "还没有写目标值"),
        (Target("路", "1公里", "", "副镇长", "2026-10"), "还没有写责任单位"),
        (Target("路", "1公里", "建设办", "", "2026-10"), "还没有写责任人"),
        (Target("路", "1公里", "建设办", "王示例", "2026-10"), "写职务"),
        (Target("路", "1公里", "建设办", "副镇长", "年底"), "看不出是哪天"),
        (Target("路", "1公里", "建设办", "副镇长", "2026-13-01"), "看不出是哪天"),
        (Target("路", "1公里", "建设办", "副镇长", "2025-12-31"), "2026 年以前"),
        (Target("路", "1公里", "建设办", "副镇长", ""), "还没有写完成时限"),
    ],
)
def test_a_target_says_who_by_post_and_until_when(row, told):
    said = target_faults([row], 2026, {"王示例"})
    assert said == [] if told is None else any(told in one for one in said), said


def test_no_target_and_one_target_twice():
    assert target_faults([], 2026, set()) == ["今年的目标一项也没有写"]
    assert target_faults([GOOD, GOOD], 2026, set()) == ["“硬化道路”写了两行，请合成一行"]
    assert targets([["太", "短"]]) == [] and steps([["太", "短"]]) == []


def test_what_changed_in_the_promise_is_told():
    new = [
        Target("硬化道路", "10公里", "乡村建设办", "镇长", "2026-12"),
        Target("送戏", "10场", "文化站", "站长", "2026-12"),
    ]
    said = target_changes([GOOD, Target("体检", "1900人", "卫生院", "院长", "2026-12")], new)
    assert said == [
        "新增目标：送戏（10场）", "去掉了目标：体检（1900人）", "“硬化道路”的目标值由“12公里”改为“10公里”",
        "“硬化道路”的责任人由“分管副镇长”改为“镇长”", "“硬化道路”的完成时限由“2026-10”改为“2026-12”",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Step("硬化道路", "12公里", "8公里", "正常", "", ""), None),
        (Step("硬化道路", "12公里", "12公里", "完成", "", "验收.xlsx"), None),
        (Step("硬化道路", "12公里", "12公里", "完成", "", ""), "请写佐证"),
        (Step("硬化道路", "12公里", "12公里", "完成", "", "没有.xlsx"), "“没有.xlsx”找不到"),
        (Step("硬化道路", "12公里", "8公里", "正常", "", "验收.xlsx、202611-00009"), "“202611-00009”找不到"),
        (Step("硬化道路", "12公里", "8公里", "滞后", "", ""), "写明为什么慢"),
        (Step("硬化道路", "12公里", "", "正常", "", ""), "已做到多少"),
        (Step("硬化道路", "12公里", "8公里", "差不多", "", ""), "正常、滞后、完成其中一个"),
        (Step("硬化道路", "10公里", "8公里", "正常", "", ""), "照抄年度目标：12公里"),
        (Step("修路", "12公里", "8公里", "正常", "", ""), "不在公开的年度目标里"),
        (Step("修路", "12公里", "8公里", "正常", "", ""), "缺“硬化道路”的进度"),
    ],
)
def test_every_row_of_progress_is_whole(row, told):
    said = progress_faults([row], [GOOD], {"验收.xlsx"})
    assert said == [] if told is None else any(told in one for one in said), said


def test_what_the_reviewers_look_at_against_the_quarter_before():
    before = [Step("硬化道路", "12公里", "9公里", "正常", "", "")]
    now = [Step("硬化道路", "12公里", "8公里", "滞后", "雨多。", "")]
    said = progress_cautions(now, [GOOD], before, date(2026, 9, 30))
    assert said == ["“硬化道路”上季是正常，这季是滞后。", "“硬化道路”上季已做到9公里，这季反而少了：8公里。"]
    again = progress_cautions(now, [GOOD], now, date(2026, 9, 30))
    assert again == ["“硬化道路”的进度说明和上季一字不差。"]
    done = [Step("硬化道路", "12公里", "8公里", "完成", "", "x")]
    assert "只做到8公里" in progress_cautions(done, [GOOD], [], date(2026, 9, 30))[0]
    late = [Step("硬化道路", "12公里", "8公里", "正常", "", "")]
    assert "已经过了" in progress_cautions(late, [GOOD], [], date(2026, 12, 31))[0]
    assert progress_cautions(late, [GOOD], [], date(2026, 9, 30)) == []


def test_a_quarter_in_a_sentence_and_in_figures():
    rows = [Step("一", "1处", "1处", "完成", "", "a"), Step("二", "2处", "1处", "滞后", "等料。", "")]
    assert sentence(rows, Quarter(2026, 3)) == "到2026年9月底，2 项目标，已完成 1 项，慢了 1 项。"
    assert [one["value"] for one in tiles(["完成", "滞后"], 2)] == [2, 1, 0, 1]
    assert tiles([], 2) == [{"label": "全年目标", "value": 2, "unit": "项"}]
    drawn = card(rows[1], GOOD, {})
    assert (drawn.word, drawn.shape, drawn.percent, drawn.unit) == ("慢了", "late", None, "乡村建设办")
