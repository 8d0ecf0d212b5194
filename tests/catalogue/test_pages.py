"""The catalogue, its coverage, 政府信息公开 and validity: derived from what is live, filtered without a script, no word of
what goes to the wall alone, the same few queries at any size."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit import clock, duties
from audit.models import Column, PendingChange
from disclosure.holdings import Holding, is_stale, stale_days
from disclosure.models import StatutoryItem
from disclosure.tree import Node
from tests.bulk import publish_many
from tests.cast import make_column, published
from tests.catalogue.making import document, platform, publish, statement
from tests.public.making import address, withdraw

pytestmark = pytest.mark.django_db
PAGES = ("catalogue", "disclosure", "coverage", "validity", "ask", "ask_form")


def page(client, name, **query):
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response.content.decode()


def names(text):
    return re.findall(r'<th scope="row"><a href="/columns/([\w-]+)/">', text)


def test_an_entry_says_what_by_which_rule_how_soon_who_and_where(client, town):
    published(town)
    Column.objects.filter(pk=town.notices.pk).update(
        content_elements=["通知正文", "联系电话"],
        legal_basis="条例第二十条",
        time_limit=7,
        channels=["村公示栏"],
        level="village",
    )
    text = page(client, "catalogue")
    for word in (
        "通知正文、联系电话",
        "条例第二十条",
        "7 个工作日",
        "农业农村办",
        "社区/企事业单位/村公示栏（电子屏）",
        "村级",
        "1 条",
    ):
        assert word in text


def test_the_filters_narrow_together_and_offer_only_what_there_is(client, town):
    Column.objects.filter(pk=town.notices.pk).update(level1_matter="通知", channels=["政府网站"], level="village")
    Column.objects.filter(pk=town.money.pk).update(level1_matter="财政", channels=["政府网站"])
    assert names(page(client, "catalogue")) == ["notices", "money", "other"]
    assert names(page(client, "catalogue", field="财政")) == ["money"]
    assert names(page(client, "catalogue", channel="政府网站", level="village")) == ["notices"]
    assert names(page(client, "catalogue", unit="agriculture")) == ["notices"]
    nothing = page(client, "catalogue", field="财政", level="village")
    assert names(nothing) == [] and "没有符合的事项" in nothing
    for odd in ("<script>", "' or 1=1", "长" * 300, "\x00"):
        assert names(page(client, "catalogue", field=odd)) == []
    assert "两微一端" not in page(client, "catalogue")


def test_what_goes_to_the_wall_alone_is_in_no_page_sheet_count_or_filter(client, town):
    Column.objects.filter(pk=town.wall.pk).update(level1_matter="低保名单事项", channels=["大喇叭"])
    make_column("deep", town.wall, name="墙下面的")
    published(town, column=Column.objects.get(slug="deep"), title="只贴墙上的")
    StatutoryItem.objects.filter(key="20-1").update(columns=["wall", "deep", "notices"])
    told = [page(client, name) for name in PAGES] + [str(client.get(reverse("catalogue_sheet")).content)]
    client.force_login(town.officer)
    told.append(page(client, "catalogue_upkeep"))
    for text in told:
        for word in ("低保初审名单", "低保名单事项", "墙下面的", "只贴墙上的", "大喇叭", "/columns/wall/"):
            assert word not in text
    assert "共 3 项" in told[0]


def test_an_empty_column_shows_its_statement_and_the_desk_asks_for_the_missing_ones(client, town):
    StatutoryItem.objects.filter(key="21-5").update(columns=["notices"])
    text = client.get("/columns/notices/").content.decode()
    assert "这一栏现在没有公开的信息" in text
    client.force_login(town.officer)
    duties.look()
    assert "空着，没有情况说明" in client.get("/desk/").content.decode()
    edition = publish(town, statement(town, town.notices))
    text = client.get("/columns/notices/").content.decode()
    assert "这一栏为什么空着" in text and "没有发生。2026年7月1日核对，下次核对不晚于 2099年1月15日" in text
    covered = page(client, "coverage")
    assert '有情况说明</dt><dd><span class="tile-number">1 项' in covered and "土地征收" in covered
    assert "情况说明</a><small>没有发生" in page(client, "catalogue")
    published(town)
    assert "这一栏为什么空着" not in client.get("/columns/notices/").content.decode()
    withdraw(town, edition)
    assert "情况说明" not in page(client, "catalogue")


def test_a_statement_past_its_day_and_a_stale_column_are_told_to_staff(client, town):
    publish(town, statement(town, town.notices, next_check_on=date(2026, 8, 1)))
    publish_many(town, 1, [town.other], title="很久以前的{n}")
    client.force_login(town.officer)
    text = page(client, "catalogue_upkeep")
    assert "情况说明过了核对日期" in text and "下次不晚于 2026-08-01" in text
    assert "财政资金" in text.partition("空着，也没有情况说明")[2]


@pytest.mark.parametrize(("cycle", "stale"), [("每季度", True), ("有变动时", False), ("as_needed", False), ("", False)])
def test_a_column_updated_when_something_changes_is_never_stale(town, cycle, stale):
    town.other.update_cycle = cycle
    holding = Holding(Node(town.other, 0), newest=clock.now() - timedelta(days=800))
    assert is_stale(holding, stale_days(date(2026, 11, 1)), date(2026, 11, 1)) is stale


def test_the_platform_has_five_entries_made_of_what_is_published(client, town):
    columns = platform(town)
    for slug, title in (("disclosure-guide", "本镇公开指南2026"), ("disclosure-rules", "审查制度"),
                        ("annual-reports", "2024年度报告（2024年）"), ("annual-reports", "某镇2025年公开年报"),
                        ("on-request", "怎样申请：三样内容")):  # fmt: skip
        published(town, column=columns[slug], title=title, body="<p>不用写用途。</p>")
    text = page(client, "disclosure")
    for word in ("公开指南", "公开制度", "法定内容", "公开年报", "依申请公开", "本镇公开指南2026", "审查制度", "怎样申请：三样内容",
                 'name="q"', "最近公开"):  # fmt: skip
        assert word in text
    assert text.index("2025年　某镇2025年公开年报") < text.index("2024年　2024年度报告")
    asked = page(client, "ask")
    assert "怎样申请：三样内容" in asked and "不用写用途。" in asked
    form = page(client, "ask_form")
    for word in ("姓名", "证件名称", "名称、文号，或者能认出它的特征", "提供方式", "不用写用途"):
        assert word in form


def test_without_its_columns_the_platform_says_whom_to_ask(client, town):
    for name in PAGES:
        assert "0564-0000101" in page(client, name)


def test_validity_is_read_from_the_sealed_facts(client, town):
    column = platform(town)["normative-files"]
    publish(town, document(town, column=column))
    publish(town, document(town, column=column, title="改过的办法", validity="amended", amended_on=date(2026, 3, 1)))
    gone = publish(
        town, document(town, column=column, title="不要了的办法", validity="lapsed", lapsed_on=date(2026, 1, 1))
    )
    published(town, title="别的栏目里的")
    text = page(client, "validity")
    assert "现行有效 1 件，已修改 1 件，已废止 1 件" in text and "别的栏目里的" not in text
    assert "2026-03-01" in text and "2026-01-01" in text and "落政〔2026〕6号" in text
    withdraw(town, gone)
    assert "不要了的办法" not in page(client, "validity")


def test_the_regulations_items_are_changed_by_a_leaders_confirmation(client, town):
    item = StatutoryItem.objects.get(key="20-1")
    assert StatutoryItem.objects.count() == 23
    client.force_login(town.admin)
    where = f"/admin/disclosure/statutoryitem/{item.pk}/change/"
    form = {"text": item.text, "article": 20, "number": 1, "source": item.source, "valid_from": "2019-05-15"}
    wrong = client.post(where, form | {"columns": "notices\nnowhere"}).content.decode()
    assert "没有代号为“nowhere”的栏目" in wrong
    client.post(where, form | {"columns": "notices\nmoney"})
    client.force_login(town.leader)
    client.post(f"/desk/changes/{PendingChange.objects.get().pk}/confirm/")
    assert StatutoryItem.objects.get(key="20-1").columns == ["notices", "money"]


def test_the_pages_cost_the_same_at_any_size(client, town, django_assert_max_num_queries):
    columns = platform(town)

    def counted():
        found = []
        for name in PAGES:
            with django_assert_max_num_queries(9) as queries:
                page(client, name)
            found.append(len(queries))
        return found

    publish(town, document(town, column=columns["normative-files"]))
    published(town, column=columns["on-request"])
    few = counted()
    for n in range(12):
        make_column(f"c{n}", columns["statutory-content"], responsible_unit=town.agriculture)
    publish_many(town, 40, [columns["annual-reports"], columns["normative-files"]], title="又{n}")
    publish(town, statement(town, Column.objects.get(slug="c1")))
    assert counted() == few


TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = ("ArticleTitle", "PubDate", "ContentSource")


def tags(client, url):
    text = client.get(url).content.decode()
    found = re.findall(r'<meta name="(\w+)" content="([^"]*)">', text)
    assert [name for name, value in found if not value.strip() or value in ("null", "None")] == [], url
    return dict(found)


def test_every_public_page_carries_its_tags_and_none_is_empty(client, town, settings):
    platform(town)
    Column.objects.filter(slug="other").update(description="", content_elements=[])
    edition = published(town, keywords="", summary="")
    for url in ("/", "/columns/", "/search/", "/phones/"):
        assert set(TAGS) <= set(tags(client, url))
    for url in ("/columns/other/", "/columns/notices/", *(reverse(name) for name in PAGES)):
        assert {*TAGS, *COLUMN} <= set(tags(client, url)), url
    found = tags(client, address(edition))
    assert {*TAGS, *COLUMN, *ARTICLE} <= set(found)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])
    Column.objects.filter(pk=town.notices.pk).update(is_active=False)  # nobody is left to ask but the seal
    assert {*COLUMN, *ARTICLE} <= set(tags(client, address(edition)))
    settings.SITE_ID_CODE = settings.RECORD_NUMBER = settings.POLICE_RECORD = ""
    settings.EXAMPLE = False
    text = client.get("/").content.decode()
    assert "SiteIDCode" not in text and "备00000000" not in text and "网站标识码" not in text
    for url in ("/nowhere/", address(edition), "/disclosure/"):
        tags(client, url)
