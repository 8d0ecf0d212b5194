"""Headings, persons, marks of secrecy, leaders, phrases, addresses and dates."""

from datetime import date

import pytest

from audit.screening.passages import HARD, SOFT, Passage
from audit.screening.rules import Context, Phrase, find

from .corpus import cell

TODAY = date(2026, 11, 23)
CONTEXT = Context(TODAY, office_phones=frozenset({"0564-5021234"}))


def rules(*texts, context=CONTEXT, kind="body"):
    return [
        (f.rule, f.severity)
        for f in find([Passage(text, f"正文第 {n} 段", kind) for n, text in enumerate(texts, 1)], context)
    ]


def sheet(*rows):
    return [cell(text, row, column) for row, line in enumerate(rows, 1) for column, text in enumerate(line, 1) if text]


def found_in(*rows, context=CONTEXT):
    return {(f.rule, f.severity) for f in find(sheet(*rows), context)}


# --- headings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "value", "expected"),
    [
        ("身份证号", "123456789", ("id_header", HARD)),
        ("身份证号码（必填）", "3415250000", ("id_header", HARD)),
        ("身份证", "未提供", ("id_header", SOFT)),
        ("证件号码", "无法识别A1234567", ("id_header", HARD)),
        ("身 份 证 号", "34152519000101", ("id_header", HARD)),
        ("残疾证号", "1234567890123", ("id_header", HARD)),
        ("银行账号", "2001001234", ("account_header", HARD)),
        ("一卡通账号", "12345678901", ("account_header", HARD)),
        ("卡号", "12345678", ("account_header", HARD)),
        ("账号", "见附件", ("account_header", SOFT)),
        ("联系电话", "5330000", ("phone_header", SOFT)),
        ("手机", "987654321", ("phone_header", SOFT)),
        ("病种", "肺部结节", ("illness_header", HARD)),
        ("残疾类别", "肢体", ("disability_header", SOFT)),
        ("残疾等级", "二级", ("disability_header", SOFT)),
        ("民族", "汉", ("background_header", SOFT)),
        ("出生日期", "1900-01-01", ("birthday_header", SOFT)),
        ("出生年月", "1900.01", ("birthday_header", SOFT)),
        ("家庭住址", "太子庙村", ("address_header", SOFT)),
        ("致贫原因", "缺劳力", ("health_header", SOFT)),
    ],
)
def test_a_heading_says_what_its_column_holds(heading, value, expected):
    assert found_in(["序号", "村", heading], ["1", "太子庙村", value], ["2", "白云庵村", value]) == {expected}


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("身份证号", "34*************123"), ("银行账号", "***************0128"), ("联系电话", "138****1234"), ("身份证号", ""),
        ("身份证复印件", "2份"), ("证件名称", "身份证"), ("咨询电话", "0564-3330000"[:0]), ("民族乡", "无"), ("账号类型", "对公"),
        ("联系电话", "0564-5021234"), ("身份证号", "—"), ("办公地址", "衡山镇文盛街88号"), ("电话", "12345"), ("健康教育场次", "3"),
    ],
)  # fmt: skip
def test_masked_and_other_columns_are_left_alone(heading, value):
    assert found_in(["序号", "单位", heading], ["1", "财政所", value], ["2", "民政办", value]) == set()


def test_a_title_above_and_a_second_table_below_do_not_confuse_the_columns():
    rows = [
        ["2026年补贴发放花名册"],
        ["姓名", "村", "卡号"],
        ["赵测试", "太子庙村", "12345678"],
        [],
        ["村", "面积", "金额"],
        ["太子庙村", "12345678", "87654321"],
    ]
    (finding,) = find(sheet(*rows), CONTEXT)
    assert (finding.rule, finding.count) == ("account_header", 1)


def test_a_form_with_the_label_on_the_left_is_read():
    assert found_in(["申请人", "赵测试", "身份证号", "1234567890"]) == {("id_header", HARD)}


def test_numbers_already_found_are_not_reported_again_for_their_heading():
    assert found_in(["姓名", "手机"], ["赵测试", "15400002222"], ["钱样例", "15400003333"]) == {("mobile", HARD)}


