"""Eight deliberately messy, correct workbooks, laid out in eight different ways: each imports right."""

import pytest

from disclosure.finance.reading import read_quarter
from tests.finance.books import (
    CLOSING,
    HEAD,
    INCOME,
    OPENING,
    Q3,
    SPENDING,
    THREE,
    TITLE,
    UNIT,
    ods,
    table,
    total,
    whole,
    xls,
    xlsx,
)


def kept(rows):
    return [[row[0], *(f"{cell:.2f}" for cell in row[1:])] for row in [*rows, total(rows)]]


WANTED = (kept(INCOME), kept(SPENDING), kept(THREE), f"{OPENING:.2f}", f"{CLOSING:.2f}")
BALANCE = [["期初结余", None, OPENING], ["期末结余", None, CLOSING]]


def template_like():
    return xlsx(whole())


def one_sheet_stacked():
    """All on one sheet, blank rows, notes, the heading printed again on the second page, balances in a sentence."""
    spending = table("支出", SPENDING)
    spending.insert(4, list(HEAD))  # the heading again, at the top of a page
    rows = [["落儿岭镇财政收支情况"], [], *table("收入", INCOME), [], [], *spending, [], ["说明：护林员报酬按年底考核结算。"],
            [f"季初结余：{OPENING} 万元，季末结余：{CLOSING}万元。"], [], *table("“三公”经费", THREE)]  # fmt: skip
    return xlsx({"Sheet1": rows})


def side_by_side():
    """Income at the left, spending at the right, a merged super-heading over each."""
    rows = [
        [f"{TITLE}收支情况表"],
        [UNIT],
        ["收入", None, None, None, None, "支出"],
        ["项目", *HEAD[1:], None, "项目", *HEAD[1:]],
    ]
    for left, right in zip([*INCOME, total(INCOME)], [*SPENDING, total(SPENDING)], strict=True):
        rows.append([*left, None, *right])
    rows += [[], ["上季结余", None, OPENING], ["季末结余", None, CLOSING], []]
    rows += table("“三公”经费", THREE)
    return xlsx({"收支": rows}, merged=[("收支", "A1:I1"), ("收支", "A3:D3"), ("收支", "F3:I3")])


def in_yuan_with_separators():
    """元 with thousands separators as text, ordinals, spaces in the total's name."""

    def yuan(rows):
        return [
            [f"{'一二三四'[n]}、{name}", *(f"{cell * 10_000:,.2f}" for cell in cells)]
            for n, (name, *cells) in enumerate(rows)
        ]

    def sheet(title, rows):
        last = ["合    计", *(f"{cell * 10_000:,.2f}" for cell in total(rows)[1:])]
        return [[f"{TITLE}{title}表"], ["", "", "", "金额单位：元"], list(HEAD), *yuan(rows), last]

    balance = [["期初结余", None, f"{OPENING * 10_000:,.2f}"], ["期末结余", None, f"{CLOSING * 10_000:,.2f}"]]
    return xls(
        {"收入": sheet("收入", INCOME), "支出": sheet("支出", SPENDING) + balance, "三公": sheet("“三公”经费", THREE)}
    )


def other_order_and_names():
    """Other names, other order, rates and last year's columns between, in an .xls."""
    head = ["序号", "预算科目", "1-9月累计", "完成预算%", "三季度", "上年同期", "年初预算数", "备注"]

    def sheet(title, rows):
        told = [
            [n, row[0], row[3], "71.2%", row[2], 99.9, row[1], ""]
            for n, row in enumerate([*rows, total(rows)], start=1)
        ]
        return [[title], [f"（{UNIT}）"], head, *told]

    balance = [[None, "季初余额", None, None, OPENING], [None, "季末余额", None, None, CLOSING]]
    return xls(
        {
            "收入执行": sheet("收入情况", INCOME),
            "支出执行": sheet("支出情况", SPENDING) + balance,
            "三公": sheet("三公", THREE),
        }
    )


