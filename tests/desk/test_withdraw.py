"""撤下: by one person at once, confirmed by another; the request anybody may ring; and 清除 by two."""

import json

import pytest
from django.urls import reverse

from audit import workflow
from audit.checks import Given, Incomplete, Refused, TooLate
from audit.models import Edition, LedgerEntry
from tests.cast import CODE, edit, first_review, make_notice, published, sign, submit

from .test_decide import now, refusals, send
from .test_review import attach, look, url


def withdraw(client, account, edition, **typed):
    client.force_login(account)
    data = {f"withdraw-{name}": value for name, value in ({"scope": "all"} | typed).items()}
    return client.post(reverse("desk:withdraw", args=[edition.item_id]), data)


@pytest.mark.parametrize("name", ["officer", "leader", "principal"])
def test_officer_and_leader_take_down_at_once(client, town, name):
    edition = published(town)
    answer = withdraw(client, getattr(town, name), edition, reason="privacy", remark="第 14 行有身份证号")
    assert answer.headers["Location"] == url(edition)
    row = now(edition).moved_by
    assert (row.act, now(edition).state) == ("withdraw", "withdrawn")
    assert json.loads(row.words.text)["remark"] == "第 14 行有身份证号"
    text = client.get(url(edition)).content.decode()
    assert "等另一人确认" in text
    assert "请另一人确认（" in text


@pytest.mark.parametrize(
    ("name", "status"), [("reporter", 422), ("inspector", 422), ("reporter2", 404), ("window", 404)]
)
def test_others_do_not(client, town, name, status):
    edition = published(town)
    account = getattr(town, name)
    assert withdraw(client, account, edition, reason="privacy").status_code == status
    assert now(edition).state == "published"
    if status == 422:
        assert refusals(account) == 1


@pytest.mark.parametrize("typed", [{}, {"reason": "nonsense"}, {"reason": ""}, {"reason": "privacy", "scope": "99"}])
def test_a_reason_from_the_list_is_needed(client, town, typed):
    edition = published(town)
    answer = withdraw(client, town.officer, edition, remark="写了很多", **typed)
    assert answer.status_code == 422
    assert "写了很多" in answer.content.decode()
    assert now(edition).state == "published"


def corrected(town):
    first = published(town)
    notice = edit(first.item.concrete(), town.reporter, title="改过的", correction_note="改")
    second = sign(town, first_review(town, submit(town, notice)))
    return first, second


def test_an_item_goes_with_all_its_editions_and_is_confirmed_with_one_tap(client, town):
    first, second = corrected(town)
    withdraw(client, town.officer, second, reason="wrong")
    assert (now(first).state, now(second).state) == ("withdrawn", "withdrawn")
    answer = send(client, town.officer, now(second), "confirm_withdrawal")
    assert "不能自己确认自己" in answer.content.decode()
    send(client, town.officer2, now(second), "confirm_withdrawal")
    assert LedgerEntry.objects.filter(act="confirm_withdrawal").count() == 2
    client.force_login(town.leader)
    assert client.get("/desk/").context["sections"] == []


def test_who_took_it_down_is_not_offered_to_confirm_it(client, town):
    edition = published(town)
    workflow.withdraw_item(town.officer, edition.item, Given(reason="wrong"))
    mine = look(client, town.officer, edition)
    text = mine.content.decode()
    assert "是您撤下的，等另一人确认。" in text and "您的决定" not in text
    assert reverse("desk:decide", args=[edition.item_id, "confirm_withdrawal"]) not in text
    assert town.officer2.person.name in mine.context["holders"]
    assert town.officer.person.name not in mine.context["holders"]
    assert look(client, town.leader, edition).context["first"]["act"] == "confirm_withdrawal"
    send(client, town.leader, now(edition), "confirm_withdrawal")
    assert "”已撤下，也已确认：http" in client.get(reverse("desk:done")).context["outcome"]["line"]
    for account in (town.officer, town.officer2, town.leader):
        after = look(client, account, edition)
        assert after.context["first"] is None and not after.context["blocked"] and not after.context["holders"]
        assert "”已撤下，也已确认：http" in after.context["line"]


def test_one_edition_alone(client, town):
    first, second = corrected(town)
    withdraw(client, town.officer, second, reason="privacy", scope="1")
    assert (now(first).state, now(second).state) == ("withdrawn", "published")


def test_who_is_second_is_told(client, town):
    edition = published(town)
    workflow.withdraw_item(town.leader, edition.item, Given(reason="wrong"))
    answer = withdraw(client, town.officer, edition, reason="privacy")
    assert answer.status_code == 409
    assert "可能已经有人撤下" in answer.content.decode()


@pytest.mark.parametrize("name", ["window", "reporter2", "admin", "reporter", "inspector"])
def test_any_member_of_staff_may_ring(client, town, name):
    edition = published(town)
    client.force_login(getattr(town, name))
    address = f"http://127.0.0.1:8000/items/{edition.publication.slug}/"
    answer = client.post(reverse("desk:ask"), {"ask-which": address, "ask-remark": "附件里有电话"})
    assert answer.headers["Location"] == reverse("desk:today")
    row = LedgerEntry.objects.get(act="ask_withdrawal")
    assert row.account_name == name
    assert now(edition).state == "published"
    assert "附件里有电话" in look(client, town.officer, edition).content.decode()


