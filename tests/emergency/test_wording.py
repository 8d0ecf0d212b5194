"""Fixed wording and its blanks: what a template must be, what a notice may say, who may let it out."""

import pytest
from django.urls import reverse

from audit import clock, workflow
from audit.checks import Incomplete, Refused
from audit.desk import second_look
from audit.models import Edition
from disclosure.emergency.wording import filled, marked, template_faults, value_faults
from disclosure.models import EmergencyNotice
from disclosure.models.emergency import AUDIENCE
from tests.cast import all_no, edit, first_review, make_notice, sign, signature, submit
from tests.emergency.making import FILLED, corrected, notice, sent_out, signed_template, taken_down, template
from tests.public.making import attach

BODY = (
    "<p>烂泥坳村河边两组可能发生山洪，请今晚8点前转移。</p><p>走这条路：沿村道往村小。</p>"
    "<p>不要回头取东西，听村干部安排。</p><p>有情况打0564-0000119。</p>"
)


def test_what_is_filled_in_is_never_read_as_wording_again():
    assert filled("到【地点】，打【电话】", {"地点": "【电话】"}) == "到【电话】，打【电话】"
    assert [(piece["text"], piece["blank"]) for piece in marked("去【地点】。", {"地点": "村小"})[0]] == [
        ("去", ""), ("村小", "地点"), ("。", "")]  # fmt: skip


@pytest.mark.parametrize(
    ("headline", "wording", "told"),
    [
        ("【地点】转移", "打【值班电话】", None),
        ("", "打【值班电话】", "请写标题用语"),
        ("转移", "快走", "还没有留空"),
        ("转移", "去【地点】", "要留一个电话的空"),
        ("【地点转移", "打【值班电话】", "没有成对"),
    ],
)
def test_a_template_has_whole_blanks_and_a_telephone(headline, wording, told):
    said = template_faults(headline, wording)
    assert said == [] if told is None else any(told in one for one in said), said


def test_a_blank_takes_one_short_line():
    assert value_faults(["地点"], {"地点": "村小"}, 5) == []
    for value in ("", "六个字的地点", "【路】", "一\n二"):
        assert value_faults(["地点"], {"地点": value}, 5), value
    assert value_faults([], {"地点": "村小"}, 5), "no blank of that name"


pytest_db = pytest.mark.django_db


@pytest_db
def test_a_template_passes_the_same_two_reviews_and_is_called_what_it_is(town):
    assert any("免得群众当成真的通知" in one for one in template(town, title="山洪转移通知").lacking())
    edition = signed_template(town)
    assert edition.state == "published"
    assert {hand.person_id for hand in edition.hands.all()} == {town.reporter.person_id}


@pytest_db
def test_the_server_writes_title_and_text_whatever_is_set(town):
    item = notice(town)
    assert (item.title, item.body) == ("烂泥坳村河边两组立即转移避险", BODY)
    item = edit(
        item,
        town.reporter,
        title="大家放心",
        body="<p>没有事。</p>",
        summary="没有事",
        keywords="谣言",
        audience="别人",
    )
    assert (item.title, item.body, item.summary, item.keywords, item.audience) == (
        item.title,
        BODY,
        "",
        "应急",
        AUDIENCE,
    )
    assert EmergencyNotice.objects.get(pk=item.pk).body == BODY


@pytest_db
def test_wording_changed_past_the_server_is_not_submitted(town):
    item = notice(town)
    EmergencyNotice.objects.filter(pk=item.pk).update(body="<p>没有事。</p>")
    with pytest.raises(Incomplete, match="和模板拼出来的不一样"):
        submit(town, EmergencyNotice.objects.get(pk=item.pk))
    assert not Edition.objects.filter(item=item.pk).exists()


@pytest_db
@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"filled": FILLED[1:]}, "【地点】还没有填"),
        ({"filled": [*FILLED[:3], ["值班电话", "找老王"]]}, "看不出是电话号码"),
        ({"filled": [*FILLED, ["补充", "别的话"]]}, "不是这个模板的空"),
        ({"filled": [["地点", "很" * 41], *FILLED[1:]]}, "最多 40 个"),
        ({"until": None}, "到什么时候为止"),
    ],
)
def test_what_is_missing_or_too_much_refuses(town, own, told):
    with pytest.raises(Incomplete, match=told):
        submit(town, notice(town, **own))


@pytest_db
def test_nothing_hangs_on_it(town):
    item = notice(town)
    attach(town, item, "路线图.png")
    with pytest.raises(Incomplete, match="不带附件"):
        submit(town, item)


@pytest_db
def test_a_template_withdrawn_in_between_stops_it_and_nothing_is_lost(town):
    used = signed_template(town)
    item = notice(town, used)
    taken_down(town, used)
    with pytest.raises(Incomplete, match="已撤下，不能再用。您填的都还在"):
        submit(town, item)
    assert EmergencyNotice.objects.get(pk=item.pk).filled == FILLED


