"""设置变更: proposed by one, in force when a leader confirms."""

import pytest

from audit import changes
from audit.checks import Incomplete, Refused, TooLate
from audit.models import Column, LedgerEntry, PendingChange, Phrase, Question, Threshold, Unit


def test_a_change_takes_effect_when_a_leader_confirms_it(town):
    change = changes.propose_change(town.admin, town.agriculture, {"phone": "0564-0000999", "name": "农业农村办"})
    town.agriculture.refresh_from_db()
    assert town.agriculture.phone == "0564-0000112"
    assert changes.differences(change) == [
        {"label": "名称", "old": "农业农村办公室", "new": "农业农村办"},
        {"label": "公开电话", "old": "0564-0000112", "new": "0564-0000999"},
    ]
    assert changes.confirm_change(town.leader, change) == ""
    town.agriculture.refresh_from_db()
    assert (town.agriculture.name, town.agriculture.phone) == ("农业农村办", "0564-0000999")
    proposed, confirmed = LedgerEntry.objects.filter(act__in=["propose_change", "confirm_change"])
    assert (proposed.person_number, confirmed.person_number) == ("T-admin", "T-leader")
    assert confirmed.refers_to == proposed.number
    assert "公开电话" in proposed.subject


@pytest.mark.parametrize("who", ["admin", "reporter", "officer", "window", "inspector", "root"])
def test_nobody_but_a_leader_confirms_or_refuses(town, who):
    change = changes.propose_change(town.leader2, town.agriculture, {"phone": "0564-0000999"})
    with pytest.raises(Refused):
        changes.confirm_change(getattr(town, who), change)
    with pytest.raises(Refused):
        changes.refuse_change(getattr(town, who), change)
    town.agriculture.refresh_from_db()
    assert town.agriculture.phone == "0564-0000112"


@pytest.mark.parametrize("who", ["reporter", "officer", "window", "inspector", "root"])
def test_only_the_administrator_and_leaders_propose(town, who):
    with pytest.raises(Refused):
        changes.propose_change(getattr(town, who), town.agriculture, {"phone": "1"})
    with pytest.raises(Refused):
        changes.propose_new(getattr(town, who), Unit(slug="x", name="新单位", short_name="新"))
    assert not Unit.objects.filter(slug="x").exists()


def test_a_leader_does_not_confirm_her_own_proposal_under_any_account(town):
    from tests.cast import make_account

    change = changes.propose_change(town.leader, town.notices, {"name": "公告"})
    for account in (town.leader, make_account("leader-home", person=town.leader.person)):
        with pytest.raises(Refused, match="另一位领导"):
            changes.confirm_change(account, change)
    changes.confirm_change(town.leader2, change)


def test_it_is_settled_once(town):
    change = changes.propose_change(town.admin, town.notices, {"name": "公告"})
    stale = PendingChange.objects.get(pk=change.pk)
    changes.refuse_change(town.leader, change)
    with pytest.raises(TooLate):
        changes.confirm_change(town.leader2, stale)
    town.notices.refresh_from_db()
    assert town.notices.name == "通知公告"
    assert LedgerEntry.objects.filter(act="confirm_change").count() == 0


def test_a_stale_change_is_not_applied(town):
    change = changes.propose_change(town.admin, town.agriculture, {"phone": "0564-0000999"})
    Unit.objects.filter(pk=town.agriculture.pk).update(phone="0564-0000777")
    with pytest.raises(TooLate, match="又变了"):
        changes.confirm_change(town.leader, change)
    town.agriculture.refresh_from_db()
    assert town.agriculture.phone == "0564-0000777"
    change.refresh_from_db()
    assert change.settled_row is None


def test_one_change_of_one_thing_waits_at_a_time(town):
    changes.propose_change(town.admin, town.agriculture, {"phone": "0564-0000999"})
    with pytest.raises(TooLate, match="已有一项变更"):
        changes.propose_change(town.leader, town.agriculture, {"phone": "0564-0000888"})
    changes.propose_change(town.admin, town.treasury, {"phone": "0564-0000888"})


