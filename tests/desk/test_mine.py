"""What a drafter has in hand: a text not sent stands among her drafts, what is public is where a correction begins."""

import pytest
from django.urls import reverse

from audit import drafting, workflow
from audit.checks import Given
from audit.desk import mine
from audit.models import Edition
from audit.uploads import accept
from tests.cast import edit, make_notice, published, submit
from tests.drafting.pages import pdf

TODAY, WRITE, PUBLISHED = "/desk/", "/desk/write/", "/desk/write/published/"


def drafts(client, account):
    client.force_login(account)
    rows = client.get(TODAY).context["drafts"]
    assert [row["title"] for row in rows] == [item.title for item in client.get(WRITE).context["mine"]]
    return [row["title"] for row in rows]


def test_a_correction_not_sent_stands_among_my_drafts(client, town):
    notice = published(town, title="已经公开").item.concrete()
    assert drafts(client, town.reporter) == []  # untouched since: nothing to finish
    edit(notice, town.reporter, title="改到一半")
    assert drafts(client, town.reporter) == ["改到一半"]
    assert "更正" in client.get(TODAY).content.decode().partition("我的草稿")[2].partition("接着写")[0]
    edit(notice, town.reporter, correction_note="改了标题")
    submit(town, notice)
    assert drafts(client, town.reporter) == []
    workflow.take_step(town.reporter, "recall", Edition.objects.open().get())
    assert drafts(client, town.reporter) == ["改到一半"]


def test_a_file_added_is_a_change_too(client, town):
    notice = published(town).item.concrete()
    drafting.attach(town.reporter, notice, [accept("账.pdf", pdf())])
    assert drafts(client, town.reporter) == [notice.title]


def test_what_was_taken_down_is_no_unfinished_draft_until_somebody_changes_it(client, town):
    notice = published(town, title="撤下的").item.concrete()
    workflow.withdraw_item(town.officer, notice, Given(reason="wrong"))
    other = make_notice(town, title="没采用的")
    workflow.take_step(town.officer, "not_adopt", submit(town, other), Given(remark="重复"))
    assert drafts(client, town.reporter) == []
    edit(notice, town.reporter, title="重写的")
    assert drafts(client, town.reporter) == ["重写的"]


def test_published_items_of_her_unit_wait_to_be_corrected(client, town):
    first, second = published(town, title="森林防火通知"), published(town, title="茶园补贴公示")
    make_notice(town, title="没有公开")
    client.force_login(town.reporter)
    assert f'href="{PUBLISHED}"' in client.get(WRITE).content.decode()
    rows = client.get(PUBLISHED).context["rows"]
    assert [(row["title"], row["button"]) for row in rows] == [("茶园补贴公示", "更正"), ("森林防火通知", "更正")]
    assert rows[1]["button_url"] == reverse("desk:write_edit", args=[first.item_id])
    submit(town, edit(second.item.concrete(), town.reporter, body="<p>改。</p>", correction_note="改"))
    found = client.get(PUBLISHED, {"q": "茶园", "page": "x"})
    assert [(row["title"], row["button"]) for row in found.context["rows"]] == [("茶园补贴公示", "看看")]
    client.force_login(town.reporter2)
    assert client.get(PUBLISHED).context["rows"] == []


def test_the_list_is_paged_and_every_page_takes_the_same_few_queries(
    client, town, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(mine, "PER_PAGE", 2)
    for number in range(3):
        published(town, title=f"第{number}件")
    client.force_login(town.reporter)
    for page, titles in ((1, ["第2件", "第1件"]), (2, ["第0件"]), (99, ["第0件"])):
        with django_assert_max_num_queries(11):  # most of them the login and the frame of any desk page
            rows = client.get(PUBLISHED, {"page": page}).context["rows"]
        assert [row["title"] for row in rows] == titles


def test_the_preview_shows_the_text_as_it_is_saved_and_is_nobody_elses(client, town):
    notice = make_notice(town, title="还没送", body="<p>进山不带火。</p>")
    where = reverse("desk:write_preview", args=[notice.pk])
    client.force_login(town.reporter)
    assert where in client.get(reverse("desk:write_edit", args=[notice.pk])).content.decode()
    text = client.get(where).content.decode()
    assert "进山不带火。" in text and "这是预览，还没有公开" in text
    for other in (town.reporter2, town.leader):
        client.force_login(other)
        assert client.get(where).status_code == 404


def test_the_preview_of_a_correction_has_the_number_it_keeps(client, town):
    edition = published(town)
    edit(edition.item.concrete(), town.reporter, body="<p>改过的一句。</p>")
    client.force_login(town.reporter)
    text = client.get(reverse("desk:write_preview", args=[edition.item_id])).content.decode()
    assert "改过的一句。" in text
    assert edition.publication.slug in text and "公开时由系统给出" not in text


@pytest.mark.parametrize(("name", "page"), [("reporter", TODAY), ("window", TODAY), ("inspector", "/audit/")])
def test_mine_ends_every_menu_for_on_a_phone_it_leads_to_the_way_out(client, town, name, page):
    client.force_login(getattr(town, name))
    assert client.get(page).context["desk_menu"][-1]["url"] == reverse("desk:me")
    assert "退出登录" in client.get(reverse("desk:me")).content.decode()
