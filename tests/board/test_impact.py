"""The impact list: what both reviewers and the drafter see, and how many queries it takes."""

from datetime import date

import pytest

from audit import impact as impacts
from audit.models import Edition
from tests.board.making import DEPUTY, MAYOR, OTHER, again, make_leadership, make_profile, through
from tests.cast import edit, first_review, make_notice, published, submit
from tests.public.making import attach, publish_with_file, withdraw
from tests.search.finding import catch_up

pytestmark = pytest.mark.django_db
NEW = [MAYOR, [*DEPUTY[:4], "0564-0000199", *DEPUTY[5:]], OTHER]


def changed(town):
    """A leadership whose deputy's phone changes, waiting for the first review; a notice that names the old one."""
    edition = through(town, make_leadership(town))
    notice = published(town, title="接访安排", body="<p>接访先打 0564-0000104 问李示例。</p>")
    published(town, title="不相干的", body="<p>0564-0000103</p>")
    return again(town, edition, leaders=NEW), notice


@pytest.mark.parametrize("name", ["officer", "leader"])
def test_both_reviewers_see_where_the_old_number_still_stands(client, town, name):
    waiting, notice = changed(town)
    if name == "leader":
        first_review(town, waiting)
    client.force_login(getattr(town, name))
    page = client.get(f"/desk/items/{waiting.item_id}/").content.decode()
    block = page.partition('id="impact"')[2].partition("</section>")[0]
    assert "李示例的电话 0564-0000104 改为 0564-0000199" in block and "1 处要跟着改" in block
    assert f'href="/items/{notice.publication.slug}/"' in block and "<mark>0564-0000104</mark>" in block
    assert "不相干的" not in block


def test_the_drafter_sees_it_before_sending_it_in(client, town):
    edition = through(town, make_leadership(town))
    published(town, title="接访安排", body="<p>接访先打 0564-0000104。</p>")
    edit(edition.item.concrete(), town.reporter, leaders=NEW, correction_note="换号。")
    client.force_login(town.reporter)
    page = client.get(f"/admin/disclosure/leadership/{edition.item_id}/preview/").content.decode()
    assert "别处还写着旧的" in page and "接访安排" in page


def test_a_first_publication_and_an_unchanged_one_show_nothing(client, town):
    waiting = submit(town, make_leadership(town))
    client.force_login(town.officer)
    assert 'id="impact"' not in client.get(f"/desk/items/{waiting.item_id}/").content.decode()
    edition = through(town, make_profile(town))
    later = again(town, edition, formed_on=date(2026, 10, 9), checked_on=date(2026, 10, 9))
    assert impacts.impact(town.officer, later, edition) is None


def test_what_stands_nowhere_else_is_said(client, town):
    edition = through(town, make_profile(town))
    waiting = again(town, edition, head="郑示例")
    found = impacts.impact(town.leader, waiting, edition)
    assert found.count == 0 and [one.gone.sentence for one in found.nowhere] == ["王示例改为郑示例"]


def test_the_registered_phone_under_other_pages_is_counted_not_listed(client, town):
    edition = through(town, make_profile(town))
    published(town, title="正文没有写电话")
    waiting = again(town, edition, phones=[["办公", "0564-0000199", ""], ["动物防疫", "0564-0000199转3", ""]])
    found = impacts.impact(town.leader, waiting, edition)
    assert [effect.foot for effect in found.effects if effect.foot] and found.count == 0


def test_the_board_only_is_listed_for_who_may_read_it(town):
    edition = through(town, make_leadership(town))
    wall = make_notice(town, title="只上墙的", column=town.wall, body="<p>问 0564-0000104。</p>", lists_persons=True)
    from tests.public.making import through as notice_through

    notice_through(town, wall)
    waiting = again(town, edition, leaders=NEW)
    places = impacts.impact(town.leader, waiting, edition).effects[0].places
    assert [(place.title, place.board_only) for place in places] == [("只上墙的", True)]
    assert impacts.impact(town.reporter2, waiting, edition).count == 0


def test_posted_paper_joins_by_its_own_finder(town, monkeypatch):
    def posted(gone):
        for one in gone:
            if around := one.found_in("公开栏上的纸：接访打 0564-0000104"):
                yield one, impacts.Place("接访安排（纸）", "张贴", "第一村", "", around)

    monkeypatch.setattr(impacts, "PAPERS", [posted])
    edition = through(town, make_leadership(town))
    found = impacts.impact(town.leader, again(town, edition, leaders=NEW), edition)
    assert found.count == 1 and found.effects[0].papers[0].title == "接访安排（纸）"


def test_what_an_attachment_says_is_listed_with_the_name_of_the_file(client, town):
    """Also in the files the item itself keeps; lists of persons and what came down are not looked into."""
    item = make_profile(town)
    attach(town, item, "值班表.csv", "办公,0564-0000112\n上班,8:00—12:00".encode(), "text/csv")
    profile = through(town, item)
    said = "序号,问谁\n1,打 0564-0000112 或 0564-0000999".encode()
    other = publish_with_file(town, '安排 "接访".csv', said, {"title": "接访安排"}, content_type="text/csv")
    gone = publish_with_file(town, "旧的.csv", said, {"title": "撤下的"}, content_type="text/csv")
    catch_up(files=True)
    withdraw(town, gone)
    new = [["办公", "0564-0000199", ""], ["动物防疫", "0564-0000199转3", "防疫员"]]
    waiting = again(town, profile, phones=new, hours="周一至周五 8:30—12:00，14:00—17:30")
    found = impacts.impact(town.officer, waiting, profile)
    told = {(effect.gone.what, place.title, place.kind) for effect in found.effects for place in effect.places}
    assert told == {
        ("电话", "接访安排", "附件“安排 \"接访\".csv”"), ("电话", profile.title, "本条的附件“值班表.csv”"),
        ("时间", profile.title, "本条的附件“值班表.csv”"),
    }  # fmt: skip
    client.force_login(town.officer)
    page = client.get(f"/desk/items/{waiting.item_id}/").content.decode()
    block = page.partition('id="impact"')[2].partition("</section>")[0]
    assert f'href="/items/{other.publication.slug}/#attachments"' in block and "<mark>0564-0000112</mark>" in block


def test_it_takes_three_queries_however_much_changed(town, django_assert_num_queries):
    edition = through(town, make_leadership(town))
    for n in range(4):
        published(town, title=f"第{n}件", body="<p>打 0564-0000103、0564-0000104、0564-0000105。</p>")
    rows = [[f"新{row[0]}", *row[1:4], f"0564-000020{n}", *row[5:]] for n, row in enumerate([MAYOR, DEPUTY, OTHER])]
    waiting = Edition.objects.select_related("unit").get(pk=again(town, edition, leaders=rows).pk)
    impacts.impact(town.leader, waiting, edition)  # her seats are read once
    with django_assert_num_queries(3):  # public pages, what was read of their files, papers on walls
        found = impacts.impact(town.leader, waiting, edition)
    assert found.count == 4 and len(found.found) == 3