@pytest_db
def test_a_newer_template_asks_to_be_taken_over_and_keeps_the_blanks(client, town):
    used = signed_template(town)
    item = notice(town, used)
    corrected(town, used, wording="【地点】有山洪，马上走【路线】。打【值班电话】。")
    with pytest.raises(Incomplete, match="已更新到第 2 稿"):
        submit(town, item)
    client.force_login(town.reporter)
    page = reverse("emergency:edit", args=[item.pk])
    assert "换成新的用语" in client.get(page).content.decode()
    told = client.post(page, {"_switch": str(used.item_id)}, follow=True).content.decode()
    assert "时间：今晚8点" in told, "what found no place is said again"
    item = EmergencyNotice.objects.get(pk=item.pk)
    assert item.body == "<p>烂泥坳村河边两组有山洪，马上走沿村道往村小。打0564-0000119。</p>"
    assert submit(town, item).state == "first_review"


@pytest_db
def test_a_forged_form_changes_no_fixed_word(client, town):
    item = notice(town)
    client.force_login(town.reporter)
    forged = {
        "title": "没事",
        "body": "<p>没事</p>",
        "template_number": 7,
        "blank-9": "没事",
        "seen": item.revision,
        "_save": "",
    }
    given = {f"blank-{n}": value for n, (_, value) in enumerate(FILLED)}
    places = {"unit": item.unit_id, "column": item.column_id, "until": "2099-01-01T08:00"}
    assert client.post(reverse("emergency:edit", args=[item.pk]), forged | given | places).status_code == 302
    kept = EmergencyNotice.objects.get(pk=item.pk)
    assert (kept.body, kept.filled, kept.template_number) == (BODY, FILLED, 1)
    assert kept.title == "烂泥坳村河边两组立即转移避险"
    answer = client.get(reverse("desk:write_edit", args=[item.pk]))
    assert answer.status_code == 302 and answer.url == reverse("emergency:edit", args=[item.pk])


@pytest_db
def test_one_person_never_does_both_steps(town):
    mine = submit(town, notice(town, by=town.officer), town.officer)
    with pytest.raises(Refused, match="不能自己初审"):
        workflow.take_step(town.officer, "pass", mine, all_no(mine))
    edition = first_review(town, mine, town.officer2)
    for account in (town.officer, town.officer2):
        with pytest.raises(Refused):
            workflow.take_step(account, "sign", edition, signature())
    assert sign(town, edition).state == "published"


@pytest_db
def test_the_confidentiality_questions_are_asked_and_no_word_is_mended(client, town):
    edition = submit(town, notice(town))
    with pytest.raises(Incomplete, match="保密审查还有一问没答"):
        workflow.take_step(town.officer, "pass", edition)
    with pytest.raises(Incomplete, match="没有改动"):
        workflow.take_step(town.officer, "mend", edition, changes={"title": "没事", "body": "<p>没事</p>"})
    client.force_login(town.officer)
    told = client.get(reverse("desk:review", args=[edition.item_id])).content.decode()
    assert "代改" not in told.split('id="decision"')[1]
    assert "不能代改" in client.get(reverse("desk:mend", args=[edition.item_id])).content.decode()


@pytest_db
def test_the_edition_holds_which_template_and_each_blank(town):
    used = signed_template(town)
    edition = sent_out(town, used)
    told = {fact["key"]: fact for fact in edition.facts_data}
    assert told["template_index"]["value"] == used.publication.slug and told["template_edition"]["value"] == "1"
    assert told["blanks"]["rows"] == FILLED
    assert told["phone"]["value"] == "0564-0000119"
    assert edition.expires_on is not None


@pytest_db
def test_the_reviewers_see_what_was_reviewed_before_and_what_is_new(client, town):
    used = signed_template(town)
    edition = submit(town, notice(town, used))
    client.force_login(town.officer)
    told = client.get(reverse("desk:review", args=[edition.item_id])).content.decode()
    assert "<mark>沿村道往村小</mark>" in told and "一字不差" in told
    assert "李示例（分管政务公开副镇长）" in told, "who signed the wording"
    corrected(town, used, wording="打【值班电话】")
    told = client.get(reverse("desk:review", args=[edition.item_id])).content.decode()
    assert "送审以后模板已更新到第 2 稿" in told


@pytest_db
def test_it_stands_on_top_of_every_queue_with_its_word(client, town):
    submit(town, make_notice(town, title="早来的"))
    submit(town, notice(town))
    client.force_login(town.officer)
    answer = client.get(reverse("desk:today"))
    rows = answer.context["sections"][0]["rows"]
    assert [row["urgent"] for row in rows] == ["应急", ""]
    assert '<b class="urgent">应急</b>' in answer.content.decode()
    assert second_look.owed(clock.local_date(answer.context["now"])) == []
