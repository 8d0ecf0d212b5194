"""Leaders, fixed phrases, homes, plates and dates."""

from datetime import date

import pytest

from audit.screening.passages import SOFT, Passage
from audit.screening.rules import Context, Phrase, find

from .test_rules_words import CONTEXT, TODAY, found_in, rules

# --- leaders, phrases ----------------------------------------------------------------------------------------------

LEADERS = Context(TODAY, leaders={"陈样书": "党委书记", "周例镇": "党委副书记、镇长", "吴副测": "党委委员、副镇长"})


@pytest.mark.parametrize(
    "text",
    [
        "镇长陈样书主持会议。",
        "周例镇书记强调",
        "镇党委书记吴副测同志带队检查。",
        "陈样书（镇长）"[:3] + "镇长指出",
        "党委书记、镇长周例镇",
        "镇长李虚构主持会议。",
        "党委书记孙假名同志讲话。",
    ],
)
def test_a_post_that_disagrees_with_the_list_is_asked_about(text):
    assert set(rules(text, context=LEADERS)) == {("leader_post", SOFT)}


@pytest.mark.parametrize(
    "text",
    [
        "镇党委书记陈样书主持会议。", "镇长周例镇、副镇长吴副测参加。", "党委副书记、镇长周例镇作报告。", "周例镇镇长讲话。", "陈样书书记强调", "原镇长陈样书", "时任副镇长周例镇",
        "县委书记李虚构到我镇调研。", "副镇长李某在外学习。", "村党委书记李虚构介绍。", "陈样书同志", "落儿岭镇人民政府镇长周例镇", "镇长办公会议", "镇长热线", "由党委委员、副镇长吴副测负责",
    ],
)  # fmt: skip
def test_posts_that_agree_or_belong_elsewhere_are_left_alone(text):
    assert rules(text, context=LEADERS) == []


def test_a_table_of_leaders_is_compared():
    assert found_in(["姓名", "职务"], ["陈样书", "镇长"], ["周例镇", "党委副书记、镇长"], context=LEADERS) == {
        ("leader_post", SOFT)
    }


PHRASES = Context(
    TODAY,
    phrases=(
        Phrase("两个确立、两个维护", "“两个确立”“两个维护”", "引号用法"),
        Phrase("新时代中国特色社会主义理论", "习近平新时代中国特色社会主义思想", "党章"),
        Phrase("维护", "“两个维护”"),
    ),
)


def test_a_phrase_written_wrongly_names_the_right_one_and_its_source():
    (finding,) = find([Passage("学习新时代中国特色\n社会主义理论", "第 2 段")], PHRASES)
    assert (finding.rule, finding.severity) == ("fixed_phrase", SOFT)
    assert "习近平新时代中国特色社会主义思想" in finding.sentence
    assert "党章" in finding.sentence


def test_the_right_phrase_that_contains_the_wrong_one_is_right():
    assert rules("做到“两个维护”", context=PHRASES) == []
    assert rules("做到“两个维护”，维护稳定", context=PHRASES) == [("fixed_phrase", SOFT)]


# --- homes, plates, dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "家住太子庙村十二组5号",
        "霍山县落儿岭镇太子庙村赵庄组12号",
        "衡山镇幸福小区3栋2单元501室",
        "住址：落儿岭村3组",
        "现住文盛路18号",
        "住在白云庵村大塘组12号",
        "户籍地址 古桥畈村民组7号",
    ],
)
def test_homes_below_the_village_are_asked_about(text):
    assert ("home_address", SOFT) in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "太子庙村三组道路硬化工程",
        "办公地址：衡山镇文盛街88号",
        "落儿岭镇落儿岭街道1号人民政府",
        "全村12个组",
        "太子庙村",
        "105国道",
        "工作组3人进村",
        "便民服务中心2号窗口",
    ],
)
def test_offices_and_building_sites_are_left_alone(text):
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    ["皖N12345", "皖N·D12345", "皖ＮＡ１２３４", "皖 N-12D45", "车牌皖NF12345", "沪A12345", "京AA0001", "皖N1234学"],
)
def test_plates_are_asked_about(text):
    assert rules(text) == [("licence_plate", SOFT)]


@pytest.mark.parametrize("text", ["川A级景区", "皖NABCDE", "皖政〔2026〕1号", "苏S1", "鲁G60高速", "新A12楼"])
def test_what_only_begins_like_a_plate_is_none(text):
    assert rules(text) == []


EDITION = Context(TODAY, formed_on=date(2026, 11, 3), document_number="落政〔2025〕41号")


def test_dates_are_compared_only_for_a_file_of_an_edition():
    passages = [
        Passage("落政〔2025〕41号", "第 1 段"),
        Passage("通知如下。", "第 2 段"),
        Passage("落儿岭镇人民政府　2026年11月5日", "第 3 段"),
        Passage("2026-11-20T08:00:00Z", "文件属性·修改时间", "property"),
    ]
    assert find(passages, CONTEXT) == []
    assert {f.rule for f in find(passages, EDITION)} == {"date_signature", "date_number", "date_property"}


def test_dates_that_agree_are_left_alone():
    context = Context(TODAY, formed_on=date(2026, 11, 3), document_number="落政〔2026〕41号")
    passages = [
        Passage("落政〔2026〕41号", "第 1 段"),
        Passage("二〇二六年十一月三日", "第 3 段"),
        Passage("2026-11-02 17:00", "文件属性·修改时间", "property"),
    ]
    assert find(passages, context) == []


def test_the_version_follows_the_lists_but_not_the_day():
    assert CONTEXT.version == Context(date(2020, 1, 1), office_phones=frozenset({"0564-5021234"})).version
    assert len({CONTEXT.version, LEADERS.version, PHRASES.version, Context(TODAY).version}) == 4
