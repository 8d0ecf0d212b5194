"""Ways to the same thing: traditional and full-width signs, synonyms, first letters, attachments, filters, guesses."""

import csv
import io

import pytest
from django.db import connection

from audit import changes
from audit.clock import local_date, now
from tests.bulk import make_columns, publish_many
from tests.cast import make_notice, published
from tests.public.making import attach, publish_with_file, published_for, through
from tests.search.finding import catch_up, find, found, page, plain
from tests.services_center.making import published_guide
from township_portal.models import SearchEntry, Synonym
from township_portal.search import follow, index
from township_portal.search.page import row_of

pytestmark = pytest.mark.django_db


def test_signs_written_otherwise_find_the_same(town):
    published(town, title="今年的农业补貼", body="<p>落政〔２０２６〕１２号，GDP增长。</p>")
    published(town, title="别的一条", body="<p>没有。</p>")
    for query in (
        "补贴",
        "補貼",
        "農業補貼",
        "12号",
        "１２号",
        "号",
        "贴",
        "政〔2026〕",
        "gdp",
        "ＧＤＰ",
        "农业补贴 gdp",
    ):
        assert found(query) == ["今年的农业补貼"], query


def test_synonyms_find_each_other_while_they_are_in_force(client, town):
    published(town, title="最低生活保障标准调整")
    published(town, title="低保标准问答")
    assert set(found("低保")) == set(found("最低生活保障标准")) == {"最低生活保障标准调整", "低保标准问答"}
    assert "<mark>最低生活保障</mark>" in page(client, "低保")
    Synonym.objects.filter(said="低保").update(valid_until=local_date(now()).replace(year=2020))
    assert found("低保") == ["低保标准问答"]


def test_a_synonym_is_proposed_and_counts_when_a_leader_confirmed_it(town):
    published(town, title="茶青收购价格")
    change = changes.propose_new(town.admin, Synonym(said="卖茶叶", written="茶青收购"))
    assert found("卖茶叶") == []
    changes.confirm_change(town.leader, change)
    assert found("卖茶叶") == ["茶青收购价格"]


def test_first_letters_find_titles_and_titles_only(town):
    published(town, title="城乡居民医保参保指南")
    published(town, title="别的", body="<p>医保。</p>")
    assert found("yb") == found("YB") == found("ybcb") == found("cxjmyb") == ["城乡居民医保参保指南"]
    assert found("yb 指南") == ["城乡居民医保参保指南"] and found("bx") == []


def test_the_office_one_asks_for_is_offered_with_its_phone(client, town):
    for query in ("财政所", "czs", "财政"):
        text = page(client, query)
        assert "财政所" in text and "tel:0564-0000110" in text


def test_words_in_attachments_are_found_once_the_worker_has_read_them(client, town):
    rows = io.StringIO()
    csv.writer(rows).writerows([["项目", "金额"], ["石桥水渠整修", "三万元"]])
    edition = publish_with_file(
        town, "明细.csv", rows.getvalue().encode(), {"title": "项目资金公示"}, content_type="text/csv"
    )
    assert found("水渠整修") == [] and found("明细") == ["项目资金公示"]
    catch_up(files=True)
    assert found("水渠整修") == found("资金公示 石桥") == ["项目资金公示"]
    text = plain(page(client, "水渠整修"))
    assert "附件“明细.csv”里：" in text and "石桥水渠整修" in text
    assert follow.read_files() == 0, "read once"
    follow.follow(edition.moved_by)
    assert found("水渠整修") == ["项目资金公示"], "put in again, it need not be read again"


def test_paper_only_files_and_files_of_lists_are_not_read(town):
    publish_with_file(town, "张贴.csv", "丙丁".encode(), {"title": "只张贴"}, paper_only=True)
    publish_with_file(town, "名单.csv", "戊己".encode(), {"title": "名单", "lists_persons": True})
    catch_up(files=True)
    assert found("丙丁") == found("戊己") == [] and not SearchEntry.objects.filter(files_due=True).exists()


