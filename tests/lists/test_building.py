"""上传名单, through the door: from the office's table to a draft, and nothing of the table left behind."""

import re

import pytest
from django.urls import reverse

from audit.models import Scan
from disclosure.models import PersonList
from tests.lists.tables import (
    BEGIN,
    CARD,
    HEAD,
    ID,
    LATER,
    PHONE,
    ROWS,
    begin,
    built,
    chosen,
    file_of,
    make_villages,
    person,
    xlsx,
)


@pytest.fixture(autouse=True)
def villages(town):
    return make_villages(town)


def text(answer):
    return answer.content.decode()


def test_a_reporter_makes_a_draft_that_keeps_name_group_item_and_amount(client, town):
    (item,) = built(client, town)
    assert item.columns == [["户主", "name"], ["村民组", "group"], ["面积（亩）", "item"], ["金额（元）", "amount"]]
    assert item.rows[1] == ["白云庵村", "钱样户", "张湾组", "3", "1,200.50"]
    assert (item.lists_persons, item.unit, item.drafter) == (True, town.agriculture, town.reporter.person)
    assert item.title == "2025年耕地地力保护补贴名单" and item.summary == "2 个村共 3 户（人），合计 2,000.50 元。"
    assert item.history.count() == 1 and not item.attachments.exists()


def test_step_two_shows_what_goes_what_stays_and_the_first_rows(client, town):
    page = client.get(begin(client, town).url)
    acts = {column["label"]: column["act"] for column in page.context["columns"]}
    assert {label for label, act in acts.items() if act == "drop"} == {
        "序号", "身份证号", "联系电话", "一卡通账号", "备注"
    }  # fmt: skip
    after, before = text(page).split("改前：原表", 1)
    assert ID not in after.split("改后：", 1)[1] and "钱样户" in after and CARD in before
    assert page.headers["Cache-Control"].count("no-store")


def test_what_was_chosen_is_kept_and_decides(client, town):
    step = begin(client, town).url
    given = chosen(client.get(step)) | {"kind-7": "item", "act-7": "drop", "act-4": "mask", "_look": "1"}
    assert client.post(step, given).url == step
    page = client.get(step)
    assert chosen(page)["act-4"] == "mask" and "11*************009" in text(page)
    client.post(step, chosen(page) | {"_make": "1"})
    item = PersonList.objects.get()
    assert [label for label, _ in item.columns] == ["户主", "村民组", "身份证号", "金额（元）"]
    assert item.rows[0][3] == "11*************009"


@pytest.mark.parametrize(
    "change", [{"act-4": "keep"}, {"act-4": "keep", "kind-4": "item"}, {"act-6": "keep", "kind-6": "other"}]
)
def test_numbers_of_persons_cannot_be_kept_whatever_they_are_called(client, town, change):
    step = begin(client, town).url
    answer = client.post(step, chosen(client.get(step)) | change | {"_make": "1"}, follow=True)
    assert "不能原样公开" in text(answer) and not PersonList.objects.exists()


def test_two_names_or_none_are_told(client, town):
    step = begin(client, town).url
    client.post(step, chosen(client.get(step)) | {"kind-2": "name", "_look": "1"})
    assert "“村民组”、“户主”都当成了“姓名”" in client.get(step).context["trouble"]
    client.post(step, chosen(client.get(step)) | {"kind-2": "group", "kind-3": "item", "_look": "1"})
    assert "要有一列是“姓名”" in client.get(step).context["trouble"]


def test_what_was_kept_against_the_rule_and_a_wrong_total_reach_both_reviewers(client, town):
    step = begin(client, town, file=xlsx(HEAD, *ROWS, ["合计", "", "", "", "", "", "", "", 9999, ""])).url
    client.post(step, chosen(client.get(step)) | {"act-9": "keep", "_make": "1"})
    told = PersonList.objects.get().cautions()
    assert any("合计是 9999 元" in one for one in told) and any("“备注”按规定该删去" in one for one in told)


def test_rows_that_cannot_stand_are_named_and_another_file_takes_their_place(client, town):
    wrong = [person(n, "白云庵村", f"赵{n}", "待定") for n in range(12)]
    step = begin(client, town, file=xlsx(HEAD, *wrong)).url
    trouble = client.get(step).context["trouble"]
    assert "第 2 行的金额“待定”" in trouble and "第 11 行" in trouble and "等 12 行" in trouble
    sent = chosen(client.get(step)) | {"act-7": "drop", "_again": "1", "table": xlsx(HEAD, *ROWS)}
    assert client.post(step, sent).url == step
    page = client.get(step)
    assert "trouble" not in page.context and page.context["count"] == 3
    assert chosen(page)["act-7"] == "drop"  # the same columns: what was decided stays


