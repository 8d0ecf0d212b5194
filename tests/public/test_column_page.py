"""Columns: numbered from the oldest for ever, slots kept, nothing blank, the same few queries at any size."""

import re

import pytest
from django.db import connection

from audit.models import Column
from tests.bulk import publish_many
from tests.cast import make_column, published
from tests.public.making import address, correct, withdraw
from township_portal.search import follow

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def titles(client, url):
    return re.findall(r"<a href=\"/items/[\d-]+/\">([^<]*)</a>", text(client.get(url)))


@pytest.fixture
def bulk(town):
    """A column with n items, 第0条 the oldest."""

    def make(count, slug="many"):
        column = make_column(slug, town.disclosure, name="很多条")
        publish_many(town, count, [column], title="第{n}条")
        return column

    return make


@pytest.mark.parametrize(("count", "newest"), [(1, 1), (19, 19), (20, 20), (21, 21), (39, 39), (40, 20), (61, 21)])
def test_the_columns_address_shows_the_newest_twenty_to_thirty_nine(client, bulk, count, newest):
    bulk(count)
    assert titles(client, "/columns/many/") == [f"第{n}条" for n in range(count - 1, count - 1 - newest, -1)]


def test_a_full_page_holds_the_same_twenty_for_ever(client, town, bulk):
    column = bulk(45)
    first = titles(client, "/columns/many/1/")
    assert first == [f"第{n}条" for n in range(19, -1, -1)]
    assert titles(client, "/columns/many/2/") == [f"第{n}条" for n in range(39, 19, -1)]
    assert client.get("/columns/many/3/").headers["Location"] == "/columns/many/"
    assert client.get("/columns/many/4/").status_code == 404
    published(town, column=column)
    assert titles(client, "/columns/many/1/") == first


def test_every_item_is_reached_through_the_pager(client, bulk):
    bulk(143)
    seen, url, steps = set(), "/columns/many/", 0
    while url and steps < 20:
        page = text(client.get(url))
        seen |= set(re.findall(r"<a href=\"/items/[\d-]+/\">([^<]*)</a>", page))
        older = re.search(r'<a href="([^"]+)" rel="next">', page)
        url, steps = older and older[1], steps + 1
    assert len(seen) == 143 and steps == 7


def test_a_parent_lists_its_whole_subtree(client, town):
    published(town, title="通知里的")
    published(town, title="农村里的", column=make_column("deep", town.notices, name="深处"))
    assert titles(client, "/columns/disclosure/") == ["农村里的", "通知里的"]
    assert titles(client, "/columns/notices/") == ["农村里的", "通知里的"]
    assert titles(client, "/columns/deep/") == ["农村里的"]


def test_a_withdrawn_item_keeps_its_slot_and_leaves_the_counts(client, town):
    editions = [published(town, title=f"第{n}件") for n in range(3)]
    assert "一共 3 条" in text(client.get("/columns/notices/"))
    withdraw(town, editions[1])
    page = text(client.get("/columns/notices/"))
    assert titles(client, "/columns/notices/") == ["第2件", "第1件", "第0件"]
    assert "已撤下，看原因" in page and "一共 2 条" in page
    assert client.get(address(editions[1])).status_code == 410


def test_a_correction_is_marked_and_keeps_its_place(client, town):
    first = published(town, title="先来的")
    published(town, title="后来的")
    correct(town, first)
    assert titles(client, "/columns/notices/") == ["后来的", "先来的"]
    assert re.search(r"先来的</a> <span class=\"corrected\">\d\d-\d\d 更正", text(client.get("/columns/notices/")))


def test_an_empty_column_says_who_is_responsible_and_whom_to_ask(client, town):
    page = text(client.get("/columns/notices/"))
    assert "这一栏现在没有公开的信息" in page and "农业农村办公室" in page and "0564-0000112" in page
    assert re.search(r"20\d\d年\d+月\d+日核对", page)
    assert "0564-0000101" in text(client.get("/columns/other/"))  # nobody named: the party office


def test_hidden_columns_hide_what_is_below_them(client, town):
    child = make_column("child", town.notices, name="下级栏目")
    published(town, column=child)
    Column.objects.filter(pk=town.notices.pk).update(is_active=False)
    for url in ("/columns/notices/", "/columns/child/"):
        assert client.get(url).status_code == 404
    assert "下级栏目" not in text(client.get("/columns/"))


def test_a_columns_page_carries_its_tags(client, town):
    Column.objects.filter(slug="other").update(description="", content_elements=[], legal_basis="")
    tags = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', text(client.get("/columns/other/"))))
    names = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
    assert [name for name in names if not tags.get(name)] == []


def test_years_lead_to_the_page_where_they_stand(client, bulk):
    bulk(100)
    for url in re.findall(r'<li><a href="(/columns/many/[^"]*#y\d{4})"', text(client.get("/columns/many/"))):
        page, _, anchor = url.partition("#")
        assert f'id="{anchor}"' in text(client.get(page))


def test_pages_cost_the_same_at_ten_and_at_several_hundred(client, town, bulk, django_assert_max_num_queries):
    def counted(url):
        searching = 24 if connection.vendor == "postgresql" else 8  # there two windows are asked, each told how
        with django_assert_max_num_queries({"/": 6, "/search/?q=条": searching}.get(url, 4)) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    urls = ("/", "/columns/many/", "/columns/disclosure/", "/columns/", "/search/?q=条", "/phones/")
    column = bulk(45)
    follow.rebuild()
    few = [counted(url) for url in urls]
    for n in range(60):
        make_column(f"c{n}", town.disclosure)
    publish_many(town, 300, [column], title="又{n}条")
    follow.rebuild()
    assert [counted(url) for url in urls] == few


def test_a_column_of_withdrawn_items_alone_says_so_instead_of_counting_none(client, town):
    withdraw(town, published(town, column=town.other))
    shown = text(client.get("/columns/other/"))
    assert "一共 0 条" not in shown and "上面的都已撤下" in shown
