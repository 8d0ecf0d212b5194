"""Quarters and budgets for the tests, drafted by 财政所 and taken through both reviews."""

from datetime import date

from audit.models import Edition
from disclosure.models import Budget, QuarterlyFinance
from tests.cast import first_review, sign, submit

SPENDING = [["农林水支出", "1260.00", "312.45", "905.20"], ["一般公共服务支出", "980.00", "238.60", "706.30"],
            ["节能环保支出", "180.00", "42.10", "118.30"], ["合计", "2420.00", "593.15", "1729.80"]]  # fmt: skip
INCOME = [["上级补助收入", "1650.00", "412.80", "1210.50"], ["其他收入", "770.00", "271.10", "602.10"],
          ["合计", "2420.00", "683.90", "1812.60"]]  # fmt: skip
THREE = [
    ["公务用车运行维护费", "8.40", "1.94", "5.60"],
    ["公务接待费", "4.20", "0.92", "2.54"],
    ["合计", "12.60", "2.86", "8.14"],
]


def quarter_values(town, **over):
    values = {
        "title": "落儿岭镇2026年第三季度财政收支情况", "unit": town.treasury, "column": town.notices, "formed_on": date(2026, 10, 19),
        "drafter": town.reporter2.person, "year": 2026, "quarter": 3, "income": INCOME, "spending": SPENDING, "three": THREE,
        "opening": "45.65", "closing": "136.40", "compiled_by": "郑示例", "checked_by": "冯示例",
        "lags": [["节能环保支出", "管网二期停工，10月复工。"]],
    }  # fmt: skip
    return values | over


def make_quarter(town, **over):
    item = QuarterlyFinance(**quarter_values(town, **over))
    item._history_user = town.reporter2
    item.save()
    return item


def before_it(town, **over):
    """The second quarter, so that the third ties to it."""
    values = {
        "title": "落儿岭镇2026年第二季度财政收支情况", "quarter": 2, "opening": "63.15", "closing": "45.65", "lags": [],
        "income": [["上级补助收入", "1650.00", "358.50", "797.70"], ["其他收入", "770.00", "205.50", "331.00"],
                   ["合计", "2420.00", "564.00", "1128.70"]],
        "spending": [["农林水支出", "1260.00", "300.00", "592.75"], ["一般公共服务支出", "980.00", "240.00", "467.70"],
                     ["节能环保支出", "180.00", "41.50", "76.20"], ["合计", "2420.00", "581.50", "1136.65"]],
        "three": [["公务用车运行维护费", "8.40", "1.96", "3.66"], ["公务接待费", "4.20", "0.98", "1.62"],
                  ["合计", "12.60", "2.94", "5.28"]],
    }  # fmt: skip
    return make_quarter(town, **(values | over))


def publish(town, item):
    edition = sign(town, first_review(town, submit(town, item, by=town.reporter2)))
    return Edition.objects.select_related("item", "publication", "column", "unit").get(pk=edition.pk)


BUDGET = [["一般公共预算收入表", "上级补助收入", "2480.00", "2580.00"], ["一般公共预算收入表", "合计", "2480.00", "2580.00"],
          ["一般公共预算支出表", "201 一般公共服务支出", "960.00", "980.00"], ["一般公共预算支出表", "20103 政府办公", "960.00", "980.00"],
          ["一般公共预算支出表", "213 农林水支出", "1520.00", "1600.00"], ["一般公共预算支出表", "合计", "2480.00", "2580.00"]]  # fmt: skip


def make_budget(town, **over):
    values = {
        "title": "落儿岭镇2026年政府预算", "unit": town.treasury, "column": town.notices, "formed_on": date(2026, 2, 25),
        "drafter": town.reporter2.person, "year": 2026, "sort": "town_budget", "figures": BUDGET,
        "approved_on": date(2026, 2, 10), "approved_by": "镇人民代表大会",
    }  # fmt: skip
    item = Budget(**(values | over))
    item._history_user = town.reporter2
    item.save()
    return item