def test_a_new_unit_is_off_until_confirmed(town):
    change = changes.propose_new(town.admin, Unit(slug="justice", name="司法所", short_name="司法所"))
    unit = Unit.objects.get(slug="justice")
    assert not unit.is_active
    assert [row["label"] for row in changes.differences(change)] == ["代号", "名称", "简称"]
    assert {"label": "名称", "old": "", "new": "司法所"} in changes.differences(change)
    changes.confirm_change(town.leader, change)
    unit.refresh_from_db()
    assert unit.is_active


def test_a_new_column_and_a_new_question(town):
    column = Column(slug="epidemic", name="动物防疫", parent=town.disclosure, responsible_unit=town.agriculture)
    changes.confirm_change(town.leader, changes.propose_new(town.admin, column))
    column = Column.objects.get(slug="epidemic")
    assert column.is_active and column.path.startswith(town.disclosure.path)
    change = changes.propose_new(town.admin, Question(key="map", text="含有未公开的地图吗？"))
    assert not Question.objects.filter(key="map").exists()
    changes.confirm_change(town.leader, change)
    assert Question.objects.get(key="map").valid_until is None


def test_the_administrator_cannot_drop_a_question_alone(town):
    question = Question.objects.get(key="privacy")
    change = changes.propose_change(town.admin, question, {"valid_until": "2026-01-01"})
    question.refresh_from_db()
    assert question.valid_until is None
    changes.confirm_change(town.leader, change)
    question.refresh_from_db()
    assert question.valid_until.isoformat() == "2026-01-01"


def test_columns_move_with_everything_below_them_but_not_under_themselves(town):
    changes.confirm_change(town.leader, changes.propose_change(town.admin, town.notices, {"parent": town.other}))
    town.notices.refresh_from_db()
    assert town.notices.path.startswith(town.other.path)
    for below in (town.disclosure, town.money):
        with pytest.raises(Incomplete, match="上级栏目"):
            changes.propose_change(town.admin, town.disclosure, {"parent": below})


@pytest.mark.parametrize(
    ("thing", "values", "sentence"),
    [
        ("agriculture", {}, "没有要改的"),
        ("agriculture", {"phone": "0564-0000112"}, "没有要改的"),
        ("agriculture", {"slug": "other"}, "网址"),
        ("agriculture", {"name": ""}, "名称："),
        ("agriculture", {"name": "财政所"}, "名称"),
        ("agriculture", {"name": "长" * 200}, "名称：.*60"),
        ("agriculture", {"nonsense": 1}, "没有"),
        ("agriculture", {"id": 7}, "不能改"),
        ("notices", {"path": "1/"}, "不能改"),
        ("notices", {"mode": "whatever"}, "公开方式"),
        ("notices", {"time_limit": -3}, "公开时限"),
        ("notices", {"parent": 99999}, "上级栏目"),
        ("notices", {"time_limit": "很快"}, "公开时限：.*整型"),
    ],
)
def test_what_cannot_be_proposed_gets_a_sentence_and_leaves_nothing(town, thing, values, sentence):
    with pytest.raises(Incomplete, match=sentence):
        changes.propose_change(town.admin, getattr(town, thing), values)
    assert not PendingChange.objects.exists()
    assert not LedgerEntry.objects.filter(act="propose_change").exists()


def test_phrases_and_thresholds_too(town):
    for thing, values in ((Phrase.objects.first(), {"text": "看不清"}), (Threshold.objects.first(), {"value": 30})):
        changes.confirm_change(town.leader, changes.propose_change(town.admin, thing, values))
        thing.refresh_from_db()
        for name, value in values.items():
            assert getattr(thing, name) == value


def test_control_characters_are_dropped(town):
    change = changes.propose_change(town.admin, town.agriculture, {"address": "落儿\0岭\x07村"})
    changes.confirm_change(town.leader, change)
    town.agriculture.refresh_from_db()
    assert town.agriculture.address == "落儿岭村"


def test_switching_off_and_on_again_shows_what_it_is(town):
    for now, then, old, new in ((True, False, "是", "否"), (False, True, "否", "是")):
        town.treasury.refresh_from_db()
        assert town.treasury.is_active is now
        change = changes.propose_change(town.admin, town.treasury, {"is_active": then})
        assert changes.differences(change) == [{"label": "启用", "old": old, "new": new}]
        assert LedgerEntry.objects.get(number=change.proposed_row).subject == "变更单位“财政所”：启用"
        changes.confirm_change(town.leader, change)
    town.treasury.refresh_from_db()
    assert town.treasury.is_active
