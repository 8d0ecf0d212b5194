"""A village's finances: read from the agency's workbook, told by row where they do not add up, signed by the supervisors."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from disclosure.models import VillageFinance
from disclosure.village_finance.periods import NotADay, Period, day_of
from disclosure.village_finance.reading import read_village
from disclosure.village_finance.rules import faults
from disclosure.village_finance.template import village_template
from tests.finance.books import ods, xls, xlsx

from .making import ENTRIES, HEAD, LINES, book, make_finance, make_village, publish, sheet

Q3 = Period(2026, "q3")
ISO = [["2026-07-08", "茶厂租金", "42000.00", "", "秦示例", "收-001"],
       ["2026-07-12", "路灯维修6盏", "", "2700.00", "秦示例", "付-001"],
       ["2026-09-22", "河道保洁", "", "9940.50", "秦示例", "付-002"]]  # fmt: skip


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_the_agency_workbook_is_read_line_by_line(make):
    reading = read_village(make({"收支明细": sheet()}), Q3)
    assert reading.problems == [] and reading.report.entries == ISO
    assert (reading.report.opening, reading.report.closing) == ("311600.00", "340959.50")


def test_other_layouts_are_read_as_well():
    journal = [["2026年"], ["月", "日", "凭证字号", "摘要", "借方金额", "贷方金额", "余额"], [None, None, None, "上年结转", None, None, 100],
               [7, 8, 1, "租金", 50, None, 150], [None, 9, 2, "电费", None, 30, 120], [None, None, None, "本季合计", 50, 30, 120],
               [None, None, None, "期末余额", None, None, 120]]  # fmt: skip
    report = read_village(xlsx({"日记账": journal}), Q3).report
    assert report.entries == [
        ["2026-07-08", "租金", "50.00", "", "", "1"],
        ["2026-07-09", "电费", "", "30.00", "", "2"],
    ]
    two_rows = [["日期", "摘要", "金额（元）", None], [None, None, "收入", "支出"], [None, "期初结余", 1], [date(2026, 9, 30), "利息", 2, None],
                [None, "期末结余", 3]]  # fmt: skip
    assert read_village(xlsx({"表": two_rows}), Q3).report.closing == "3.00"
    wan = sheet([["7月8日", "租金", 4.2, None, "", ""]], opening=1, closing=5.2, total=(4.2, 0))
    wan[1] = ["单位：万元"]
    assert read_village(xlsx({"表": wan}), Q3).report.entries[0][2] == "42000.00"


def changed(place, value):
    lines = [list(line) for line in LINES]
    lines[place[0]][place[1]] = value
    return {"lines": lines}


FAULTS = [
    (changed((1, 0), "10月1日"), "第 6 行 A 列：“10月1日”不在2026年第三季度里"),
    (changed((1, 0), 7.8), "第 6 行 A 列：“7.8”是数字，看不出几月几日"),
    (changed((1, 0), "7月32日"), "没有这一天"),
    (changed((1, 0), None), "第 6 行 A 列：没有写日期"),
    (changed((1, 1), None), "第 6 行 B 列：没有写摘要"),
    (changed((1, 2), 5), "第 6 行 D 列：收入和支出都填了"),
    (changed((1, 3), None), "第 6 行 C 列：收入、支出都没有填"),
    (changed((1, 3), "二千七"), "“二千七”不是数"),
    ({"total": (42000, 12640)}, "支出合计写的是 12,640.00，上面各笔加起来是 12,640.50，差 0.50 元"),
    ({"closing": 340959}, "这里写的是 340,959.00，差 0.50 元"),
    ({"closing": None}, "没有写金额"),
    ({"lines": []}, "一笔收支也没有"),
    ({"head": ["日期", "摘要", "钱", "数", "经手", "票据号"]}, "没有找到收支明细"),
]


@pytest.mark.parametrize(("over", "told"), FAULTS)
def test_what_is_wrong_is_told_by_row(over, told):
    reading = read_village(book(**over), Q3)
    assert reading.report is None and any(told in str(problem) for problem in reading.problems)


def test_a_running_balance_is_checked_where_it_goes_wrong_first():
    rows = sheet(head=[*HEAD, "结余"])
    for row, left in zip(rows[4:7], (353600, 350900, 340000), strict=True):
        row.append(left)
    told = [str(problem) for problem in read_village(xlsx({"表": rows}), Q3).problems]
    assert len(told) == 1 and "第 7 行 G 列：结余写的是 340,000.00，算到这一笔应是 340,959.50" in told[0]


def test_files_that_are_none_are_said_to_be_none():
    for data in (b"", b"not a workbook", xlsx({"一": sheet(), "二": sheet()}), xlsx({"空": [["没有表"]]})):
        reading = read_village(data, Q3)
        assert reading.report is None and len(reading.problems) == 1


def test_the_template_reads_itself():
    for code in ("q3", "m02"):
        assert read_village(village_template(Period(2026, code)), Period(2026, code)).problems == []


@pytest.mark.parametrize("cell", ["2026/9/30", "2026.9.30", "9-30", "9月30", "９月３０日", date(2026, 9, 30), 46295])
def test_days_as_people_write_them(cell):
    assert day_of(cell, Q3) == date(2026, 9, 30)


@pytest.mark.parametrize("cell", ["", None, "三季度", "2025-09-30", 9, True, "2月30日"])
def test_what_is_no_day_of_the_period(cell):
    with pytest.raises(NotADay):
        day_of(cell, Q3)


def test_typed_by_hand_the_same_rules_hold():
    assert faults(ISO, "311600.00", "340959.50", Q3) == []
    both = [[*ISO[0][:3], "5", *ISO[0][4:]]]
    assert "第 1 笔（茶厂租金）收入和支出都填了" in faults(both, "0", "0", Q3)[0]
    assert "差 0.50 元" in faults(ISO, "311600", "340959", Q3)[0]
    assert len(faults([["", "", "x", "", "", ""]], "", "y", Q3)) == 5


@pytest.mark.django_db
def test_it_is_not_submitted_without_the_supervisors_signatures(town):
    unit = make_village(town)
    item = make_finance(town, unit, signed=False)
    assert item.entries == ISO and item.closing == "340959.50"
    assert [told for told in item.lacking() if "签字的照片" in told]
    assert make_finance(town, unit).lacking() == []
    assert "先审核，后公开" in make_finance(town, unit, supervisors="").lacking()[0]
    assert "结束以后" in make_finance(town, unit, reviewed_on=date(2026, 9, 1)).lacking()[0]
    office = make_finance(town, unit)
    office.unit = town.agriculture
    assert office.lacking() == ["承办单位要选村：村级财务是各村的账。"]
    bare = make_finance(town, unit, entries=[[*row[:4], "", ""] for row in ENTRIES] + [ENTRIES[2]])
    told = " ".join(bare.cautions())
    assert "2 笔支出没有写票据号：7月12日 路灯维修6盏" in told and "第 4 笔和第 3 笔一样" in told


@pytest.mark.django_db
def test_a_period_ties_to_the_one_before_and_stands_once(town, client):
    unit = make_village(town)
    edition = publish(town, make_finance(town, unit))
    assert "已经有一条" in make_finance(town, unit).lacking()[0]
    line = [["10月9日", "利息", "40.5", "", "", ""]]
    later = {"period": "q4", "entries": line, "reviewed_on": date(2027, 1, 5)}
    wrong = make_finance(town, unit, opening="1", closing="41.5", **later)
    assert any("期末结余是 340,959.50 元" in told for told in wrong.lacking())
    wrong.tie_note = "上季漏记一笔。"
    assert not any("期末结余是" in told for told in wrong.lacking()) and "上季漏记一笔。" in wrong.cautions()[0]
    page = client.get(reverse("item", args=[edition.publication.slug])).content.decode()
    for said in (
        "9月22日",
        "河道保洁",
        "9,940.50",
        "12,640.50",
        "3 笔",
        "严示例、金示例",
        "监督委员会签字.png",
        "村公开栏·财务",
    ):
        assert said in page
    assert "对不上" not in page


@pytest.mark.django_db
def test_a_workbook_becomes_a_draft_after_a_look(town, client):
    unit = make_village(town)
    client.force_login(town.officer)
    where = reverse("admin:disclosure_villagefinance_upload")
    sent = {"year": 2026, "period": "q3", "unit": unit.pk, "column": unit.finance.pk}
    bad = client.post(where, sent | {"workbook": SimpleUploadedFile("账.xlsx", book(closing=1))})
    assert "差 340,958.50 元" in bad.content.decode() and not VillageFinance.objects.exists()
    seen = client.post(where, sent | {"workbook": SimpleUploadedFile("账.xlsx", book())})
    page = seen.content.decode()
    assert "单位：元" in page and "9,940.50" in page and "万元" not in page
    client.post(where, dict(seen.context["sent"]) | {"handed_in": seen.context["note"]})
    item = VillageFinance.objects.get()
    assert item.title == "白云庵村2026年第三季度财务逐笔公开" and item.entries == ISO
    assert item.summary == "收入 42,000.00 元，支出 12,640.50 元，结余 340,959.50 元，共 3 笔。"
    assert client.get(reverse("admin:disclosure_villagefinance_template")).status_code == 200


def test_the_ledger_goes_out_as_csv_and_as_a_workbook(town, client):
    edition = publish(
        town, make_finance(town, make_village(town), entries=ISO, opening="311600.00", closing="340959.50")
    )
    page = reverse("item", args=[edition.publication.slug])
    shown = client.get(page).content.decode()
    assert all(f'href="{page}data.{ending}" download' in shown for ending in ("csv", "xlsx"))
    rows = client.get(f"{page}data.csv").content.decode("utf-8-sig").splitlines()
    assert (
        rows[0] == edition.title
        and "2026-09-22,河道保洁,,9940.50,秦示例,付-002" in rows
        and "本期结余,340959.50" in rows
    )
    book = load_workbook(io.BytesIO(client.get(f"{page}data.xlsx").content)).active
    [paid] = [row for row in book.iter_rows(values_only=True) if row[1] == "路灯维修6盏"]
    assert paid[:4] == ("2026-07-12", "路灯维修6盏", None, 2700)
