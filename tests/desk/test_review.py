"""The one screen of an item: who may look, what it says, and that it costs the same however long the life was."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import files, ledger, rights, workflow
from audit.checks import Given
from audit.models import Attachment, Item, LedgerEntry
from tests.cast import all_no, edit, first_review, make_notice, published, sign, submit


def url(subject):
    return reverse("desk:review", args=[getattr(subject, "item_id", subject.pk)])


def look(client, account, subject):
    client.force_login(account)
    return client.get(url(subject))


def attach(town, item, name="名单.xlsx", data=b"rows", **over):
    row = Attachment(
        item=item, sha256=files.put(data), name=name, size=len(data), uploaded_by=town.reporter.person,
        **({"content_type": "application/octet-stream"} | over),
    )  # fmt: skip
    row._history_user = town.reporter
    row.save()
    return row


@pytest.mark.parametrize(
    ("name", "status"),
    [("reporter", 200), ("officer", 200), ("officer2", 200), ("leader", 200), ("leader2", 200), ("principal", 200),
     ("inspector", 200), ("reporter2", 404), ("window", 404), ("admin", 404), ("root", 404)],
)  # fmt: skip
def test_who_may_look(client, town, name, status):
    edition = submit(town, make_notice(town))
    assert look(client, getattr(town, name), edition).status_code == status


def test_the_pasted_link_leads_there_after_login(client, town):
    edition = submit(town, make_notice(town))
    answer = client.get(url(edition))
    assert answer.headers["Location"] == f"{reverse('desk:login')}?next={url(edition)}"


def test_unknown_items_and_editions_do_not_exist(client, town):
    edition = submit(town, make_notice(town))
    client.force_login(town.officer)
    assert client.get("/desk/items/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.get(url(edition) + "?edition=7").status_code == 404
    assert client.get(url(edition) + "?edition=1").status_code == 200
    assert client.get(url(edition) + "?edition=x").status_code == 200
    assert client.get(url(edition) + "?edition=99999999999999999999").status_code == 404


def test_a_draft_opens_where_it_is_written(client, town):
    notice = make_notice(town)
    assert look(client, town.reporter, notice).headers["Location"] == reverse("desk:write_edit", args=[notice.pk])
    assert look(client, town.leader, notice).status_code == 404


def test_a_first_publication_shows_the_whole_page(client, town):
    edition = submit(town, make_notice(town, title="森林防火通知", body="<p>进山不带火。</p>"))
    text = look(client, town.officer, edition).content.decode()
    assert "第一次公开" in text
    assert "进山不带火。" in text
    assert "群众将看到的整页" in text


def test_a_correction_shows_what_changed_word_by_word_and_names_the_file(client, town):
    notice = make_notice(town, body="<p>面积 1,724.0 亩。</p>")
    old = attach(town, notice)
    sign(town, first_review(town, submit(town, notice)))
    edit(notice, town.reporter, body="<p>面积 1,742.0 亩。</p>", correction_note="数字颠倒")
    old.delete()
    attach(town, notice, data=b"other rows")
    edition = submit(town, notice)
    answer = look(client, town.officer, edition)
    text = answer.content.decode()
    assert "<del>1,724.0</del>" in text
    assert "<ins>1,742.0</ins>" in text
    assert "换了文件" in text
    assert "数字颠倒" in text
    assert "和现在公开的第 1 稿比" in text
    assert [file["note"] for file in answer.context["files"]] == ["您还没打开"]


def test_on_resubmission_each_sees_first_what_she_has_not_seen(client, town):
    notice = make_notice(town, body="<p>第一句。</p>")
    sign(town, first_review(town, submit(town, notice)))
    edit(notice, town.reporter, body="<p>第二句。</p>", correction_note="改")
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="第二句不对"))
    edit(notice, town.reporter, body="<p>第三句。</p>")
    edition = submit(town, notice)
    answer = look(client, town.officer, edition)
    titles = [comparison.title for comparison in answer.context["comparisons"]]
    assert titles == ["和您上次看的第 2 稿比", "和现在公开的第 1 稿比"]
    assert [comparison.open for comparison in answer.context["comparisons"]] == [True, False]
    assert "第二句不对" in answer.content.decode()
    other = look(client, town.officer2, edition).context["comparisons"]
    assert [comparison.title for comparison in other] == ["和现在公开的第 1 稿比"]


def test_why_it_came_back_is_told_until_it_is_answered_and_not_after(client, town):
    notice = make_notice(town, body="<p>第一句。</p>")
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="第一句不对"))
    edit(notice, town.reporter, body="<p>第二句。</p>")
    workflow.take_step(town.reporter, "recall", submit(town, notice))
    answer = submit(town, edit(notice, town.reporter, body="<p>第三句。</p>"))
    assert "第一句不对" in look(client, town.officer2, answer).content.decode()  # the recalled one answered nothing
    sign(town, first_review(town, answer))
    correction = submit(town, edit(notice, town.reporter, body="<p>第四句。</p>", correction_note="改"))
    assert look(client, town.officer2, correction).context["returned_words"] == {}


def test_earlier_answers_wait_to_be_confirmed(client, town):
    notice = make_notice(town)
    edition = submit(town, notice)
    given = all_no(edition)
    given.answers["privacy"]["note"] = "只列了户数"
    edition = workflow.take_step(town.officer, "pass", edition, given)
    workflow.take_step(town.leader, "return", edition, Given(remark="标题不清"))
    edit(notice, town.reporter, title="清楚的标题")
    again = submit(town, notice)
    text = look(client, town.officer, again).content.decode()
    assert "上次您答：<b>否</b>" in text
    assert "仍然如此：否" in text
    assert "只列了户数" in text
    assert 'value="no" checked' not in text.replace("\n", "")  # confirmed by her, one by one, never for her
    assert "上次您答" not in look(client, town.officer2, again).content.decode()


def test_the_leader_reads_the_first_reviewers_answers_and_notes(client, town):
    edition = submit(town, make_notice(town))
    given = all_no(edition)
    given.remark, given.answers["privacy"]["note"] = "数字核过台账", "只列了户数"
    workflow.take_step(town.officer, "pass", edition, given)
    text = look(client, town.leader, edition).content.decode()
    for words in ("初审怎么答的", "王示例·党政办信息员", "数字核过台账", "只列了户数", "含有不该公开的个人信息吗？"):
        assert words in text


def test_hands_and_steps_are_told(client, town):
    notice = make_notice(town)
    edit(notice, town.reporter, title="改过的")
    edition = first_review(town, submit(town, notice))
    answer = look(client, town.leader, edition)
    assert answer.context["hands"] == [{"name": "周示例", "did": "起草、改动、送审"}]
    assert [told["row"].act for told in answer.context["life"]] == ["submit", "pass"]


def test_the_whole_life_is_told_edition_by_edition_and_a_correction_keeps_its_number(client, town):
    notice = make_notice(town)
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="再改"))
    first = sign(town, first_review(town, submit(town, edit(notice, town.reporter, title="改过"))))
    slug = first.publication.slug
    text = look(client, town.reporter, first).content.decode()
    assert f'href="/items/{slug}/"' in text and "系统（系统）" not in text
    second = submit(town, edit(notice, town.reporter, title="更正", correction_note="改"))
    answer = look(client, town.officer2, second)
    acts = [(told["row"].edition_number, told["row"].act) for told in answer.context["life"]]
    assert acts[:3] == [(1, "submit"), (1, "return"), (2, "submit")] and acts[-1] == (3, "submit")
    text = answer.content.decode()
    assert "第 1 稿</b>" in text and "再改" in text
    assert slug in answer.context["page"].index_number and "公开时由系统给出" not in text


def test_who_has_a_hand_in_it_is_told_so_instead_of_a_button(client, town):
    notice = make_notice(town)
    edit(notice, town.leader, body="<p>加了一个逗号，</p>")
    edition = first_review(town, submit(town, notice))
    answer = look(client, town.leader, edition)
    assert "这一稿您经手过，要由另一位领导签发。" in answer.content.decode()
    assert "sign-code" not in answer.content.decode()
    assert "return-remark" in answer.content.decode()  # returning it is no signature
    assert "sign-code" in look(client, town.leader2, edition).content.decode()


def test_a_reporter_sees_who_has_it_now_and_gets_a_line_to_paste(client, town):
    edition = first_review(town, submit(town, make_notice(town)))
    answer = look(client, town.reporter, edition)
    assert answer.context["holders"] == ["李示例", "赵示例"]
    assert "待签发，请李示例、赵示例办理：http" in answer.content.decode()


def test_dates_that_differ_are_shown_to_both(client, town):
    edition = submit(
        town, make_notice(town, formed_on=date(2026, 11, 2), document_number="落政〔2025〕3号",
                          body="<p>各村：</p><p>落儿岭镇人民政府</p><p>2026年11月6日</p>"),
    )  # fmt: skip
    text = look(client, town.officer, edition).content.decode()
    assert "落款日期和正文里的不一样" in text
    assert "文号的年份和落款日期不一样" in text
    first_review(town, edition)
    assert "落款日期和正文里的不一样" in look(client, town.leader, edition).content.decode()


def test_what_is_waiting_next_and_how_many(client, town):
    first, second, third = (submit(town, make_notice(town, title=f"第{n}件")) for n in "一二三")
    answer = look(client, town.officer, first)
    assert answer.context["left"] == 2
    assert answer.context["next_url"] == url(second)
    assert look(client, town.officer, third).context["next_url"] == ""


def test_board_only_items_are_marked_and_the_line_keeps_their_title(client, town):
    edition = submit(town, make_notice(town, title="低保初审名单", column=town.wall))
    text = look(client, town.reporter, edition).content.decode()
    assert 'class="only-wall">只上墙' in text
    line = client.get(url(edition)).context["line"]
    assert "低保初审名单" not in line
    assert "只上墙" in line


def test_a_published_item_offers_the_residents_address(client, town):
    edition = published(town)
    answer = look(client, town.reporter, edition)
    assert f"/items/{edition.publication.slug}/" in answer.context["line"]


def test_the_inspectors_look_leaves_one_row_a_session(client, town):
    edition = submit(town, make_notice(town))
    client.force_login(town.inspector)
    client.get(url(edition))
    client.get(url(edition))
    assert LedgerEntry.objects.filter(act="read", item_uuid=edition.item_id).count() == 1
    look(client, town.officer, edition)
    assert LedgerEntry.objects.filter(act="read").count() == 1


def test_ugly_titles_and_remarks_stay_text(client, town):
    ugly = "<script>alert(1)</script>“'&"
    notice = make_notice(town, title=ugly)
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark=ugly))
    text = look(client, town.reporter, notice).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize(("name", "stage", "acts"), [
    *((name, stage, 0) for name in ("officer", "leader", "reporter", "inspector") for stage in ("first", "leader")),
    ("officer", "first", 2000), ("leader", "leader", 2000), ("inspector", "leader", 2000),
])  # fmt: skip
def test_the_screen_takes_at_most_twelve_queries(client, town, name, stage, acts, django_assert_max_num_queries):
    notice = make_notice(town)
    attach(town, notice)
    sign(town, first_review(town, submit(town, notice)))
    edit(notice, town.reporter, title="改了", correction_note="改")
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="再改"))
    edit(notice, town.reporter, title="又改了")
    edition = submit(town, notice)
    for number in range(3):
        submit(town, make_notice(town, title=f"别的{number}"))
    if stage == "leader":
        edition = first_review(town, edition)
    from django.db import transaction

    with transaction.atomic():
        actor = rights.actor(town.window)
        for _ in range(acts):
            ledger.append(actor, "ask_withdrawal", edition=edition, texts={"remark": "撤"})
    client.force_login(getattr(town, name))
    client.get(url(edition))
    with django_assert_max_num_queries(12):
        answer = client.get(url(edition))
    assert answer.status_code == 200
    assert bool(answer.context["answers"]) == (stage == "leader")  # no flood of requests hides the review


def test_a_signature_in_a_far_future_item_shows_its_time(client, town):
    at = timezone.now() + timedelta(days=400)
    edition = submit(town, make_notice(town, not_before=at))
    assert "上网时间" in look(client, town.officer, edition).content.decode()


def test_items_of_another_tree_stay_closed(client, town):
    from audit import appointments

    person = town.window.person
    post = appointments.make_post("另一棵树信息员", "officer", [town.other])
    appointments.confirm(town.principal, appointments.propose(town.leader, person, post))
    edition = submit(town, make_notice(town))
    account = type(town.window).objects.get(pk=town.window.pk)
    assert look(client, account, edition).status_code == 404
    assert not Item.objects.filter(pk__in=rights.items(account, "read")).exists()