def test_a_long_attachment_is_found_to_its_end_and_words_meet_across_its_rows(town):
    middle = "\n".join(f"第{n}行说的是石料场第{n % 97}号堆场的事情" for n in range(9000))
    notice = make_notice(town, title="长附件")
    attach(town, notice, "长.txt", f"开头青蒿\n{middle}\n结尾白术".encode(), content_type="text/plain")
    edition = through(town, notice)
    catch_up(files=True)
    assert SearchEntry.objects.get(pk=edition.pk).parts > 2
    assert found("结尾白术") == found("青蒿 白术") == found("长附件 白术") == ["长附件"]
    assert found("青蒿 没有") == []


def test_unit_year_and_kind_narrow_and_say_so(client, town):
    published(town, title="农业林区")
    published_for(town, town.treasury, title="财政林区")
    assert found("林区", unit=town.treasury) == ["财政林区"]
    assert len(found("林区", kind="notice")) == 2 and found("林区", kind="forwarded") == []
    text = page(client, "林区", unit="treasury", kind="notice", year=str(local_date(now()).year))
    assert "财政<mark>林区</mark>" in text and "农业<mark>" not in text
    assert '<option value="treasury" selected>' in text and "?q=%E6%9E%97%E5%8C%BA&amp;unit=treasury" in text
    nothing = plain(page(client, "林区", kind="forwarded"))
    assert "不限栏目、单位、年份和种类，有 2 条" in nothing


def test_nothing_found_offers_what_sounds_like_it(client, town):
    published(town, title="医保参保", keywords="医保")
    published(town, title="林区防火")
    for query, guess in (("宜保", "医保"), ("yibao", "医保"), ("参宝 医保", "参保 医保"), ("林曲防货", "林区防火")):
        text = plain(page(client, query))
        assert f"没有找到“{query}”" in text and guess in text.partition("您要找的是不是")[2], query


def test_keywords_of_the_hits_are_offered(client, town):
    published(town, title="林区一", keywords="防火 巡护")
    published(town, title="林区二", keywords="防火 林区")
    text = plain(page(client, "林区")).partition("这些信息还说到")[2]
    assert text.index("防火") < text.index("巡护")
    assert "防火" in plain(page(client, "")).partition("常说到")[2]


def test_more_than_a_thousand_are_counted_as_such(client, town):
    published(town, title="甲")
    with pytest.MonkeyPatch.context() as few:
        few.setattr(index, "MOST", 2)
        for title in ("乙", "丙"):
            published(town, title=title)
        text = page(client, "林区")
    assert (
        "1000+" in text
        and "甲" not in plain(text).partition("1000+")[2].partition("常说到")[0].partition("您的")[0][:200]
    )


def test_a_page_of_hits_costs_the_same_few_queries(client, town, django_assert_max_num_queries):
    publish_many(town, 25, make_columns(town, 1), title="林区第{n}件")
    follow.rebuild()
    with django_assert_max_num_queries(24 if connection.vendor == "postgresql" else 14):  # two windows, each told how
        assert client.get("/search/?q=林区 茶园").status_code == 200


def test_odd_text_is_marked_where_it_was_found(town):
    edition = published(town, title="ﬁ標準", body="<p>１００％达标&lt;b&gt;</p>")
    row = row_of(find("标准").editions[0], ["标准", "100%"])
    assert row["title"] == "ﬁ<mark>標準</mark>" and "<mark>１００％</mark>" in row["snippet"]
    assert "&lt;b&gt;" in row["snippet"] and edition.pk


def test_a_guide_in_a_column_of_lists_is_found_and_its_address_is_no_word(town):
    """人员名单 of a column is about its lists: how one applies for the subsidy is for everybody to find."""
    town.notices.lists_persons = True
    town.notices.save()
    assert published(town, title="补贴发放名单").lists_persons
    guide = published_guide(town, title="农机购置补贴申请", column=town.notices)
    assert not guide.lists_persons and guide.item.concrete().slug not in guide.plain_text
    assert found("补贴") == ["农机购置补贴申请"]
