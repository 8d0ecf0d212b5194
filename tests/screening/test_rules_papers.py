"""Passports, permits and other papers; private accounts."""

import pytest

from audit.screening.passages import HARD, SOFT, Passage
from audit.screening.rules import find

from .corpus import cell
from .test_rules_numbers import CONTEXT, rules


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("护照 E00001234", "passport"), ("G00001234", "passport"), ("护照号E20261234", "passport"), ("护照：D00001234", "passport"), ("护照 PE0001234", "passport"), ("香港身份证 A000123(4)", "travel_permit"),
        ("往来港澳通行证C00001234", "travel_permit"), ("台胞证 00001234", "travel_permit"), ("回乡证H0000123401", "travel_permit"),
        ("军字第0012345号", "military_id"), ("士兵证 00123456", "military_id"), ("社保卡号 A00012345", "social_security"),
        ("出生医学证明 O340001234", "birth_certificate"),
    ],
)  # fmt: skip
def test_papers_are_hard_where_their_word_stands_or_their_form_is_plain(text, rule):
    assert rules(text) == [(rule, HARD)]


@pytest.mark.parametrize(
    "text",
    [
        "E20261234",
        "P00001234",
        "项目编号E00001234",
        "办理护照请拨12367",
        "往来港澳通行证2026年起全国通办",
        "G318国道",
        "军字号",
        "S202611230",
    ],
)
def test_codes_are_no_papers(text):
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    ["微信号：zhangsan_88", "QQ：10001000", "加微信 wx_abc123", "someone@qq.com", "ＱＱ号１０００１０００"],
)
def test_private_accounts_are_asked_about(text):
    assert [severity for _, severity in rules(text)] == [SOFT]


@pytest.mark.parametrize(
    "text", ["邮箱 hsx@huoshan.gov.cn", "微信公众号：霍山发布", "关注微信公众平台", "QQ群人数500人"]
)
def test_offices_accounts_are_left_alone(text):
    assert rules(text) == []


@pytest.mark.parametrize(
    ("heading", "number", "rule"),
    [
        ("护照号码", "D00001234", "passport"),
        ("证件号码", "E 0000 1234", "passport"),
        ("证件号码", "H00001234", "travel_permit"),
        ("社保卡号", "A00012345", "social_security"),
    ],
)
def test_papers_under_their_heading(heading, number, rule):
    assert [(f.rule, f.severity) for f in find([cell(heading, 1, 3), cell(number, 2, 3)], CONTEXT)] == [(rule, HARD)]
    with_header = Passage(number, "表“名单”C2", "cell", "名单", 2, 3, header=heading)
    assert [f.rule for f in find([with_header], CONTEXT)] == [rule]
