"""Search: words in title and text, titles first; odd input harms nothing; nothing hidden is found."""

import pytest
from django.utils import timezone

from tests.bulk import make_columns, publish_many
from tests.cast import make_column, make_notice, published, submit
from tests.public.making import correct, withdraw
from tests.search.finding import catch_up, find, found, page
from township_portal.search import follow
from township_portal.search.words import words_of

pytestmark = pytest.mark.django_db


def test_every_word_must_be_there_and_titles_come_first(town):
    published(town, title="茶园养护", body="<p>道路。</p>")
    published(town, title="道路养护", body="<p>没有那个字。</p>")
    published(town, title="低保公示", body="<p>茶园和道路都说到了。</p>")
    published(town, title="道路茶园", body="<p>都在标题里。</p>")
    assert found("茶园 道路") == ["道路茶园", "低保公示", "茶园养护"]
    assert found("道路") == ["道路茶园", "道路养护", "低保公示", "茶园养护"]


def test_width_and_case_do_not_matter(town):
    published(town, title="统计", body="<p>２０２６年 GDP 增长。</p>")
    for query in ("GDP 2026", "gdp ２０２６", "ＧＤＰ", "  gdp\t2026 ", "ｇｄｐ　2026"):
        assert found(query) == ["统计"]


def test_full_width_in_the_paper_is_found_by_half_width(town):
    published(town, title="第１２号公告（ＡＢ）")
    assert found("12号") == found("ab") == ["第１２号公告（ＡＢ）"]


def test_an_index_number_finds_its_item(town):
    edition = published(town, title="按号找")
    published(town, title="别的")
    for query in (edition.publication.index_number, edition.publication.slug, f" {edition.publication.slug} "):
        assert found(query) == ["按号找"]


def test_lists_of_persons_are_in_no_search(town):
    edition = published(town, title="低保名单", body="<p>张三丰 李四光</p>", lists_persons=True)
    assert found("低保名单") == found("张三丰") == found(edition.publication.slug) == []


def test_drafts_withdrawn_board_only_and_old_texts_are_not_found(town):
    make_notice(town, title="草稿甲骨文")
    submit(town, make_notice(town, title="送审甲骨文"))
    withdraw(town, published(town, title="撤下甲骨文"))
    published(town, title="上墙甲骨文", column=town.wall)
    correct(town, published(town, title="更正过", body="<p>甲骨文</p>"), body="<p>改成金文</p>")
    assert found("甲骨文") == [] and found("金文") == ["更正过"]


ODD = [
    "", " ", "%", "_", "\\", "'", '"', "--", "';DROP TABLE audit_edition;--", "\x00", "a\x00b", "\ud800", "<script>",
    "((((", "[", "*", "?", "茶" * 5000, " ".join(map(str, range(500))), "\u202e\u200b", "😀", "%%%%", "NULL", "\r\n",
    "{{ 7*7 }}", "202611-99999", "１" * 100, "ﬃ", "ẞ", "İ", "a OR b", "NEAR(a b)", "title:a", "a & !b", "茶*", "a'b", "{text}",
    "𠮷", "\u0301", "茶\u0301园", "~yb", "=c:1", "=k:notice", "k", "=", ":", "x" * 12, "&&", "a:*", "\\'", "－", "1/2", "@",
]  # fmt: skip
ODD_NARROWING = [
    "page=0", "page=-1", "page=99999999", "page=x", "column=nix", "year=x", "year=20266", "column=%00", "q=a&q=b", "year=%27",
    "unit=nix", "unit=%00", "kind=nix", "kind=%27", "unit=treasury&kind=notice&year=2026&column=notices&page=7",
]  # fmt: skip


def test_odd_questions_get_an_answer(client, town):
    published(town, title="普通的一条")
    catch_up()
    for query in ODD:
        response = client.get("/search/", {"q": query.encode("utf-8", "surrogatepass").decode("utf-8", "replace")})
        assert response.status_code == 200, query
        assert b"<script>" not in response.content.replace(b'<script src="', b""), query
        find(query)  # and straight, with what no browser would send
    for marks in ("=k:notice", "=c:1", "~yb", "=u:1"):
        assert found(marks) == [], "marks are no words"


def test_odd_narrowing_is_harmless(client, town):
    published(town)
    catch_up()
    for extra in ODD_NARROWING:
        assert client.get(f"/search/?q=林区&{extra}").status_code == 200, extra


def test_percent_and_underscore_are_plain_signs(town):
    published(town, title="完成百分之百", body="<p>进度 100% 达成，编号 A_1</p>")
    published(town, title="别的", body="<p>进度 1000 元，编号 AB1</p>")
    assert found("100%") == found("a_1") == ["完成百分之百"]


def test_no_more_than_a_hundred_characters_and_eight_words_are_asked():
    assert len(words_of("茶" * 5000)[0]) == 100
    assert len(words_of(" ".join(map(str, range(50))))) == 8


def test_column_and_year_narrow(town):
    published(town, title="通知里的林区")
    published(town, title="别处的林区", column=town.other)
    deep = make_column("deep", town.notices)
    published(town, title="深处的林区", column=deep)
    assert found("林区", column=town.disclosure) == ["深处的林区", "通知里的林区"]
    year = f"{timezone.localdate():%Y}"
    assert found("林区", year="1999") == [] and len(found("林区", year=year)) == 3


def test_pages_hold_twenty_and_the_last_one_is_not_overrun(client, town):
    publish_many(town, 23, make_columns(town, 1), title="林区第{n}件")
    follow.rebuild()
    assert (len(find("林区").editions), find("林区").page_count) == (20, 2)
    assert len(find("林区", 2).editions) == 3 and find("林区", 99).page == 2
    shown = page(client, "林区")
    assert "page=2" in shown and "找到 23 条" in shown


def test_nothing_found_offers_a_phone(client, town):
    shown = page(client, "没有的东西")
    assert "没有找到“没有的东西”" in shown and "0564-0000101" in shown
