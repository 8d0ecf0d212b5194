"""Decisions through the public door: each act by who may, refused to who may not, and no typed word lost."""

import json

import pytest
from django.urls import reverse

from audit import workflow
from audit.checks import Given
from audit.models import Edition, LedgerEntry
from tests.cast import CODE, edit, first_review, make_notice, published, sign, submit

from .test_review import attach, look, url


def send(client, account, edition, act, state=None, **typed):
    client.force_login(account)
    data = {"number": edition.number, "state": state or edition.state}
    data |= {f"{act}-{name}": value for name, value in typed.items()}
    return client.post(reverse("desk:decide", args=[edition.item_id, act]), data)


def all_answers(answer="no"):
    return {f"answer_{key}": answer for key in ("state_secret", "business_secret", "privacy", "stability", "false")}


def now(edition):
    return Edition.objects.select_related("moved_by__words").get(pk=edition.pk)


def refusals(account):
    return LedgerEntry.objects.filter(act="refused", account_name=account.username).count()


def test_first_review_passes_with_every_question_answered(client, town):
    edition = submit(town, make_notice(town))
    answer = send(client, town.officer, edition, "pass", remark="核过", note_privacy="只列户数", **all_answers())
    assert answer.headers["Location"] == reverse("desk:done")
    row = now(edition).moved_by
    assert (row.act, row.person_name, row.to_state) == ("pass", "王示例", "leader_review")
    words = json.loads(row.words.text)
    assert words["answers"]["privacy"] == {
        "answer": "no", "note": "只列户数", "question": "含有不该公开的个人信息吗？", "place": "00030",
    }  # fmt: skip


