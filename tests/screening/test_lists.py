"""The list builder: what the office uploads, what may be published of it, and what changed since the last time."""

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook

from audit.screening.lists import (
    DROP,
    KEEP,
    MASK,
    ListTrouble,
    build,
    find_list,
    money,
)
from audit.screening.raw_lists import kind_of

ID, PHONE, CARD = "110101190001011009", "16912345678", "6299000000000000018"
HEAD = [
    "序号",
    "村",
    "村民组",
    "姓名",
    "身份证号",
    "联系电话",
    "一卡通账号",
    "补贴面积（亩）",
    "补贴金额（元）",
    "备注",
]
PEOPLE = [
    [1, "太平村", "张湾组", "赵测试", ID, PHONE, CARD, 3.5, 525, ""],
    [2, "太平村", "李畈组", "钱样例", ID, PHONE, CARD, 2, "300.50", "已故，其子代领"],
    [3, "街道社区", "", "孙虚构", ID, PHONE, CARD, 1, "￥1,150", ""],
]
VILLAGES = ["太平村", "街道社区", "白石岩村"]


def book(*rows, title="名单"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append([None if value == "" else value for value in row])
    return made


def saved(made):
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def built(*rows, acts=None):
    return build(find_list("名单.xlsx", saved(book(*rows))), acts)


def test_name_village_item_and_amount_survive_and_nothing_else():
    listing = built(["落儿岭镇2026年耕地地力保护补贴公示表"], HEAD, *PEOPLE)
    assert listing.labels == ("序号", "村", "村民组", "姓名", "补贴面积（亩）", "补贴金额（元）")
    assert set(listing.dropped) == {"身份证号", "联系电话", "一卡通账号", "备注"}
    assert listing.lines[0].values == ("1", "太平村", "张湾组", "赵测试", "3.5", "525")
    assert (listing.count, listing.total) == (3, Decimal("1975.50"))
    assert listing.before[0][4] == "身份证号" and listing.before[1][4] == ID
    assert listing.after[0] == listing.labels and ID not in str(listing.after)


def test_the_clerk_decides_otherwise_column_by_column():
    listing = built(
        HEAD, *PEOPLE, acts={"身份证号": MASK, "联系电话": MASK, "姓名": MASK, "备注": KEEP, "村民组": DROP}
    )
    assert listing.lines[0].values[:5] == ("1", "太平村", "赵*", "11*************009", "169****5678")
    assert "已故，其子代领" in listing.lines[1].values
    assert "村民组" in listing.dropped


HEADERS = [
    ("title and note above", [["关于发放补贴的公示"], ["单位：元", "", "制表：周样张"], HEAD]),
    ("blank rows above", [[], [], HEAD]),
    (
        "spaces in the words",
        [["序 号", "村", "村 民 组", "姓 名", "身份证号码", "联系 电话", "账 号", "面积", "金 额", "备 注"]],
    ),
    (
        "line ends in the words",
        [
            [
                "序号",
                "村",
                "组别",
                "户主\n姓名",
                "身份证\n号码",
                "电话",
                "开户\n账号",
                "面积\n（亩）",
                "金额\n（元）",
                "备注",
            ]
        ],
    ),
]


@pytest.mark.parametrize(("what", "rows"), HEADERS)
def test_the_heading_row_is_found(what, rows):
    listing = built(*rows, *PEOPLE)
    assert listing.count == 3 and listing.total == Decimal("1975.50")
    assert ID not in str(listing.lines) and PHONE not in str(listing.lines)


def test_a_heading_of_two_rows_is_understood():
    made = book(
        ["姓名", "村", "联系方式", "", "补贴情况", ""],
        ["", "", "手机", "固话", "面积", "金额"],
        ["赵测试", "太平村", PHONE, "", 1, 100],
    )
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
        made.active.merge_cells(area)
    listing = build(find_list("a.xlsx", saved(made)))
    assert listing.labels == ("姓名", "村", "面积", "金额")
    assert listing.lines[0].values == ("赵测试", "太平村", "1", "100")


def test_a_village_written_once_beside_its_rows_counts_for_all_of_them():
    made = book(["村", "姓名", "金额"], ["太平村", "赵测试", 1], ["", "钱样例", 2], ["街道社区", "孙虚构", 3])
    made.active.merge_cells("A2:A3")
    listing = build(find_list("a.xlsx", saved(made)))
    assert [line.village for line in listing.lines] == ["太平村", "太平村", "街道社区"]


def test_totals_notes_and_signatures_below_are_no_people():
    tail = [["合计", "", "", "", "", "", "", 6.5, 1975.5, ""], ["制表人：周样张"], ["注：以上名单如有异议请反映"]]
    listing = built(HEAD, *PEOPLE, *tail)
    assert listing.count == 3 and not listing.notes


def test_a_total_that_does_not_add_up_is_said():
    listing = built(HEAD, *PEOPLE, ["合 计", "", "", "", "", "", "", "", "2000", ""])
    assert listing.notes == ("表里写的合计是 2000 元，逐行相加是 1975.50 元。请核对。",)


def test_sums_of_villages_are_left_out_and_people_never():
    rows = [PEOPLE[0], ["", "太平村", "", "小计", "", "", "", "", 525, ""], PEOPLE[1], [*PEOPLE[2][:9], "合计补发"]]
    listing = built(HEAD, *rows, ["", "总计", "", "", "", "", "", "", 1975.5, ""])
    assert [one.name for one in listing.lines] == ["赵测试", "钱样例", "孙虚构"]
    assert not listing.notes


def test_a_heading_repeated_on_the_next_page_is_no_person():
    assert built(HEAD, PEOPLE[0], HEAD, PEOPLE[1]).count == 2


def test_hidden_rows_and_columns_do_not_count_and_that_is_said():
    made = book(HEAD, *PEOPLE)
    made.active.row_dimensions[3].hidden = True
    listing = build(find_list("a.xlsx", saved(made)))
    assert [line.number for line in listing.lines] == [2, 4]
    assert any("1 个隐藏的行" in note for note in listing.notes)


def test_a_csv_in_gb18030_is_a_list_as_well():
    data = "姓名,村,金额\r\n赵测试,太平村,12.5\r\n".encode("gb18030")
    assert build(find_list("a.csv", data)).total == Decimal("12.5")


def test_a_long_number_in_an_unknown_column_is_masked_unasked():
    listing = built(["姓名", "村", "金额", "其他"], ["赵测试", "太平村", 1, f"电话{PHONE}，二组"])
    assert listing.lines[0].values[-1] == "电话*******5678，二组"


def test_an_address_is_cut_at_the_village():
    listing = built(["姓名", "家庭住址", "金额"], ["赵测试", "落儿岭镇太平村张湾组12号", 1])
    assert listing.lines[0].values[1] == "落儿岭镇太平村"


KINDS = [
    ("公民身份号码", "id_number"), ("户主姓名", "name"), ("行政村", "village"), ("村(社区)", "village"), ("村民小组", "group"),
    ("所在村", "village"), ("开户银行", "card"), ("惠农卡号", "card"), ("发放金额（元）", "amount"), ("补贴资金", "amount"),
    ("实发金额", "amount"), ("补贴标准（元/亩）", "item"), ("病种", "illness"), ("残疾等级", "illness"), ("性别", "background"),
    ("领款人签字", "signature"), ("手机号码", "phone"), ("补贴项目", "item"), ("项目名称", "item"), ("", "other"),
    ("这一列的标题写得非常非常非常非常非常非常非常非常非常长金额", "amount"), (ID, "other"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "kind"), KINDS)
def test_headings_are_understood(label, kind):
    assert kind_of(label)[0] == kind


AMOUNTS = [
    ("1200", "1200"), ("1,200.00", "1200.00"), ("￥1200元", "1200"), ("１２００．５", "1200.5"), (" 12 ", "12"), ("-3", "-3"),
    ("0.1", "0.1"), ("一千二百", None), ("", None), ("12.5.1", None), ("#REF!", None), ("9" * 40, None), ("1e5", None), ("NaN", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "amount"), AMOUNTS)
def test_money_is_exact(text, amount):
    assert money(text) == (None if amount is None else Decimal(amount))


def test_many_small_amounts_add_up_exactly():
    listing = built(["姓名", "村", "金额"], *[["赵测试", "太平村", 0.1] for _ in range(1000)])
    assert listing.total == Decimal("100.0")


TROUBLE = [
    ("no heading", [["甲", "乙"], ["赵测试", 1]], "没有找到表头"),
    ("a heading but no people", [HEAD], "没有名单"),
    (
        "an amount in words",
        [["姓名", "村", "金额"], ["赵测试", "太平村", 1], ["钱样例", "太平村", "约三百"]],
        "第 3 行的金额“约三百”",
    ),
    ("neither name nor village", [["身份证号", "金额"], [ID, 1]], "“姓名”或“村”"),
    ("nothing at all", [], "看得见"),
]


@pytest.mark.parametrize(("what", "rows", "sentence"), TROUBLE)
def test_trouble_is_a_sentence_with_its_row(what, rows, sentence):
    with pytest.raises(ListTrouble, match=sentence) as error:
        built(*rows)
    assert str(error.value).endswith("。")


BROKEN = [b"", b"text", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7"]


@pytest.mark.parametrize("data", BROKEN)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a.ods", "a"])
def test_a_broken_file_is_a_sentence(name, data):
    with pytest.raises(ListTrouble) as error:
        find_list(name, data)
    assert str(error.value).endswith("。")


def test_what_names_another_item_is_no_telephone():
    from audit.screening.subjects import text_passages

    parts = {
        "title": "公示结果", "summary": "", "body": "", "attachments": "[]", "meta": '{"shown": {}}',
        "facts": '[{"key": "names", "label": "哪份公示", "value": "13800001-3812-4138-8138-138000013812"},'
        ' {"key": "said", "label": "说", "value": "打 138-0000-1381"}]',
    }  # fmt: skip
    assert [passage.text for passage in text_passages(parts)] == ["公示结果", "打 138-0000-1381"]