def full_width_and_dashes():
    """Full-width digits, dashes for nothing, parenthesised negatives that cancel, an .ods with a million empty rows."""

    def wide(rows):
        signs = str.maketrans("0123456789.", "０１２３４５６７８９．")
        return [[name, *(str(cell).translate(signs) if cell else "—" for cell in cells)] for name, *cells in rows]

    sheets = {
        "收入": [[f"{TITLE}收入"], ["单位: 万元"], [], list(HEAD), [], *wide(INCOME), [], *wide([total(INCOME)])],
        "支出": [[f"{TITLE}支出"], [UNIT], list(HEAD), *wide(SPENDING), *wide([total(SPENDING)]), *wide(BALANCE_ROWS)],
        "三公": [["三公经费"], [UNIT], list(HEAD), *wide(THREE), *wide([total(THREE)])],
    }
    return ods(sheets)


BALANCE_ROWS = [["加：期初结余", 0, OPENING], ["减：期末结余", 0, CLOSING]]


def two_rows_of_headings():
    """Headings in two rows with merged cells, the unit in the heading, every quarter of the year beside the total."""
    first = ["科目", "全年预算（万元）", "2026年执行情况", None, None, None]
    second = [None, None, "一季度", "二季度", "三季度", "累计"]

    def sheet(title, rows):
        told = [[row[0], row[1], 1, round(row[3] - row[2] - 1, 2), row[2], row[3]] for row in [*rows, total(rows)]]
        return [[f"{TITLE}{title}"], ["单位：万元"], first, second, *told]

    sheets = {"收入": sheet("收入", INCOME), "支出": [*sheet("支出", SPENDING), [], *[[b[0], None, None, None, b[2]] for b in BALANCE]],
              "三公": sheet("三公经费", THREE)}  # fmt: skip
    areas = [(name, area) for name in sheets for area in ("A3:A4", "B3:B4", "C3:F3", "A1:F1")]
    return xlsx(sheets, merged=areas)


def subtotals_and_details():
    """Group headings, subtotals, “of which”, numbered details under numbered lines; codes before names; a hidden old sheet."""
    income = [["一、上级补助", None, None, None], INCOME[0], ["小计", *INCOME[0][1:]], ["二、本级", None, None, None], INCOME[1],
              ["其中：税收分成", 900, 200, 600], ["   　非税返还", 100, 20, 60], INCOME[2],
              ["小 计", *total(INCOME[1:])[1:]]]  # fmt: skip
    spending = [["213 " + SPENDING[0][0], *SPENDING[0][1:]], ["21301 农业农村", 1000, 300, 900], ["2130101 行政运行", 600, 200, 500],
                ["2130102 项目", 400, 100, 400], ["21302 林业", 260, 12.45, 5.2], ["201 " + SPENDING[1][0], *SPENDING[1][1:]],
                ["229" + SPENDING[2][0], *SPENDING[2][1:]]]  # fmt: skip
    sheets = {
        "收入": [[f"{TITLE}收入"], [UNIT], list(HEAD), *income, total(INCOME)],
        "支出": [[f"{TITLE}支出"], [UNIT], list(HEAD), *spending, total(SPENDING), *BALANCE],
        "三公经费": table("三公经费", THREE),
        "旧表": [["落儿岭镇2020年第一季度支出"], ["乱七八糟"]],
    }
    return xlsx(sheets, hidden=["旧表"])


LAYOUTS = (template_like, one_sheet_stacked, side_by_side, in_yuan_with_separators, other_order_and_names, full_width_and_dashes,
           two_rows_of_headings, subtotals_and_details)  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_messy_but_correct_workbook_imports_right(layout):
    reading = read_quarter(layout(), Q3)
    assert [str(problem) for problem in reading.problems] == []
    report = reading.report
    assert (report.income, report.spending, report.three, report.opening, report.closing) == WANTED


def test_who_made_it_and_what_lags_come_along():
    sheets = whole()
    sheets["支出"][2].append("备注")
    sheets["支出"][5].append("护林员报酬按年底考核结算")
    report = read_quarter(xlsx(sheets), Q3).report
    assert (report.compiled_by, report.checked_by) == ("郑示例", "冯示例")
    assert report.notes == [["其他支出", "护林员报酬按年底考核结算"]]


def test_the_template_reads_as_it_is_handed_out():
    from disclosure.finance.template import template

    reading = read_quarter(template("落儿岭镇", Q3), Q3)
    assert reading.problems == [] and len(reading.report.three) == 5
