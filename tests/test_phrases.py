"""Titles break by sense at any width."""

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from township_portal.templatetags.phrases import phrases, split, whole


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("落儿岭镇2026年度耕地地力保护补贴发放情况公示", ["落儿岭镇2026年度", "耕地地力保护补贴", "发放情况公示"]),
        ("落儿岭镇2026年第三季度财政收支情况", ["落儿岭镇2026年", "第三季度财政收支情况"]),
        ("2026年农机购置补贴（第二批）公示", ["2026年农机购置补贴", "（第二批）公示"]),
        ("森林防火通知", ["森林防火通知"]),
        (
            "落儿岭镇人民政府关于做好2026年今冬明春森林防火工作的通知",
            ["落儿岭镇人民政府", "关于做好2026年", "今冬明春森林防火", "工作的通知"],
        ),
    ],
)
def test_titles_break_by_sense(title, expected):
    assert split(title) == expected


def test_years_places_and_offices_are_not_torn():
    title = "关于2026年度落儿岭镇党政办公室和太子庙村村民委员会值班安排的通知"
    for one in ("2026年度", "落儿岭镇党政办公室", "太子庙村村民委员会"):
        assert any(one in part for part in split(title)), one


@given(st.text(max_size=120))
def test_no_character_is_lost_or_added(title):
    assert "".join(split(title)) == title


def test_a_title_without_seams_may_still_break():
    long = "很" * 40
    assert split(long) == [long]
    assert "phrase" not in phrases(long)


def test_what_a_clerk_types_stays_text():
    assert "<b>" not in phrases("<b>2026年</b>度<script>")
    assert phrases("") == ""


@pytest.mark.parametrize(("text", "shown"), [
    ("打 0564-0000101 问", '打 <span class="keep">0564-0000101</span> 问'),
    ("索引号 202611-00037。", '索引号 <span class="keep">202611-00037</span>。'),
    ("11341525MB1234567X/202611-00037", '<span class="keep">11341525MB1234567X/</span><wbr><span class="keep">202611-00037</span>'),
    ("2026-11-23 <b>", "2026-11-23 &lt;b&gt;"), ("0564-0000101-8", "0564-0000101-8"),
    (mark_safe('<a href="tel:0564-0000101">电话</a>'), '<a href="tel:0564-0000101">电话</a>'),
])  # fmt: skip
def test_phones_and_index_numbers_do_not_break(text, shown):
    assert whole(text) == shown
