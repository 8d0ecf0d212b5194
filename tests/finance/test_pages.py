"""What residents read of the town's money: the quarter, the year, the budget, the files - and what goes when one goes."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from audit import clock, workflow
from audit.checks import Given
from audit.models import Edition
from disclosure.finance.downloads import as_csv, as_xlsx, harmless, lines
from tests.cast import edit
from tests.finance.making import before_it, make_budget, make_quarter, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarters(town):
    """The second and the third quarter of 2026, public."""
    return publish(town, before_it(town)), publish(town, make_quarter(town))


def page(path, status=200):
    response = Client().get(path)
    assert response.status_code == status, path
    return response.content.decode()


def days_ago(days):
    return clock.local_date(clock.now()) - timedelta(days=days)


def of(edition):
    return reverse("item", args=[edition.publication.slug])


def test_a_quarters_page_says_it_in_a_sentence_four_figures_and_tables(town, quarters):
    html = page(of(quarters[1]))
    text = re.sub(r"<[^>]+>", "", html)
    assert (
        "三季度收入 683.90 万元，支出 593.15 万元，季末结余 136.40 万元。全年预算执行了 71.5%，比时间进度慢 3.5 个百分点。"
        in text
    )
    for told in (
        "上季 564.00",
        "接待 0.92　公车 1.94",
        "管网二期停工，10月复工。",
        "编表",
        "郑示例",
        "0564-0000110",
        "1－9月",
        "65.7%",
    ):
        assert told in text, told
    assert html.count("bar-slow") == 1 and 'x="75%"' in html
    assert "style=" not in html.partition("<main")[2]


def test_the_last_quarters_stand_side_by_side_with_their_table(town, quarters):
    html = page(of(quarters[1]))
    assert html.count("quarter-income") == 3 and of(quarters[0]) in html  # the key and two quarters
    assert '<th scope="row"><a href="' + of(quarters[0]) in html


def test_a_withdrawn_quarter_disappears_from_pages_and_charts(town, quarters):
    workflow.take_step(town.officer2, "withdraw", quarters[0], Given(reason="wrong"))
    html = page(of(quarters[1]))
    assert "quarter-income" not in html and of(quarters[0]) not in html and "上季" not in html
    year = page("/finance/2026/")
    assert of(quarters[0]) not in year and "一季度、二季度现在没有公开的数" in year
    page(reverse("item_data", args=[quarters[0].publication.slug, "csv"]), status=410)


def test_a_correction_shows_everywhere_and_is_marked(town, quarters):
    item = edit(quarters[0].item.concrete(), town.reporter2, correction_note="收入少记了 10 万元", opening="53.15",
                income=[["上级补助收入", "1650.00", "358.50", "797.70"], ["其他收入", "770.00", "215.50", "341.00"],
                        ["合计", "2420.00", "574.00", "1138.70"]])  # fmt: skip
    publish(town, item)
    assert "574.00" in page(of(quarters[1])) and "564.00" not in page(of(quarters[1]))
    assert "更正过" in page("/finance/")
    old = page(reverse("item_edition", args=[quarters[0].publication.slug, 1]), status=404)
    assert "564.00" not in old


def test_the_year_tells_quarters_budgets_and_whether_they_came_in_time(town, quarters):
    publish(town, make_budget(town, approved_on=days_ago(38)))
    html = page("/finance/2026/")
    assert "落儿岭镇2026年政府预算" in html and "晚了 18 天（批准后第 38 天）" in html
    assert "1,812.60" in html and "1,729.80" in html and of(quarters[1]) in html
    page("/finance/2019/", status=404)


def test_without_anything_public_the_page_says_so(db):
    assert "还没有公开的财政收支" in page("/finance/")


def test_a_budget_shows_its_tables_the_empty_ones_and_the_twenty_days(town):
    edition = publish(town, make_budget(town, empty_note="本镇没有政府性基金收支。", approved_on=days_ago(10)))
    html = page(of(edition))
    assert f"{days_ago(-10)} 前公开（批准后 20 天内，预算法第十四条）" in html and "按时公开（批准后第 10 天）" in html
    assert (
        "政府债务限额和余额表" in html and "本镇没有政府性基金收支。" in html and html.count("空表：2026年没有数") == 9
    )
    assert "2,580.00" in html and "比上年" in html


def test_no_data_at_all_is_an_empty_budget_with_its_reason(town):
    assert "请上传表格" in "".join(make_budget(town, figures=[]).lacking())
    edition = publish(town, make_budget(town, figures=[], year=2025, empty_note="本级没有独立预算。"))
    assert page(of(edition)).count("空表：2025年没有数") == 11


def test_a_department_names_itself_and_a_late_one_is_told_to_the_reviewers(town):
    item = make_budget(town, sort="unit_budget", body_name="农业农村办", approved_on=date(2026, 2, 1))
    assert item.name == "2026年农业农村办部门预算"
    assert any("已经过了 20 天的期限" in one for one in item.cautions())


def test_the_files_hold_the_sealed_figures(town, quarters):
    slug = quarters[1].publication.slug
    given = Client().get(reverse("item_data", args=[slug, "csv"]))
    rows = list(csv.reader(io.StringIO(given.content.decode("utf-8-sig"))))
    assert ["农林水支出", "1260.00", "312.45", "905.20"] in rows and given["X-Content-Type-Options"] == "nosniff"
    assert (
        Client().get(reverse("item_data", args=[slug, "csv"]), headers={"if-none-match": given["ETag"]}).status_code
        == 304
    )
    book = load_workbook(io.BytesIO(Client().get(reverse("item_data", args=[slug, "xlsx"])).content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert 312.45 in cells and "农林水支出" in cells


EVIL = ['=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", " =1"]


def test_no_cell_of_a_file_becomes_a_formula():
    facts = [{"key": "t", "label": EVIL[0], "head": ["a", EVIL[1]], "rows": [[evil, "-10.00"] for evil in EVIL]}]
    rows = lines(EVIL[2], facts, "https://example.test/")
    for row in csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"))):
        for cell in row:
            assert cell == "-10.00" or not cell.strip().startswith(("=", "+", "-", "@", "＝")), cell
    for row in load_workbook(io.BytesIO(as_xlsx(rows))).active.iter_rows():
        assert all(cell.data_type != "f" for cell in row)
    assert harmless("-10.00") == "-10.00" and harmless("农林水") == "农林水"


def test_pages_ask_the_database_no_more_as_years_pass(town, quarters, django_assert_max_num_queries):
    addresses = (
        of(quarters[1]),
        "/finance/",
        "/finance/2026/",
        reverse("item_data", args=[quarters[1].publication.slug, "csv"]),
    )
    before = [asked(path) for path in addresses]
    for year, number in ((2025, 1), (2025, 2), (2024, 3), (2024, 4)):
        item = before_it(town, year=year, quarter=number, title=f"{year}年第{number}季度", tie_note="示例", jump_note="示例",
                         lags=[[row[0], "示例"] for row in before_it(town, year=2099).spending[:-1]])  # fmt: skip
        publish(town, item)
    assert [asked(path) for path in addresses] == before
    with django_assert_max_num_queries(12):
        page(of(quarters[1]))


def asked(path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(path)
    with CaptureQueriesContext(connection) as queries:
        page(path)
    return len(queries)


def test_lists_search_and_the_column_carry_a_quarter_like_any_item(town, quarters):
    assert "第三季度财政收支情况" in page(reverse("column", args=["notices"]))
    found = Edition.objects.searchable().filter(plain_text__contains="农林水支出 1260.00 312.45 905.20")
    assert found.count() == 1


def test_the_page_reads_in_order_without_looks(town, quarters):
    """As w3m and a screen reader go through it: sentence, figures, where from, where to, tables, who answers."""
    text = re.sub(r"<(?:script|style|svg)\b.*?</(?:script|style|svg)>|<[^>]+>", " ", page(of(quarters[1])), flags=re.S)
    order = ["三季度收入 683.90", "本季收入", "钱从哪里来", "近四个季度", "钱花到哪里去", "预算用了多少", "慢在哪里", "明细表",
             "谁对这些数负责", "下载", "公开记录", "索引号", "有话要说"]  # fmt: skip
    places = [text.index(word) for word in order]
    assert places == sorted(places)