def test_an_unanswered_question_is_named_and_nothing_is_lost(client, town):
    edition = submit(town, make_notice(town))
    typed = all_answers() | {"remark": "核过三遍", "note_false": "对过台账"}
    del typed["answer_privacy"]
    answer = send(client, town.officer, edition, "pass", **typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "这一问还没有答" in text
    assert "核过三遍" in text
    assert "对过台账" in text
    assert now(edition).state == "first_review"


def test_a_yes_keeps_it_from_passing(client, town):
    edition = submit(town, make_notice(town))
    answer = send(client, town.officer, edition, "pass", **(all_answers() | {"answer_privacy": "yes"}))
    assert answer.status_code == 422
    assert "答了“是”就不能通过" in answer.content.decode()
    assert now(edition).state == "first_review"


@pytest.mark.parametrize("value", ["maybe", "", "no\x00", "是", "NO"])
def test_forged_answers_are_no_answers(client, town, value):
    edition = submit(town, make_notice(town))
    assert send(client, town.officer, edition, "pass", **(all_answers() | {"answer_false": value})).status_code == 422
    assert now(edition).state == "first_review"


def test_returning_joins_stock_phrases_and_own_words_and_keeps_the_answers(client, town):
    edition = submit(town, make_notice(town))
    client.force_login(town.officer)
    data = {
        "number": 1, "state": "first_review", "return-phrases": ["数字或事实要再核实", "栏目选错了"],
        "return-remark": "第三行", "pass-answer_privacy": "yes", "pass-note_privacy": "第 3 行有电话",
    }  # fmt: skip
    client.post(reverse("desk:decide", args=[edition.item_id, "return"]), data)
    words = json.loads(now(edition).moved_by.words.text)
    assert words["remark"] == "数字或事实要再核实；栏目选错了；第三行"
    assert words["answers"]["privacy"]["note"] == "第 3 行有电话"


@pytest.mark.parametrize("typed", [{}, {"remark": "  \n "}, {"phrases": "没有这一句"}])
def test_a_return_without_a_reason_is_not_taken(client, town, typed):
    edition = submit(town, make_notice(town))
    assert send(client, town.officer, edition, "return", **typed).status_code == 422
    assert now(edition).state == "first_review"


def test_a_leader_signs_and_it_is_public(client, town):
    edition = first_review(town, submit(town, make_notice(town)))
    send(client, town.leader, edition, "sign", has_read="on", code=CODE)
    assert now(edition).state == "published"
    text = client.get(reverse("desk:done")).content.decode()
    assert "已签发，已经上网" in text
    assert f"/items/{now(edition).publication.slug}/" in text
    assert "已签发" not in client.get(reverse("desk:done")).content.decode()  # said once


def test_the_signature_carries_the_device_and_what_was_opened(client, town):
    notice = make_notice(town)
    row = attach(town, notice)
    attach(town, notice, name="没打开.xlsx", data=b"unread")
    edition = first_review(town, submit(town, notice))
    look(client, town.leader, edition)
    client.get(reverse("desk:file", args=[notice.pk, row.sha256]))
    send_as_is = {"number": 1, "state": "leader_review", "sign-has_read": "on", "sign-code": CODE}
    client.post(reverse("desk:decide", args=[notice.pk, "sign"]), send_as_is)
    sign_row = LedgerEntry.objects.select_related("words").get(act="sign")
    words = json.loads(sign_row.words.text)
    assert words["opened"] == [row.sha256]
    assert len(words["device"]) == 64
    assert CODE not in sign_row.words.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"code": CODE}, "再勾选"), ({"has_read": "on"}, "请输入您的签发码"),
     ({"has_read": "on", "code": "000000"}, "签发码不对"), ({"has_read": "on", "code": "１３５７９０"}, "签发码不对"),
     ({}, "请输入您的签发码"), ({"has_read": "on", "code": "9" * 500}, "签发码")],
)  # fmt: skip
def test_signing_asks_for_tick_and_code_and_keeps_the_remark(client, town, typed, says):
    edition = first_review(town, submit(town, make_notice(town)))
    answer = send(client, town.leader, edition, "sign", remark="同意，注意张贴", **typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "同意，注意张贴" in answer.content.decode()
    assert CODE not in answer.content.decode()
    assert now(edition).state == "leader_review"


def test_five_wrong_codes_pause_the_code_in_plain_words(client, town):
    edition = first_review(town, submit(town, make_notice(town)))
    for _ in range(5):
        send(client, town.leader, edition, "sign", has_read="on", code="111222")
    answer = send(client, town.leader, edition, "sign", has_read="on", code=CODE)
    assert "15 分钟" in answer.content.decode()
    assert now(edition).state == "leader_review"


def test_nothing_is_decided_by_a_link(client, town):
    edition = submit(town, make_notice(town))
    client.force_login(town.officer)
    assert client.get(reverse("desk:decide", args=[edition.item_id, "not_adopt"])).status_code == 405
    assert now(edition).state == "first_review"


def test_who_comes_second_is_told_who_was_first_and_keeps_her_words(client, town):
    edition = submit(town, make_notice(town))
    workflow.take_step(town.officer2, "not_adopt", edition, Given(remark="重复"))
    answer = send(client, town.officer, edition, "return", state="first_review", remark="写了半天的原因")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "吴示例已于" in text
    assert "未采用" in text
    assert "写了半天的原因" in text


def test_a_form_made_for_an_older_edition_is_not_applied_to_the_new_one(client, town):
    notice = make_notice(town)
    old = submit(town, notice)
    workflow.take_step(town.reporter, "recall", old)
    edit(notice, town.reporter, title="换过的")
    new = submit(town, notice)
    answer = send(client, town.officer, old, "pass", state="first_review", **all_answers())
    assert answer.status_code == 409
    assert now(new).state == "first_review"


def test_after_each_decision_the_next_one_comes_and_then_the_end(client, town):
    first, second = (submit(town, make_notice(town, title=f"第{n}件")) for n in "一二")
    answer = send(client, town.officer, first, "pass", **all_answers())
    assert answer.headers["Location"] == url(second)
    text = client.get(url(second)).content.decode()
    assert "“第一件”初审通过，已送领导签发" in text
    assert "【落儿岭镇】“第一件”待签发，请李示例、赵示例办理：http" in text
    answer = send(client, town.officer, second, "not_adopt", remark="重复")
    assert answer.headers["Location"] == reverse("desk:done")
    assert "都办完了" in client.get(reverse("desk:done")).content.decode()


def test_an_expired_session_leads_back_to_the_item_and_says_the_words_are_kept(client, town):
    edition = submit(town, make_notice(town))
    answer = client.post(reverse("desk:decide", args=[edition.item_id, "return"]), {"return-remark": "x"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{reverse('desk:login')}?next={url(edition)}"
    assert "登录已过期" in answer.content.decode()
    assert now(edition).state == "first_review"


def test_withholding_goes_through_both(client, town):
    edition = submit(town, make_notice(town))
    assert send(client, town.officer, edition, "propose_withhold").status_code == 422
    send(client, town.officer, edition, "propose_withhold", clause="国令第711号第十四条")
    edition = now(edition)
    assert edition.state == "withhold_review"
    assert "国令第711号第十四条" in look(client, town.leader, edition).content.decode()
    send(client, town.leader, edition, "withhold", has_read="on", code=CODE)
    assert now(edition).state == "withheld"


def test_referring_stops_and_resuming_goes_on(client, town):
    edition = first_review(town, submit(town, make_notice(town)))
    send(client, town.leader, edition, "refer", remark="送县保密局")
    edition = now(edition)
    assert edition.state == "referred"
    send(client, town.leader, edition, "resume", remark="答复：可以公开")
    assert now(edition).state == "leader_review"


def test_the_principal_signs_after_the_leader(client, town):
    edition = first_review(town, submit(town, make_notice(town, column=town.money)))
    send(client, town.leader, edition, "sign", has_read="on", code=CODE)
    edition = now(edition)
    assert edition.state == "principal_review"
    send(client, town.principal, edition, "countersign", has_read="on", code=CODE)
    assert now(edition).state == "published"


def test_the_reporter_takes_it_back_and_lands_where_it_is_written(client, town):
    edition = submit(town, make_notice(town))
    answer = send(client, town.reporter, edition, "recall")
    assert answer.headers["Location"] == reverse("desk:write_edit", args=[edition.item_id])
    assert now(edition).state == "recalled"


def test_taking_back_is_offered_to_its_writers_alone(client, town):
    edition = submit(town, make_notice(town))
    assert "取回来改" in look(client, town.reporter, edition).content.decode()
    assert "取回来改" not in look(client, town.officer, edition).content.decode()


def test_a_signature_waits_for_its_time(client, town):
    from datetime import timedelta

    from django.utils import timezone

    at = timezone.now() + timedelta(days=2)
    edition = first_review(town, submit(town, make_notice(town, not_before=at)))
    send(client, town.leader, edition, "sign", has_read="on", code=CODE)
    assert now(edition).state == "approved"
    assert "自动上网" in client.get(reverse("desk:done")).content.decode()


def test_an_approved_item_can_still_be_called_back(client, town):
    from datetime import timedelta

    from django.utils import timezone

    at = timezone.now() + timedelta(days=2)
    edition = sign(town, first_review(town, submit(town, make_notice(town, not_before=at))))
    send(client, town.officer, edition, "return", remark="日期错了")
    assert now(edition).state == "returned"


def test_a_published_item_offers_no_review(client, town):
    edition = published(town)
    text = look(client, town.leader, edition).content.decode()
    assert "sign-code" not in text
    assert reverse("desk:withdraw", args=[edition.item_id]) in text
    assert reverse("desk:withdraw", args=[edition.item_id]) not in look(client, town.reporter, edition).content.decode()