def test_a_request_can_be_answered_no_with_a_reason(client, town):
    edition = published(town)
    workflow.take_step(town.window, "ask_withdrawal", edition, Given(remark="写着电话"))
    page = look(client, town.officer, edition).content.decode()
    assert "看过了，不撤" in page
    where = reverse("desk:decide", args=[edition.item_id, "decline_withdrawal"])
    sent = {"number": 1, "state": "published", "decline_withdrawal-remark": "是公布的办公电话"}
    assert client.post(where, sent).status_code == 302
    assert now(edition).state == "published"
    assert "有人请求撤下" not in client.get(reverse("desk:today")).content.decode()
    page = look(client, town.officer, edition).content.decode()
    assert "是公布的办公电话" in page and "看过了，不撤" not in page
    workflow.take_step(town.reporter2, "ask_withdrawal", edition, Given(remark="还是不对"))
    assert "还是不对" in look(client, town.officer, edition).content.decode()


def test_no_is_said_only_to_a_request_and_never_without_a_reason(town):
    edition = published(town)
    with pytest.raises(TooLate, match="没有等答复的撤下请求"):
        workflow.take_step(town.officer, "decline_withdrawal", edition, Given(remark="不撤"))
    workflow.take_step(town.window, "ask_withdrawal", edition, Given(remark="写着电话"))
    with pytest.raises(Incomplete):
        workflow.take_step(town.leader, "decline_withdrawal", edition, Given())
    with pytest.raises(Refused):
        workflow.take_step(town.reporter, "decline_withdrawal", edition, Given(remark="不撤"))


@pytest.mark.parametrize(
    "which", ["", "没有这一条", "202611-99999", "0-0", "x" * 400, "20261\x00-1", "９９９９９９-１１１１１"]
)
def test_what_cannot_be_found_is_said(client, town, which):
    published(town)
    client.force_login(town.window)
    answer = client.post(reverse("desk:ask"), {"ask-which": which, "ask-remark": "有电话"})
    assert answer.status_code == 422
    assert "有电话" in answer.content.decode()
    assert not LedgerEntry.objects.filter(act="ask_withdrawal").exists()


def test_board_only_items_cannot_be_guessed_by_ringing(client, town):
    edition = published(town, column=town.wall)
    client.force_login(town.window)
    which = edition.publication.index_number
    assert client.post(reverse("desk:ask"), {"ask-which": which, "ask-remark": "x"}).status_code == 422


def test_without_a_post_there_is_no_bell(client, town):
    client.force_login(town.root)
    assert client.get(reverse("desk:ask")).status_code == 404


def erase(client, account, edition, act, **typed):
    client.force_login(account)
    data = {f"erase-{name}": value for name, value in typed.items()}
    return client.post(reverse("desk:erase", args=[edition.item_id, edition.number, act]), data)


def test_two_persons_erase(client, town):
    notice = make_notice(town, title="绝不该写的名字", body="<p>绝不该写的名字</p>")
    attach(town, notice, data=b"secret rows")
    edition = sign(town, first_review(town, submit(town, notice)))
    workflow.withdraw_item(town.officer, edition.item, Given(reason="privacy"))
    typed = {"remark": "含身份证号", "understood": "on", "code": CODE}
    assert "还没有领导提请" in client_page(client, town.inspector, edition, "erase")
    assert erase(client, town.inspector, edition, "erase", **typed).status_code == 422
    assert erase(client, town.leader, edition, "propose_erase", **(typed | {"code": "1"})).status_code == 422
    assert erase(client, town.officer, edition, "propose_erase", **typed).status_code == 422
    assert erase(client, town.leader, edition, "propose_erase", **typed).status_code == 302
    assert erase(client, town.leader, edition, "erase", **typed).status_code == 422
    assert "含身份证号" in client_page(client, town.inspector, edition, "erase")
    assert erase(client, town.inspector, edition, "erase", **typed).status_code == 302
    gone = Edition.objects.get(pk=edition.pk)
    assert (gone.title, bool(gone.erased_by)) == ("", True)
    text = look(client, town.inspector, edition).content.decode()
    assert "绝不该写的名字" not in text
    assert "已清除" in text


def client_page(client, account, edition, act):
    client.force_login(account)
    return client.get(reverse("desk:erase", args=[edition.item_id, edition.number, act])).content.decode()


@pytest.mark.parametrize("missing", ["remark", "understood", "code"])
def test_erasing_asks_for_everything(client, town, missing):
    edition = submit(town, make_notice(town))
    workflow.take_step(town.officer, "return", edition, Given(remark="x"))
    typed = {"remark": "含身份证号", "understood": "on", "code": CODE}
    del typed[missing]
    assert erase(client, town.leader, edition, "propose_erase", **typed).status_code == 422
    assert not LedgerEntry.objects.filter(act="propose_erase").exists()


def test_no_other_act_is_an_erasure(client, town):
    edition = published(town)
    client.force_login(town.leader)
    assert client.get(reverse("desk:erase", args=[edition.item_id, 1, "sign"])).status_code == 404
    assert client.get(f"/desk/items/{edition.item_id}/editions/{'9' * 30}/erase/").status_code == 404
