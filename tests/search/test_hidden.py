"""Nothing that is not live and no list of persons is in hits, counts, suggestions - nor, afterwards, in the index."""

from datetime import timedelta

import pytest
from django.db import connection

from audit import clock, workflow
from audit.checks import Given
from audit.models import Cursor, Edition
from tests.audit.test_erasure import erase, leak, tables_holding
from tests.cast import make_notice, published, submit
from tests.public.making import correct, through, withdraw
from tests.search.finding import catch_up, find, found, page, plain
from township_portal.models import SearchEntry
from township_portal.search import follow, index
from township_portal.search.table import table

pytestmark = pytest.mark.django_db
WORD = "甲骨文"


def in_index():
    return table().edition_ids() | set(SearchEntry.objects.values_list("pk", flat=True))


def test_what_is_not_live_shows_nowhere(client, town):
    shown = published(town, title=f"公开的{WORD}", keywords="书法")
    make_notice(town, title=f"草稿的{WORD}", keywords="秘密一")
    submit(town, make_notice(town, title=f"送审的{WORD}", keywords="秘密二"))
    withdraw(town, published(town, title=f"撤下的{WORD}", keywords="秘密三"))
    published(town, title=f"上墙的{WORD}", keywords="秘密四", column=town.wall)
    published(town, title=f"名单里的{WORD}", keywords="秘密五", lists_persons=True)
    correct(town, published(town, title="更正过", body=f"<p>{WORD}</p>", keywords="秘密六"), body="<p>改成金文</p>")
    ends = clock.local_date(clock.now()) + timedelta(days=1)
    over = published(town, title=f"期满的{WORD}", expires_on=ends, keywords="秘密七")
    assert set(found(WORD)) == {shown.title, over.title}
    assert in_index() == set(Edition.objects.searchable().values_list("pk", flat=True))
    with pytest.MonkeyPatch.context() as later:  # its last day passes, and no schedule comes by
        then = clock.now() + timedelta(days=3)
        later.setattr(clock, "now", lambda: then)
        assert found(WORD) == [shown.title] and find(WORD).total == 1
        for query in (WORD, "没有的词", "", "jgw", "甲谷文"):
            text = plain(page(client, query))
            assert "秘密七" not in text and "期满的" not in text
    for query in (WORD, "没有的词", "", "mm", "秘密一", "密密一", "名单里", "草稿", "mdld"):
        text = plain(page(client, query)).replace(f"“{query}”", "")
        assert not [told for told in ("秘密一", "秘密二", "秘密三", "秘密四", "秘密五", "草稿的", "送审的", "撤下的", "上墙的", "名单里的")
                    if told in text], query  # fmt: skip


def test_withdrawal_takes_it_out_at_once_in_the_same_transaction(town):
    edition = published(town, title=f"会撤下的{WORD}")
    catch_up()
    assert edition.pk in in_index()
    behind = Cursor.objects.get(name=follow.NAME).done_up_to
    withdraw(town, edition)
    assert edition.pk not in in_index(), "no worker has come by"
    assert Cursor.objects.get(name=follow.NAME).done_up_to == behind
    assert index.find(WORD).total == 0
    catch_up()
    assert edition.pk not in in_index()


def test_a_late_worker_puts_back_nothing_that_came_down(town):
    edition = published(town, title=f"来不及的{WORD}")
    withdraw(town, edition)
    catch_up()
    assert in_index() == set()


def test_an_index_that_still_names_it_shows_nothing(town):
    edition = published(town, title=f"索引里残留的{WORD}")
    catch_up()
    rows = index.rows_of(edition, [])
    withdraw(town, edition)
    table().put(edition.pk, rows)
    assert index.find(WORD).total == 0 and index.find(edition.publication.index_number).total == 0
    assert follow.reconcile() == {"put": 0, "dropped": 1} and in_index() == set()


def test_a_correction_replaces_the_old_words_and_expiry_takes_them_out(town):
    ends = clock.local_date(clock.now())
    first = published(town, title="公示", body=f"<p>{WORD}</p>", expires_on=ends)
    assert found(WORD) == ["公示"]
    second = correct(town, first, body="<p>改成金文</p>")
    assert found(WORD) == [] and found("金文") == ["公示"]
    with pytest.MonkeyPatch.context() as later:
        then = clock.now() + timedelta(days=2)
        later.setattr(clock, "now", lambda: then)
        workflow.expire(second)
    assert in_index() == set()


def test_after_erasure_the_words_are_in_no_table_of_the_index(town):
    edition = leak(town)
    catch_up()
    erase(town, edition)
    catch_up()
    assert tables_holding("马不该泄露") == set()
    if connection.vendor == "sqlite":  # its pieces neither: not one pair of neighbours is left in the index's pages
        kept = table().execute("SELECT block FROM portal_search_data")
        assert not [block for (block,) in kept if "泄露".encode() in bytes(block)]


def test_one_withdrawn_edition_leaves_its_successor_found(town):
    first = published(town, title="第一稿", body=f"<p>{WORD}</p>")
    correct(town, first, body=f"<p>{WORD}</p>")
    first.refresh_from_db()
    workflow.take_step(town.officer, "withdraw", first, Given(reason="wrong"))
    assert found(WORD) == ["第一稿"]


def test_a_lost_row_an_older_make_and_a_restored_database_are_mended_overnight(town):
    kept, lost = published(town, title=f"在的{WORD}"), published(town, title=f"丢的{WORD}")
    catch_up()
    table().drop([lost.pk])
    SearchEntry.objects.filter(pk=kept.pk).update(version=0)
    assert follow.reconcile() == {"put": 2, "dropped": 0}
    assert set(found(WORD)) == {kept.title, lost.title}
    assert not follow.reconcile_daily(), "the first day is only noted"
    table().drop([lost.pk])
    with pytest.MonkeyPatch.context() as later:
        then = clock.now() + timedelta(days=4)
        later.setattr(clock, "now", lambda: then)
        assert follow.reconcile_daily() and not follow.reconcile_daily()
    assert lost.title in found(WORD)


def test_the_index_is_rebuilt_whole_and_the_follower_goes_on_from_there(town):
    first = published(town, title=f"一{WORD}")
    catch_up()
    table().clear()
    assert follow.rebuild() == 1 and found(WORD) == [first.title]
    through(town, make_notice(town, title=f"二{WORD}"))
    assert len(found(WORD)) == 2
    follow.prepare()
    assert len(found(WORD)) == 2, "a migration leaves a good index alone"
    SearchEntry.objects.update(version=0)
    follow.prepare()
    assert not SearchEntry.objects.filter(version=0).exists()
