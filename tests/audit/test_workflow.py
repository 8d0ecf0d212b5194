"""The gate: how an item travels, and who may not move it."""

import pytest

from audit import files, workflow
from audit.checks import Given, Incomplete, Refused, TooLate
from audit.models import Attachment, Edition, LedgerEntry
from tests.cast import (
    all_no,
    edit,
    first_review,
    make_account,
    make_notice,
    published,
    sign,
    signature,
    submit,
)


def test_an_item_reaches_the_public_by_both_reviews(town):
    edition = published(town)
    assert edition.state == "published"
    assert edition.publication.index_number.endswith("-00001")
    acts = [row.act for row in LedgerEntry.objects.of_item(edition.item_id)]
    assert acts == ["submit", "pass", "sign", "publish"]


def test_a_correction_supersedes_the_edition_before(town):
    first = published(town)
    notice = edit(first.item.concrete(), town.reporter, title="新的标题", correction_note="标题写错了")
    second = sign(town, first_review(town, submit(town, notice)))
    first.refresh_from_db()
    assert (first.state, first.successor) == ("superseded", 2)
    assert second.publication == first.publication


def test_a_leader_cannot_sign_what_she_edited_by_one_comma(town):
    notice = make_notice(town)
    edit(notice, town.leader, body="<p>进入林区，不带火种。</p>")
    edition = first_review(town, submit(town, notice))
    with pytest.raises(Refused, match="经手过"):
        sign(town, edition)
    assert LedgerEntry.objects.filter(act="refused", person_number="T-leader").count() == 1
    assert sign(town, edition, town.leader2).state == "published"


def test_a_second_account_of_the_same_person_is_the_same_person(town):
    second = make_account("leader-home", person=town.leader.person)
    edition = first_review(town, submit(town, make_notice(town, by=town.leader)))
    with pytest.raises(Refused, match="经手过"):
        sign(town, edition, second)


def test_a_leader_who_attached_a_file_cannot_sign(town):
    notice = make_notice(town)
    row = Attachment(
        item=notice, sha256=files.put(b"a,b\n1,2\n"), name="汇总.csv", size=8, content_type="text/csv",
        uploaded_by=town.leader.person,
    )  # fmt: skip
    row._history_user = town.leader
    row.save()
    edition = first_review(town, submit(town, notice))
    with pytest.raises(Refused, match="附件"):
        sign(town, edition)
    assert sign(town, edition, town.leader2).state == "published"


def test_an_officer_does_not_review_her_own_draft(town):
    notice = make_notice(town, by=town.officer)
    edition = workflow.take_step(town.officer, "submit", notice)
    with pytest.raises(Refused, match="另一位信息员"):
        first_review(town, edition)
    assert first_review(town, edition, town.officer2).state == "leader_review"


def test_mending_makes_the_next_edition_and_the_officer_may_pass_it(town):
    edition = submit(town, make_notice(town))
    mended = workflow.take_step(town.officer, "mend", edition, changes={"title": "更准的标题"})
    edition.refresh_from_db()
    assert (edition.state, mended.number, mended.title) == ("mended", 2, "更准的标题")
    assert sign(town, first_review(town, mended)).state == "published"


def test_a_question_answered_yes_keeps_it_from_passing(town):
    edition = submit(town, make_notice(town))
    given = all_no(edition)
    given.answers["privacy"]["answer"] = "yes"
    with pytest.raises(Incomplete, match="个人信息"):
        workflow.take_step(town.officer, "pass", edition, given)


def test_who_comes_second_is_told_who_was_first(town):
    edition = first_review(town, submit(town, make_notice(town)))
    stale = Edition.objects.get(pk=edition.pk)
    sign(town, edition)
    with pytest.raises(TooLate, match="系统"):
        sign(town, stale, town.leader2)


def test_five_wrong_codes_lock_the_code_and_leave_one_row(town):
    edition = first_review(town, submit(town, make_notice(town)))
    for _ in range(5):
        with pytest.raises(Refused):
            workflow.take_step(town.leader, "sign", edition, Given(code="000001", has_read=True))
    with pytest.raises(Refused, match="15 分钟"):
        workflow.take_step(town.leader, "sign", edition, signature())
    assert LedgerEntry.objects.filter(act="lockout").count() == 1


def test_the_principal_signs_last_where_the_column_asks(town):
    edition = first_review(town, submit(town, make_notice(town, column=town.money)))
    edition = sign(town, edition)
    assert edition.state == "principal_review"
    edition = workflow.take_step(town.principal, "countersign", edition, signature())
    assert edition.state == "published"


def test_withdrawal_is_confirmed_by_a_second_person(town):
    edition = published(town)
    (withdrawn,) = workflow.withdraw_item(town.officer, edition.item, Given(reason="privacy"))
    with pytest.raises(Refused, match="另一个人"):
        workflow.take_step(town.officer, "confirm_withdrawal", withdrawn)
    workflow.take_step(town.leader, "confirm_withdrawal", withdrawn)
    with pytest.raises(TooLate, match="确认过"):
        workflow.take_step(town.leader2, "confirm_withdrawal", withdrawn)


@pytest.mark.parametrize("name", ["root", "admin", "inspector", "window", "reporter2"])
def test_others_move_nothing(town, name):
    edition = submit(town, make_notice(town))
    account = getattr(town, name)
    for act in ("pass", "return", "mend", "recall", "not_adopt"):
        with pytest.raises(Refused):
            workflow.take_step(account, act, edition, Given(remark="x"))
    edition.refresh_from_db()
    assert edition.state == "first_review"