# --- persons -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("精神残疾二级", ("name_with_severe", HARD)), ("艾滋病", ("name_with_severe", HARD)), ("尿毒症透析", ("name_with_illness", SOFT)),
        ("肢体三级", ("name_with_disability", SOFT)), ("低保户", ("name_with_poverty", SOFT)), ("事实无人抚养儿童", ("name_of_minor", SOFT)),
    ],
)  # fmt: skip
def test_a_name_and_its_trouble_in_one_row(value, expected):
    assert found_in(["姓名", "村", "备注"], ["赵测试", "太子庙村", value], ["钱样例", "太子庙村", value]) == {expected}
    assert found_in(["项目", "村", "备注"], ["赵测试", "太子庙村", value]) == set()
    assert found_in(["姓名", "村", "备注"], ["赵**", "太子庙村", value]) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("村民张某甲因患尿毒症住院，家庭困难。", "name_with_illness"), ("残疾人李小虚，肢体二级。", "name_with_disability"),
        ("孤儿王测试今年在读。", "name_of_minor"), ("赵测试，男，62岁，低保户。", "name_with_poverty"), ("患者周样张，精神分裂症。", "name_with_severe"),
    ],
)  # fmt: skip
def test_a_name_and_its_trouble_in_one_sentence(text, rule):
    assert rules(text) == [(rule, SOFT)]


@pytest.mark.parametrize(
    "text",
    [
        "全镇有低保户312户，特困人员86人。", "加强严重精神障碍患者管理服务。", "做好高血压、糖尿病患者健康管理。", "关爱留守儿童，开展暑期安全教育。",
        "残疾人两项补贴发放情况公示", "预防艾滋病宣传活动在太子庙村举行。", "王镇长走访困难群众。", "大病保险报销比例提高。", "儿童高血压防治", "患者及其家属",
    ],
)  # fmt: skip
def test_prose_about_programmes_names_nobody(text):
    assert rules(text) == []


# --- marks of secrecy ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "机密★10年",
        "秘密★",
        "绝密★长期",
        "机 密 ★ 5 年",
        "秘密☆6个月",
        "机密*20年",
        "秘　密★1年",
        "密级：机密",
        "绝密★解密前",
        "机密",
        "【秘密】",
        "秘\u200b密★3年",
        "机密★二十年",
        "密级 秘密",
        "秘密 5年",
    ],
)
def test_a_mark_of_secrecy_is_hard(text):
    assert rules(text) == [("classified", HARD)]
    assert rules("关于做好防火工作的通知", text) == [("classified", HARD)]
    assert [f.rule for f in find([Passage(text, "页眉", "header")], CONTEXT)] == ["classified"]


@pytest.mark.parametrize(
    "text",
    [
        "国家秘密分为绝密、机密、秘密三级。", "依法确定为国家秘密的信息不予公开。", "保守商业秘密和工作秘密", "密级：无", "密级：公开", "密级：绝密、机密、秘密",
        "机密级计算机管理办法", "是否涉密：否", "本表中“秘密”是指", "秘密投票", "采取无记名投票的秘密方式", "涉及国家秘密、商业秘密、个人隐私的除外", "★重点项目10年规划", "国家秘密、工作秘密的范围",
    ],
)  # fmt: skip
def test_prose_about_secrets_is_left_alone(text):
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "内部资料 注意保存",
        "内部资料，注意保密",
        "内部文件 不得外传",
        "仅供内部使用",
        "工作秘密★1年",
        "（内部资料）",
        "阅后即焚",
        "此件不公开",
    ],
)
def test_internal_marks_are_hard_and_can_be_lifted(text):
    assert rules(text) == [("internal_mark", HARD)]


@pytest.mark.parametrize(
    "text",
    [
        "做好内部资料管理工作。",
        "内部控制制度",
        "不得公开销售烟花爆竹，违者依法处理，请各村做好宣传工作，确保安全。",
        "加强内部审计",
    ],
)
def test_prose_about_internal_matters_is_left_alone(text):
    assert rules(text) == []


def test_the_township_s_own_words():
    context = Context(TODAY, words={"专项 行动代号": "请问派出所。"})
    (finding,) = find([Passage("参加专项行动 代号的村", "第 1 段")], context)
    assert (finding.rule, finding.severity) == ("listed_word", SOFT)
    assert "请问派出所" in finding.sentence
    assert "行动" not in finding.masked


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


def test_every_finding_tells_the_clerk_what_to_do_and_nothing_was_found_in_nothing():
    assert find([], CONTEXT) == []
    assert find([Passage("", ""), cell("", 1, 1)], CONTEXT) == []
    for finding in find(sheet(["姓名", "身份证号", "病种"], ["赵测试", "1234567", "肺炎"]), CONTEXT):
        assert finding.sentence.endswith("。")
        assert "请" in finding.sentence or "要" in finding.sentence
