"""Forged posts: wrong act, wrong state, wrong person, wrong number. Nothing moves, and who had no right is on record."""

import pytest
from django.urls import reverse

from audit.states import STEPS
from tests.cast import CODE, first_review, make_notice, submit

from .test_decide import all_answers, now, refusals, send

FORGED = [
    ("reporter", "pass"), ("reporter", "sign"), ("officer", "sign"), ("leader", "pass"), ("inspector", "sign"),
    ("inspector", "return"), ("principal", "sign"), ("reporter", "not_adopt"), ("leader", "countersign"),
    ("officer", "withhold"), ("inspector", "confirm_withdrawal"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "act"), FORGED)
@pytest.mark.parametrize("stage", ["first_review", "leader_review"])
def test_a_forged_post_moves_nothing_and_says_so(client, town, name, act, stage):
    edition = submit(town, make_notice(town))
    if stage == "leader_review":
        edition = first_review(town, edition)
    account = getattr(town, name)
    typed = {"remark": "x", "has_read": "on", "code": CODE, "clause": "x"} | all_answers()
    answer = send(client, account, edition, act, **typed)
    assert answer.status_code in (409, 422)
    assert "这一步没有办成" in answer.content.decode()
    assert now(edition).state == stage
    assert now(edition).moved_by_id == edition.moved_by_id
    right_state = stage in STEPS[act].sources
    assert refusals(account) == (1 if right_state else 0)  # too late is nobody's fault, no right is


@pytest.mark.parametrize("name", ["reporter2", "window", "admin", "root"])
@pytest.mark.parametrize("act", ["return", "pass", "recall", "ask_withdrawal"])
def test_to_strangers_the_item_does_not_exist_and_the_attempt_is_remembered(client, town, name, act):
    edition = submit(town, make_notice(town))
    account = getattr(town, name)
    assert send(client, account, edition, act, remark="x").status_code == 404
    assert now(edition).state == "first_review"
    assert refusals(account) == (0 if act == "ask_withdrawal" else 1)


@pytest.mark.parametrize(
    "act", ["submit", "publish", "supersede", "expire", "erase", "mend", "sign_onward", "nonsense"]
)
def test_acts_that_have_no_button_here_have_no_address(client, town, act):
    edition = submit(town, make_notice(town))
    assert send(client, town.officer, edition, act).status_code == 404


@pytest.mark.parametrize("number", ["", "0", "-1", "abc", "99", "９", "1e9", "9" * 40])
def test_ugly_edition_numbers_do_no_harm(client, town, number):
    edition = submit(town, make_notice(town))
    client.force_login(town.officer)
    data = {"number": number, "state": "first_review", "not_adopt-remark": ""}
    answer = client.post(reverse("desk:decide", args=[edition.item_id, "not_adopt"]), data)
    assert answer.status_code in (404, 422)
    assert now(edition).state == "first_review"
