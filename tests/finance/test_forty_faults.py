"""A workbook with forty seeded faults: each is told by its cell, nothing is imported; mended, it imports whole."""

from disclosure.finance.reading import read_quarter
from tests.finance.books import HEAD, Q3, THREE, TITLE, UNIT, total, xlsx

ROWS = 14
# sheet, row and column as Excel shows them, what stands there, what the sentence says
UNREADABLE = [
    ("收入", 4, "B", "约1500", "不是一个数"), ("收入", 5, "B", "12.3.4", "不是一个数"), ("收入", 6, "B", "1,23", "不是一个数"),
    ("收入", 7, "B", "", "空着"), ("收入", 8, "B", "#REF!", "公式算错"), ("收入", 9, "B", "#DIV/0!", "公式算错"),
    ("收入", 10, "B", "71.8%", "百分比"), ("收入", 11, "B", "三百", "不是数"), ("收入", 12, "B", True, "是/否"),
    ("收入", 13, "B", "12/13", "不是一个数"), ("收入", 14, "B", "待定", "不是数"), ("收入", 15, "B", "1e5", "不是一个数"),
    ("收入", 16, "B", "100 万多", "不是一个数"), ("收入", 17, "B", "--5--", "不是一个数"),
    ("支出", 4, "D", "８０。５", "不是一个数"), ("支出", 5, "D", "=A1", "不是一个数"), ("支出", 6, "D", "(3", "不是一个数"),
    ("支出", 7, "D", "2026-07", "不是一个数"), ("支出", 8, "D", "3;4", "不是一个数"), ("支出", 9, "D", "五十五", "不是数"),
    ("支出", 10, "D", "99999999999999", "大得不像真的"), ("支出", 11, "D", "见附表", "不是数"), ("支出", 12, "D", "100+20", "不是一个数"),
    ("支出", 13, "D", "12，，5", "不是一个数"), ("支出", 14, "D", "¥", "不是数"), ("支出", 15, "D", "五12", "不是一个数"),
    ("支出", 16, "D", "12..", "不是一个数"), ("支出", 17, "D", "？", "不是数"),
]  # fmt: skip
OTHERS = [
    ("收入", 18, "C", 1.0, "本季的合计写的是 1.00"), ("收入", 18, "D", 999.99, "累计的合计写的是 999.99"),
    ("收入", 6, "A", None, "没有科目名称"), ("收入", 9, "A", "收入科目1", "和第 4 行重复"),
    ("支出", 18, "B", 12.5, "全年预算的合计写的是 12.50"), ("支出", 18, "C", 77.7, "本季的合计写的是 77.70"),
    ("支出", 8, "A", "很长的科目名称" * 7, "太长"), ("支出", 19, "C", "没有算", "不是数"), ("支出", 20, "C", None, "右边没有数"),
    ("三公", 5, "B", "若干", "不是数"), ("三公", 7, "C", 9.99, "本季的合计写的是 9.99"), ("三公", 7, "D", 1.11, "累计的合计写的是 1.11"),
]  # fmt: skip
FAULTS = UNREADABLE + OTHERS


def correct():
    def rows(word):
        return [[f"{word}科目{n}", 100 + n, 10.5 + n, 50.25 + n] for n in range(1, ROWS + 1)]

    income, spending = rows("收入"), rows("支出")
    return {
        "收入": [[f"{TITLE}收入"], [UNIT], list(HEAD), *income, total(income)],
        "支出": [[f"{TITLE}支出"], [UNIT], list(HEAD), *spending, total(spending), ["期初结余", None, 45.65],
               ["期末结余", None, 45.65]],
        "三公": [[f"{TITLE}“三公”经费"], [UNIT], list(HEAD), *map(list, THREE), total(THREE)],
    }  # fmt: skip


def with_faults():
    sheets = correct()
    for sheet, row, column, value, _ in FAULTS:
        sheets[sheet][row - 1]["ABCD".index(column)] = value
    return sheets


def test_each_of_forty_faults_is_told_by_its_cell_and_nothing_is_imported():
    assert len(FAULTS) == 40 == len({fault[:3] for fault in FAULTS})
    reading = read_quarter(xlsx(with_faults()), Q3)
    assert reading.report is None
    told = [str(problem) for problem in reading.problems]
    for sheet, row, column, _, words in FAULTS:
        here = [line for line in told if line.startswith(cell_of(sheet, row, column))]
        assert any(words in line for line in here), f"{sheet} {row}{column}: {words!r} not in {here}"
    assert len(told) == 40, "\n".join(told)


def cell_of(sheet, row, column):
    """A row without a name is told at its first amount, a label without its number at the label."""
    column = {("收入", 6, "A"): "B", ("支出", 20, "C"): "A"}.get((sheet, row, column), column)
    return f"表“{sheet}”第 {row} 行 {column} 列："


def test_mended_it_imports_whole():
    reading = read_quarter(xlsx(correct()), Q3)
    assert reading.problems == []
    report = reading.report
    assert (len(report.income), len(report.spending), len(report.three)) == (ROWS + 1, ROWS + 1, len(THREE) + 1)


def test_mended_one_by_one_the_others_stay_told():
    """After each mending one fault fewer, until none is left: no fault hides another for good."""
    sheets, mended, left = with_faults(), correct(), []
    for sheet, row, column, *_ in FAULTS:
        sheets[sheet][row - 1]["ABCD".index(column)] = mended[sheet][row - 1]["ABCD".index(column)]
        left.append(len(read_quarter(xlsx(sheets), Q3).problems))
    assert left[-1] == 0 and all(count > 0 for count in left[:-1])
