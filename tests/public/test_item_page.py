"""An item as residents read it, and what stands there when it is gone."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from audit import workflow
from audit.checks import Given
from audit.clock import example_clock, now
from audit.models import Column
from audit.schedule import expire_due
from disclosure.models import ForwardedDocument
from tests.cast import edit, first_review, make_notice, published, sign, submit
from tests.public.making import address, correct, through, withdraw

pytestmark = pytest.mark.django_db
NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(1)> & {{ 7777*7 }} \'"'


def text(response):
    return response.content.decode()


def metas(response):
    return re.findall(r'<meta name="(\w+)" content="([^"]*)">', text(response))


def test_a_published_item_shows_its_text_its_number_and_its_dates(client, town):
    edition = published(town, document_number="落政〔2026〕41号")
    page = text(client.get(address(edition)))
    assert "进入林区不带火种。" in page and "落政〔2026〕41号" in page
    assert edition.publication.slug in page and "2026-11-02" in page
    assert re.search(r"落款日期</dt><dd>2026-11-02</dd><dd class=\"source\">承办单位填写", page)
    assert re.search(r"上网日期</dt><dd>[\d: -]{16}</dd><dd class=\"source source-system\">系统记录", page)
    assert "0564-0000112" in page  # whom to ask
    assert "<svg" in page and "本页地址的二维码" in page


def test_where_it_was_published_before_stands_beside_the_systems_own_date(client, town):
    page = text(client.get(address(published(town, originally_published_on="2019-03-04"))))
    assert re.search(r"原发布于</dt><dd>2019-03-04</dd><dd class=\"source\">在别处，承办单位填写", page)
    assert "上网日期" in page


def test_the_page_carries_every_tag_and_none_is_empty(client, town):
    edition = published(town, keywords="森林 防火", summary="不带火种进林区。")
    tags = dict(metas(client.get(address(edition))))
    wanted = (
        "SiteName SiteDomain SiteIDCode ColumnName ColumnDescription ColumnKeywords ColumnType "
        "ArticleTitle PubDate ContentSource Keywords Author Description Url"
    ).split()
    assert [name for name in wanted if not tags.get(name)] == []
    assert "" not in tags.values() and "None" not in tags.values() and "null" not in tags.values()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
    assert (tags["Keywords"], tags["Description"]) == ("森林,防火", "不带火种进林区。")
    assert "robots" not in tags


def test_an_item_with_nothing_but_the_least_has_no_empty_tag_either(client, town):
    tags = metas(client.get(address(published(town, column=town.other))))
    assert [name for name, value in tags if not value.strip()] == []
    assert "Keywords" not in dict(tags) and dict(tags)["Description"] == "进入林区不带火种。"


def test_a_forwarded_document_names_where_it_came_from(client, town):
    document = ForwardedDocument(
        title="转发县林业局关于防火的通知", column=town.notices, unit=town.agriculture, body="<p>照办。</p>",
        formed_on="2026-11-02", drafter=town.reporter.person, source_organ="霍山县林业局",
        original_number="霍林〔2026〕7号", original_url="https://example.gov.cn/a?b=1&c=2",
    )  # fmt: skip
    document._history_user = town.reporter
    document.save()
    response = client.get(address(through(town, document)))
    assert dict(metas(response))["ContentSource"] == "霍山县林业局"
    assert "霍林〔2026〕7号" in text(response)
    assert 'href="https://example.gov.cn/a?b=1&amp;c=2"' in text(response)


def test_lists_of_persons_carry_noindex(client, town):
    assert ("robots", "noindex") in metas(client.get(address(published(town, lists_persons=True))))


@pytest.mark.parametrize("field", ["title", "summary", "keywords", "document_number", "audience", "correction_note"])
def test_what_people_type_stays_text_everywhere(client, town, field):
    limit = make_notice(town)._meta.get_field(field).max_length
    edition = published(town, **{field: NASTY[:limit]})
    for url in (address(edition), "/", "/columns/notices/", "/columns/disclosure/", "/search/?q=alert"):
        page = text(client.get(url))
        assert "<script>alert" not in page and "<img src=x" not in page and "54439" not in page, url


@pytest.mark.parametrize("until", ["working", "first_review", "leader_review", "returned", "recalled"])
def test_what_is_not_published_is_nowhere(client, town, until):
    notice = make_notice(town, title="还不能看的标题", body="<p>还不能看的正文。</p>")
    if until != "working":
        edition = submit(town, notice)
        if until == "leader_review":
            first_review(town, edition)
        elif until == "returned":
            workflow.take_step(town.officer, "return", edition, Given(remark="再核实"))
        elif until == "recalled":
            workflow.take_step(town.reporter, "recall", edition)
    for url in ("/", "/columns/notices/", "/columns/disclosure/", "/columns/", "/search/?q=还不能看"):
        assert "还不能看的标题" not in text(client.get(url)), url
    assert client.get(f"/items/{now():%Y%m}-00001/").status_code == 404


def test_board_only_items_are_nowhere_and_leave_no_gap(client, town):
    before = published(town)
    wall = published(town, column=town.wall, title="只贴在墙上的名单", body="<p>张三。</p>")
    after = published(town)
    assert after.publication.serial == before.publication.serial + 1
    assert client.get(f"/items/{wall.publication.slug}/").status_code == 404
    assert client.get("/columns/wall/").status_code == client.get("/columns/wall/1/").status_code == 404
    for url in ("/", "/columns/", "/columns/disclosure/", "/search/?q=只贴在墙上"):
        page = text(client.get(url))
        assert "只贴在墙上的名单" not in page and "低保初审名单" not in page, url
    withdraw(town, wall)
    assert client.get(f"/items/{wall.publication.slug}/").status_code == 404


def test_a_correction_is_always_told_but_the_old_text_not(client, town):
    first = published(town)
    second = correct(town, first)
    page = text(client.get(address(second)))
    assert "补上烟花一项。" in page and "更正过" in page and "旧文不再公开" in page
    assert client.get(address(second, "editions/1/")).status_code == 404


def test_old_texts_stay_readable_where_the_column_keeps_them(client, town):
    Column.objects.filter(slug="notices").update(keeps_old_editions=True)
    second = correct(town, published(town))
    assert address(second, "editions/1/") in text(client.get(address(second)))
    old = client.get(address(second, "editions/1/"))
    assert old.status_code == 200 and "这是旧文" in text(old) and "烟花" not in text(old)
    assert ("robots", "noindex") in metas(old)
    assert client.get(address(second, "editions/2/")).headers["Location"] == address(second)
    for n in (3, 99, 0):
        assert client.get(address(second, f"editions/{n}/")).status_code == 404


def test_an_edition_nobody_published_is_no_old_text(client, town):
    Column.objects.filter(slug="notices").update(keeps_old_editions=True)
    first = published(town)
    returned = submit(town, edit(first.item.concrete(), town.reporter, body="<p>退回的。</p>", correction_note="改"))
    workflow.take_step(town.officer, "return", returned, Given(remark="再核实"))
    second = correct(town, first)
    assert (second.number, client.get(address(second, "editions/2/")).status_code) == (3, 404)


def test_old_lists_of_persons_never_stay(client, town):
    Column.objects.filter(slug="notices").update(keeps_old_editions=True)
    second = correct(town, published(town, lists_persons=True))
    assert client.get(address(second, "editions/1/")).status_code == 404
    assert "editions/" not in text(client.get(address(second)))
    third = correct(town, second, lists_persons=False, body="<p>没有名单了。</p>")
    assert client.get(address(third, "editions/2/")).status_code == 404


def test_after_a_privacy_withdrawal_no_old_text_comes_back(client, town):
    Column.objects.filter(slug="notices").update(keeps_old_editions=True)
    second = correct(town, published(town))
    withdraw(town, second, "privacy")
    assert client.get(address(second, "editions/1/")).status_code == 410
    third = through(town, edit(second.item.concrete(), town.reporter, body="<p>遮住了。</p>"))
    assert client.get(address(third)).status_code == 200
    for n in (1, 2):
        assert client.get(address(third, f"editions/{n}/")).status_code == 410


def test_a_withdrawn_item_answers_410_with_reason_times_and_whom_to_ask(client, town):
    edition = published(town)
    workflow.withdraw_item(town.officer, edition.item, Given(reason="privacy", remark="里面有李四的身份证号"))
    response = client.get(address(edition))
    page = text(response)
    assert response.status_code == 410
    assert "含有不应公开的个人信息" in page and "李四" not in page and "王示例" not in page
    assert "曾经公开" in page and "党政办信息员" in page and "等另一人确认" in page
    assert "0564-0000112" in page and ("robots", "noindex") in metas(response)
    assert "进入林区不带火种" not in page
    (withdrawn,) = edition.item.editions.filter(state="withdrawn")
    workflow.take_step(town.leader, "confirm_withdrawal", withdrawn)
    assert "分管政务公开副镇长" in text(client.get(address(edition)))


def test_what_is_gone_says_since_when_it_was_there(client, town):
    first = published(town)
    with example_clock(now() + timedelta(days=9)):
        second = correct(town, first)
        withdraw(town, second)
    (there, *_) = client.get(address(second)).context["dates"]
    assert there["value"] == f"{timezone.localtime(first.published_at):%Y-%m-%d %H:%M}"


def test_a_withdrawn_item_that_comes_back_stands_at_its_old_address(client, town):
    edition = published(town)
    withdraw(town, edition)
    again = through(town, edit(edition.item.concrete(), town.reporter, body="<p>改好了。</p>"))
    assert address(again) == address(edition)
    assert "改好了" in text(client.get(address(edition)))


def test_what_ran_out_says_so(client, town):
    day = now()
    edition = published(town, expires_on=day.date(), formed_on=day.date())
    with example_clock(day.replace(year=day.year + 1)):
        expire_due()
    response = client.get(address(edition))
    assert response.status_code == 410
    assert "公开期限已满" in text(response) and "到期撤下" in text(response)


@pytest.mark.parametrize(
    "tail",
    [
        "items/202611-99999/", "items/202611B-00001/", "items/2026-1/", "items/000000-00000/", "items/202611-000001/",
        "items/999999-999999999/", "items/", "items/abc/", "items/202611-00001/editions/x/",
        "items/202611-00001/editions/99999999999999999999/", "items/202611-00001/files/1/", "items/%00/",
        "items/202611-00001'--/", "columns/nothing/", "columns/%E4%B8%AD/", "columns/notices/0/", "columns/notices/2/",
        "columns/notices/99999999999999999999/", "columns/-1/", "columns/notices/-1/", "no/such/page/",
    ],
)  # fmt: skip
def test_odd_addresses_are_not_found_in_the_sites_own_voice(client, town, tail):
    published(town)
    response = client.get(f"/{tail}")
    assert response.status_code == 404
    assert "没找到这个地址" in text(response)


@pytest.mark.parametrize("url", ["/", "/columns/notices/", "/search/", "/columns/", "/phones/"])
def test_reading_takes_no_other_method(client, town, url):
    assert client.post(url).status_code == 405
    assert client.head(url).status_code == 200


def test_an_item_costs_the_same_few_queries_however_often_it_was_corrected(
    client, town, django_assert_max_num_queries, django_assert_num_queries
):
    edition = published(town)
    with django_assert_max_num_queries(4) as few:
        client.get(address(edition))
    for n in range(6):
        edition = correct(town, edition, body=f"<p>第{n}次更正。</p>")
    with django_assert_max_num_queries(4) as many:
        client.get(address(edition))
    assert len(many) <= len(few) + 1  # the earlier ones, in one query
    withdraw(town, edition)
    with django_assert_max_num_queries(4):
        assert client.get(address(edition)).status_code == 410


def test_the_site_works_under_a_path_prefix(client, town):
    edition = published(town)
    from django.urls import set_script_prefix

    try:
        set_script_prefix("/luoerling/")
        for url in (
            "/",
            "/columns/notices/",
            address(edition),
            "/search/?q=林区",
            "/columns/",
            "/phones/",
            "/nothing/",
        ):
            page = text(client.get(url, SCRIPT_NAME="/luoerling"))
            links = re.findall(r'(?:href|action)="(/[^"]*)"', page)
            inside = [link for link in links if not link.startswith(("/luoerling/", "/static/"))]
            assert (inside, len(links) > 5) == ([], True), url
    finally:
        set_script_prefix("/")


def test_facts_are_those_of_the_edition_not_of_today(client, town):
    edition = published(town)
    town.agriculture.name, town.agriculture.phone = "改了名的办公室", "0564-9999999"
    town.agriculture.save()
    page = text(client.get(address(edition)))
    assert "改了名的办公室" not in page and "0564-9999999" not in page
    assert json.loads(edition.meta)["unit"]["name"] in page


def test_a_second_signature_changes_nothing_residents_see(client, town):
    notice = make_notice(town, column=town.money, title="预算公开")
    edition = sign(town, first_review(town, submit(town, notice)))
    assert edition.state == "principal_review" and "预算公开" not in text(client.get("/columns/money/"))