def test_a_village_nobody_knows_is_told_by_row(client, town):
    step = begin(client, town, file=xlsx(HEAD, person(1, "无名村", "赵样户", 5))).url
    assert "第 2 行“无名村”" in client.get(step).context["trouble"]


def test_an_officer_makes_one_draft_a_village_in_its_own_unit_and_column(client, town, villages):
    made = built(client, town, by=town.officer, how="each")
    assert [(one.village, one.unit.short_name, one.column) for one in made] == [
        (name, name, villages[name]) for name in sorted(villages)
    ]
    assert {len(one.rows) for one in made} == {1, 2}
    assert all(one.title.startswith(one.village) and one.lists_persons for one in made)


def test_a_reporter_who_may_not_write_for_the_villages_makes_one(client, town):
    step = begin(client, town).url
    page = client.get(step)
    assert "您的岗位不能往这个村写" in text(page)
    answer = client.post(step, chosen(page) | {"how": "each", "_make": "1"}, follow=True)
    assert "您的岗位不能往白云庵村、太子庙村的栏目里写" in text(answer) and not PersonList.objects.exists()
    client.post(step, chosen(page) | {"how": "one", "_make": "1"})
    assert PersonList.objects.get().unit == town.agriculture


def test_a_new_table_replaces_the_rows_of_a_draft(client, town):
    (item,) = built(client, town)
    again = reverse("admin:disclosure_personlist_rebuild", args=[item.pk])
    step = client.post(again, {"table": xlsx(HEAD, *LATER)}).url
    client.post(step, chosen(client.get(step)) | {"_make": "1"})
    item.refresh_from_db()
    assert len(item.rows) == 4 and PersonList.objects.count() == 1 and item.history.count() == 2


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [("名单.xlsx", b"PK\x03\x04 broken", "损坏"), ("名单.docx", b"not a table at all", "没有找到表头"),
     ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "图片打不开"), ("名单.csv", b"", "空"),
     ("压缩.xlsx", b"Rar!\x1a\x07" + b"0" * 40, "RAR"), ("名单.csv", "一,二\n1,2\n".encode(), "没有找到表头"),
     ("名单.xls", b"<html><table><tr><td>a</td></tr></table></html>", "不是表格"),
     ("名单.csv", "姓名,金额\n".encode("gb18030"), "没有名单")],
)  # fmt: skip
def test_a_file_that_is_no_list_gets_a_sentence_and_what_was_typed_stays(client, town, name, data, sentence):
    answer = begin(client, town, file=file_of(name, data), programme="茶园补助")
    assert answer.status_code == 422 and sentence in str(answer.context["form"].errors["table"])
    assert "茶园补助" in text(answer) and "无法检查" not in text(answer)


def test_a_csv_of_an_old_system_under_a_wrong_name_is_read(client, town):
    rows = "\r\n".join(",".join(map(str, row)) for row in (HEAD, person(1, "白云庵村", "赵样户", 500)))
    step = begin(client, town, file=file_of("导出.xls", rows.encode("gb18030"))).url
    assert client.get(step).context["after"][0] == [["赵样户", "张湾组", "3", "500"]]


def test_a_file_marked_secret_is_refused_and_only_that_is_recorded(client, town):
    answer = begin(client, town, file=xlsx(["机密★10年"], HEAD, *ROWS))
    assert "国家秘密标志" in text(answer) and not Scan.objects.exists()


def test_another_units_reporter_writes_nothing_into_this_one(client, town):
    answer = begin(client, town, town.reporter2)
    assert "unit" in answer.context["form"].errors and not PersonList.objects.exists()


def test_nobody_else_opens_what_a_person_uploaded(client, town):
    step = begin(client, town).url
    key = client.cookies["held_list"].value
    client.force_login(town.officer)
    client.cookies["held_list"] = key
    assert client.get(step).url == BEGIN
    client.post(step, {"_make": "1"})
    assert not PersonList.objects.exists()


def test_another_units_reporter_sees_neither_the_draft_nor_its_builder(client, town):
    (item,) = built(client, town)
    client.force_login(town.reporter2)
    for name in ("change", "rebuild"):
        assert client.get(reverse(f"admin:disclosure_personlist_{name}", args=[item.pk])).status_code == 404


def test_adding_leads_to_the_upload_and_rows_are_never_typed(client, town):
    client.force_login(town.reporter)
    assert client.get(reverse("admin:disclosure_personlist_add")).url == BEGIN
    (item,) = built(client, town)
    page = text(client.get(reverse("admin:disclosure_personlist_change", args=[item.pk])))
    assert "重新上传名单" in page and "白云庵村 2 户，1,700.50 元" in page
    assert not re.search(r'name="(rows|columns)', page) and PHONE not in page
