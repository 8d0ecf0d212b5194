"""Headings, persons, marks of secrecy, leaders, phrases, addresses and dates."""

from datetime import date

import pytest

from audit.screening.passages import HARD, SOFT, Passage
from audit.screening.rules import Context, find

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
        ("联系电话", "0564-5021234"), ("身份证号", "—"), ("准考证号", "34152026001"), ("不动产权证号", "0012345"), ("许可证号", "JY23415250001234"), ("办公地址", "衡山镇文盛街88号"), ("电话", "12345"), ("健康教育场次", "3"),
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
        ("孤儿王测试今年在读。", "name_of_minor"), ("赵测试，男，62岁，低保户。", "name_with_poverty"), ("患者周样张，精神分裂症。", "name_with_severe"), ("赵测试（一级智力残疾）", "name_with_disability"), ("艾滋病感染者赵测试", "name_with_severe"),
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


def test_lines_of_a_list_read_from_a_pdf():
    assert rules("序号 姓名 村 类别\n1 赵测试 太子庙村 精神残疾二级\n2 钱样例 白云庵村 无") == [
        ("name_with_severe", SOFT)
    ]
    assert rules("序号 项目 村 类别\n1 高血压 管理率 慢性病") == []


def test_a_column_of_illness_is_reported_once():
    assert found_in(["姓名", "病种"], ["赵测试", "肺癌"], ["钱样例", "脑梗"]) == {("illness_header", HARD)}


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
        "★机密",
        "【机密】★10年",
        "机密（10年）",
        "绝密·启用前",
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
        "商密★3年",
        "内部★",
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


def test_every_finding_tells_the_clerk_what_to_do_and_nothing_was_found_in_nothing():
    assert find([], CONTEXT) == []
    assert find([Passage("", ""), cell("", 1, 1)], CONTEXT) == []
    for finding in find(sheet(["姓名", "身份证号", "病种"], ["赵测试", "1234567", "肺炎"]), CONTEXT):
        assert finding.sentence.endswith("。")
        assert "请" in finding.sentence or "要" in finding.sentence
