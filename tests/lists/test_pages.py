"""A list on its pages: the reviewers' first look, the residents' tables, and where it must not be found."""

import pytest
from django.urls import reverse

from audit import drafting, workflow
from audit.checks import Given
from audit.differences import compare
from audit.models import Edition
from tests.cast import CODE, first_review, submit
from tests.lists.test_sealed import LATER, ROWS, make_list, out

VILLAGES = ("白云庵村", "烂泥坳村", "太子庙村", "落儿岭村", "古桥畈村")


def thousand():
    return [[VILLAGES[n % 5], f"赵{n}", f"{n % 7}组", str(n % 9), f"{n * 1.5:.2f}"] for n in range(1_000)]


def page_of(client, edition):
    return client.get(reverse("item", args=[edition.publication.slug]))


@pytest.mark.parametrize("name", ["officer", "leader"])
def test_both_reviewers_see_the_comparison_before_anything_else(client, town, name):
    out(town, make_list(town, "2025年", ROWS))
    edition = first_review(town, submit(town, make_list(town, "2026年", LATER)))
    client.force_login(getattr(town, name))
    text = client.get(reverse("desk:review", args=[edition.item_id])).content.decode()
    first = text[text.index('id="compared"') : text.index('id="changes"')]
    for word in ("1,550", "2,000.50", "少 450.50", "李样户", "周样户", "孙样户", "金额最大的 4 个"):
        assert word in first
    assert text.index('id="compared"') < text.index('id="page"')


def test_the_first_of_a_series_says_that_there_is_nothing_to_compare(client, town):
    edition = submit(town, make_list(town, "2026年", LATER))
    client.force_login(town.officer)
    assert "没有公开过上一期" in client.get(reverse("desk:review", args=[edition.item_id])).content.decode()


def test_what_the_builder_noticed_stands_among_the_findings(client, town):
    edition = submit(
        town, make_list(town, "2026年", LATER, remarks="表里写的合计是 9 元，逐行相加是 1550 元。请核对。")
    )
    client.force_login(town.leader)
    assert "合计是 9 元" in client.get(reverse("desk:review", args=[edition.item_id])).content.decode()


def test_residents_get_a_table_a_village_with_totals_whom_to_ask_and_how_to_object(client, town):
    edition = out(town, make_list(town, "2026年", ROWS))
    answer = page_of(client, edition)
    text = answer.content.decode()
    assert text.count("<caption") == 2 and 'scope="row">钱样户<' in text and "1,700.50" in text and "2,000.50" in text
    assert "对名单有意见" in text and "0564-0000112" in text and "12345" in text
    assert 'content="noindex' in text and 'href="#list-1"' in text
    assert "各列是什么" not in text


def test_a_list_is_in_no_search_and_its_names_in_no_index(client, town):
    edition = out(town, make_list(town, "2026年", ROWS))
    assert edition not in Edition.objects.searchable()
    assert "钱样户" not in client.get(reverse("search"), {"q": "钱样户"}).content.decode().split("<main", 1)[1].replace(
        'value="钱样户"', ""
    ).replace("“钱样户”", "")


@pytest.mark.parametrize("rows", [2, 300])
def test_the_pages_ask_the_database_no_more_for_a_long_list(client, town, rows, django_assert_max_num_queries):
    edition = out(town, make_list(town, "2026年", thousand()[:rows]))
    page_of(client, edition)
    with django_assert_max_num_queries(12):
        page_of(client, edition)


def test_a_thousand_rows_are_light(client, town):
    answer = page_of(client, out(town, make_list(town, "2026年", thousand())))
    assert answer.content.decode().count("<tr>") == 1_005
    assert len(answer.content) < 160_000


def test_a_correction_changes_rows_by_name_and_erasing_leaves_none(town):
    first = out(town, make_list(town, "2025年", ROWS))
    item = first.item.concrete()
    item.rows = LATER
    item.correction_note = "一户的面积量错了。"
    drafting.save(town.reporter, item)
    second = out(town, item)
    assert second.number == 2 and Edition.objects.get(pk=first.pk).state == "superseded"
    places = {change.place for change in compare(first.content(), second.content())}
    assert any("白云庵村·钱样户" in place for place in places)
    workflow.withdraw_item(town.officer, item, Given(reason="privacy"))
    for edition in Edition.objects.filter(item_id=item.pk):
        workflow.take_step(town.leader, "propose_erase", edition, Given(code=CODE, remark="个人信息"))
        workflow.take_step(town.inspector, "erase", Edition.objects.get(pk=edition.pk), Given(code=CODE))
    item = type(item).objects.get(pk=item.pk)
    assert item.rows == [] and item.programme == "" and not item.history.exclude(rows=[]).exists()
