"""From the finance office's workbook to a draft, through the administration's own door; corrections the same way."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit import files
from audit.models import Attachment, Edition
from disclosure.finance.handed_in import HandedIn
from disclosure.models import Budget, QuarterlyFinance
from tests.cast import edit, submit
from tests.finance.books import CLOSING, Q3, ods, whole, xls, xlsx
from tests.finance.making import before_it, make_budget, publish

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/disclosure/quarterlyfinance/upload/"


@pytest.fixture
def desk(town):
    client = Client()
    client.force_login(town.reporter2)
    return client


def sent(town, data, name="三季度收支.xlsx", **over):
    values = {"year": 2026, "quarter": 3, "unit": town.treasury.pk, "column": town.notices.pk}
    return values | {"workbook": SimpleUploadedFile(name, data)} | over


def hidden(response):
    """What the preview sends on: the signed note and the fields."""
    context = response.context
    return dict(context["sent"]) | {"handed_in": context["note"]}


def words(response):
    return response.content.decode()


@pytest.mark.parametrize(("make", "ending"), [(xlsx, "xlsx"), (xls, "xls"), (ods, "ods")])
def test_a_workbook_becomes_a_draft_after_a_look_at_what_was_read(town, desk, make, ending):
    data = make(whole())
    seen = desk.post(UPLOAD, sent(town, data, f"三季度.{ending}"))
    assert "还没有存" in words(seen) and "412.80" in words(seen) and QuarterlyFinance.objects.count() == 0
    kept = desk.post(UPLOAD, hidden(seen))
    item = QuarterlyFinance.objects.get()
    assert kept.url == reverse("admin:disclosure_quarterlyfinance_change", args=[item.pk])
    assert (item.title, item.closing, item.compiled_by) == (
        "落儿岭镇2026年第三季度财政收支情况",
        f"{CLOSING:.2f}",
        "郑示例",
    )
    assert item.summary.startswith("三季度收入 815.00 万元，支出 569.30 万元")
    file = item.attachments.get()
    assert files.read(file.sha256) == data and file.sha256 == item.workbook and file.name == f"三季度.{ending}"
    assert item.drafter == town.reporter2.person and item.history.count() == 1


def test_faults_are_all_told_and_nothing_is_kept(town, desk):
    sheets = whole()
    sheets["收入"][3][2] = "约400"
    sheets["支出"][6][1] = 1
    seen = desk.post(UPLOAD, sent(town, xlsx(sheets)))
    assert "有 2 处要改，一行也没有导入" in words(seen)
    assert "表“收入”第 4 行 C 列：“约400”不是一个数" in words(seen) and "表“支出”第 7 行 B 列" in words(seen)
    assert not QuarterlyFinance.objects.exists() and not Attachment.objects.exists()


def test_doubts_are_marked_and_their_reasons_are_written_right_there(town, desk):
    publish(town, before_it(town))
    sheets = whole(closing=300)
    seen = desk.post(UPLOAD, sent(town, xlsx(sheets)))
    assert "期末写的是 300.00 万元" in words(seen) and 'name="balance_note"' in words(seen)
    assert 'class="marked"' in words(seen) and "（要写原因）" in words(seen)
    desk.post(UPLOAD, hidden(seen) | {"balance_note": "含代管资金", "tie_note": "口径调整", "lag-其他支出": "年底结算"})
    item = QuarterlyFinance.objects.get(quarter=3)
    assert (item.balance_note, item.tie_note) == ("含代管资金", "口径调整") and item.lags == [["其他支出", "年底结算"]]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.xlsx", "空的"),
        (b"a,b\n", "a.csv", "不是 Excel 表格"),
        (b"%PDF-1.4\n%%EOF", "a.pdf", "a.pdf"),
        (b"PK\x03\x04broken", "a.xlsx", "打不开"),
        (b"MZ\x90", "a.xlsx", "是程序"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_the_form_stays(town, desk, data, name, said):
    seen = desk.post(UPLOAD, sent(town, data, name))
    assert seen.status_code == 200 and said in words(seen) and "读表格" in words(seen)


def test_a_file_with_a_mark_of_secrecy_is_not_kept(town, desk, files_root):
    sheets = whole() | {"说明": [["机密★10年"]]}
    seen = desk.post(UPLOAD, sent(town, xlsx(sheets)))
    assert "密" in words(seen) and not list(files_root.glob("*/*"))


def test_no_file_and_no_quarter_are_asked_for(town, desk):
    seen = desk.post(UPLOAD, {})
    assert "请选择表格文件" in words(seen)
    assert "您选的是2026年第二季度" in words(desk.post(UPLOAD, sent(town, xlsx(whole()), quarter=2)))


def test_the_note_of_another_persons_file_is_worth_nothing(town, desk):
    data = xlsx(whole())
    foreign = HandedIn(files.put(data), "a.xlsx", data).note(town.reporter)
    values = sent(town, data) | {"handed_in": foreign}
    values.pop("workbook")
    for note in (foreign, "", "forged:note"):
        assert "请重新选择文件" in words(desk.post(UPLOAD, values | {"handed_in": note}))
    assert not QuarterlyFinance.objects.exists()


def test_a_second_item_of_a_quarter_that_is_public_is_led_to_the_first(town, desk):
    publish(
        town,
        before_it(
            town,
            quarter=3,
            tie_note="示例",
            lags=[["节能环保支出", "停工"], ["农林水支出", "示例"], ["一般公共服务支出", "示例"]],
        ),
    )
    seen = desk.post(UPLOAD, sent(town, xlsx(whole())))
    assert "点“换成新的表格”" in words(seen) and "handed_in" not in words(seen)


def test_nobody_uploads_into_a_unit_that_is_not_hers(town, desk):
    seen = desk.post(UPLOAD, sent(town, xlsx(whole()), unit=town.agriculture.pk))
    assert seen.status_code == 200 and not QuarterlyFinance.objects.exists()


def test_a_correction_comes_by_another_workbook_in_place_of_the_first(town, desk):
    seen = desk.post(UPLOAD, sent(town, xlsx(whole())))
    desk.post(UPLOAD, hidden(seen) | {"lag-其他支出": "年底结算"})
    item = QuarterlyFinance.objects.get()
    first = item.workbook
    again = reverse("admin:disclosure_quarterlyfinance_again", args=[item.pk])
    assert "年度" not in words(desk.get(again))
    sheets = whole(three=[["公务接待费", 4, 0.82, 2.6], ["公务用车运行维护费", 8, 1.94, 5.6]])
    seen = desk.post(again, {"workbook": SimpleUploadedFile("三季度改.xlsx", xlsx(sheets))})
    desk.post(again, hidden(seen))
    item.refresh_from_db()
    assert item.three[0] == ["公务接待费", "4.00", "0.82", "2.60"] and item.lags == [["其他支出", "年底结算"]]
    assert [row.name for row in item.attachments.all()] == ["三季度改.xlsx"] and item.workbook != first
    assert item.changed_by_hand() == []


def test_an_item_under_review_takes_no_workbook(town, desk):
    item = before_it(town)
    submit(town, item, by=town.reporter2)
    again = reverse("admin:disclosure_quarterlyfinance_again", args=[item.pk])
    assert desk.get(again).status_code == 404
    sheets = {name: [[str(cell).replace("第三季度", "第二季度") if isinstance(cell, str) else cell for cell in row] for row in rows]
              for name, rows in whole().items()}  # fmt: skip
    seen = desk.post(again, {"workbook": SimpleUploadedFile("a.xlsx", xlsx(sheets))})
    assert "正在审核中" in words(desk.post(again, hidden(seen)))
    assert not item.attachments.exists()


def test_the_template_reads_and_the_lists_lead_to_it(town, desk):
    for kind in ("quarterlyfinance", "budget"):
        given = desk.get(f"/admin/disclosure/{kind}/template/")
        assert given.content.startswith(b"PK") and "attachment" in given["Content-Disposition"]
        assert f"/admin/disclosure/{kind}/upload/" in words(desk.get(f"/admin/disclosure/{kind}/"))
        assert f"/admin/disclosure/{kind}/upload/" in words(desk.get(f"/admin/disclosure/{kind}/add/"))


def budget_book():
    return xlsx({
        "收入": [["落儿岭镇2026年一般公共预算收入表"], ["单位：元"], ["科目", "上年预算数", "2026年预算数"], ["上级补助收入", 24_800_000, 25_800_000],
               ["合计", 24_800_000, 25_800_000]],
        "支出": [["2026年一般公共预算支出表"], ["单位：万元"], ["科目编码", "科目", "上年预算", "本年预算", "备注"],
               [201, "201一般公共服务支出", 960, 980, ""], [20103, "20103政府办公", 960, 980, ""], [213, "213农林水支出", 1520, 1600, ""],
               [None, "合计", 2480, 2580, ""]],
    })  # fmt: skip


def test_a_budgets_workbook_becomes_a_draft_with_the_tables_the_law_names(town, desk):
    values = {"year": 2026, "sort": "town_budget", "unit": town.treasury.pk, "column": town.notices.pk, "approved_on": "2026-02-10",
              "approved_by": "镇人民代表大会", "body_name": "", "workbook": SimpleUploadedFile("预算.xlsx", budget_book())}  # fmt: skip
    seen = desk.post("/admin/disclosure/budget/upload/", values)
    assert "将公布空表的" in words(seen)
    desk.post("/admin/disclosure/budget/upload/", hidden(seen))
    item = Budget.objects.get()
    assert item.title == "落儿岭镇2026年政府预算" and item.attachments.count() == 1
    assert [row[0] for row in item.figures] == ["一般公共预算收入表"] * 2 + ["一般公共预算支出表"] * 4
    assert item.figures[0] == ["一般公共预算收入表", "上级补助收入", "2480.00", "2580.00"]
    assert item.lacking() == []


def test_a_budgets_levels_have_to_add_up(town, desk):
    from disclosure.finance.budget_reading import read_budget

    book = xlsx({"支出": [["一般公共预算支出表"], ["单位：万元"], ["科目", "上年预算", "本年预算"], ["201 公共服务", 10, 10],
                        ["20103 办公", 4, 5], ["20199 其他", 6, 4], ["合计", 10, 11]]})  # fmt: skip
    rows, problems = read_budget(book, "town_budget", Decimal(500))
    assert rows == [] and len(problems) == 2
    assert "第 4 行 C 列" in str(problems[0]) and "第 7 行 C 列" in str(problems[1])


def test_reviewers_see_the_quarter_before_and_the_reasons_first(town):
    publish(town, before_it(town))
    item = edit(before_it(town, quarter=3, title="第三季度"), town.reporter2, tie_note="县里调整了口径")
    edit(item, town.reporter2, balance_note="含代管资金", lags=[[r[0], "说明"] for r in item.spending[:-1]])
    edition = submit(town, item, by=town.reporter2)
    client = Client()
    client.force_login(town.officer)
    page = client.get(reverse("desk:review", args=[edition.item_id])).content.decode()
    first = page[page.index("和上季比") :]
    assert "2026年第二季度，已公开的" in first and "县里调整了口径" in first and "含代管资金" in first
    assert first.index("县里调整了口径") < first.index("系统查出什么")
    assert Edition.objects.filter(kind="quarterly_finance").count() == 2 and make_budget and Q3


def test_drafting_from_word_or_on_the_phone_keeps_the_figures(town, desk):
    item = before_it(town)
    page = desk.get(reverse("desk:write_edit", args=[item.pk]))
    assert page.status_code == 200
    values = {
        "title": "改过的标题",
        "unit": town.treasury.pk,
        "column": town.notices.pk,
        "body": "正文",
        "seen": item.revision,
    }
    desk.post(reverse("desk:write_edit", args=[item.pk]), values)
    item.refresh_from_db()
    assert item.title == "改过的标题" and item.income[0][0] == "上级补助收入"
