"""Attacks on what is sealed, signed and published, and on what an erasure should take. See also `test_attacks.py`."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from audit import clock, files, outbox, rights, schedule, verifier, workflow
from audit.checks import Given, Incomplete, Refused
from audit.models import (
    Account,
    Attachment,
    Edition,
    LedgerEntry,
    Placement,
    Verification,
)
from disclosure.models import Notice
from tests.audit.test_erasure import SECRET, attach, erase, leak, tables_holding
from tests.cast import edit, end_post, first_review, make_column, make_notice, published, sign, submit

pytestmark = pytest.mark.django_db


# --- hands


def test_a_text_changed_past_its_history_is_not_sealed(town):
    notice = make_notice(town)
    Notice.objects.filter(pk=notice.pk).update(body="<p>谁也没有改过</p>")
    with pytest.raises(Refused, match="绕过系统"):
        submit(town, notice)
    edit(Notice.objects.get(pk=notice.pk), town.leader, summary="核对过")
    edition = first_review(town, submit(town, notice))
    with pytest.raises(Refused, match="经手过"):
        sign(town, edition)


def test_a_save_of_nobody_is_not_sealed(town):
    notice = make_notice(town)
    notice.title, notice._history_user = "谁写的", None
    notice.save()
    with pytest.raises(Refused, match="绕过系统"):
        submit(town, notice)


def test_a_file_put_on_or_taken_off_past_the_history_is_not_sealed(town):
    notice = make_notice(town)
    row = attach(town, notice, name="名单.txt")
    Attachment.objects.filter(pk=row.pk).update(sha256="b" * 64)
    with pytest.raises(Refused, match="绕过系统"):
        submit(town, notice)
    Attachment.objects.filter(pk=row.pk).update(sha256=row.sha256)
    Attachment.objects.filter(pk=row.pk)._raw_delete("default")
    with pytest.raises(Refused, match="绕过系统"):
        submit(town, notice)


def test_a_clock_set_back_hides_no_hand(town):
    first = published(town)
    with clock.example_clock(clock.now() - timedelta(hours=3)):
        notice = edit(first.item.concrete(), town.leader, title="改了一个字", correction_note="改字")
        attach(town, notice, name="新.txt").delete()
    edition = submit(town, notice)
    assert {hand.person_number for hand in edition.hands.all()} >= {"T-leader", "T-reporter"}
    assert [str(f) for f in verifier.verify() if f.kind != "clock"] == []


def test_a_clock_set_back_between_saving_and_submitting_raises_no_false_alarm(town):
    with clock.example_clock(clock.now() + timedelta(minutes=30)):
        notice = make_notice(town)
    submit(town, notice)
    assert [str(f) for f in verifier.verify()] == []


# --- what is signed is what was sealed


def test_a_file_replaced_on_disk_is_not_signed(town):
    notice = make_notice(town)
    row = attach(town, notice, name="名单.txt")
    edition = first_review(town, submit(town, notice))
    files.path_of(row.sha256).write_bytes(b"other")
    with pytest.raises(Refused, match="不一样"):
        sign(town, edition)
    files.path_of(row.sha256).unlink()
    with pytest.raises(Refused, match="不一样"):
        sign(town, edition)


def test_a_file_replaced_after_the_signature_is_not_published_by_the_schedule_and_stops_no_other(town):
    soon = clock.now() + timedelta(hours=1)
    notice = make_notice(town, not_before=soon)
    row = attach(town, notice, name="名单.txt")
    edition = sign(town, first_review(town, submit(town, notice)))
    other = sign(town, first_review(town, submit(town, make_notice(town, not_before=soon))))
    files.path_of(row.sha256).write_bytes(b"other")
    with clock.example_clock(soon + timedelta(minutes=1)):
        assert schedule.publish_due() == 1
    states = dict(Edition.objects.values_list("pk", "state"))
    assert (states[edition.pk], states[other.pk]) == ("approved", "published")


@pytest.mark.parametrize("changes", [{"title": "   "}, {"body": ""}, {"formed_on": None}])
def test_mending_asks_what_submitting_asks(town, changes):
    edition = submit(town, make_notice(town))
    with pytest.raises(Incomplete):
        workflow.take_step(town.officer, "mend", edition, changes=changes)
    edition.refresh_from_db()
    assert edition.state == "first_review"


def test_mending_cannot_take_the_correction_note_away(town):
    notice = edit(published(town).item.concrete(), town.reporter, title="更正", correction_note="标题")
    edition = submit(town, notice)
    with pytest.raises(Incomplete, match="改了什么"):
        workflow.take_step(town.officer, "mend", edition, changes={"correction_note": ""})


def test_a_notice_without_text_or_file_is_not_submitted(town):
    with pytest.raises(Incomplete, match="正文或附件"):
        submit(town, make_notice(town, body=""))


# --- rights at the moment of the act


def test_an_appointment_ended_since_the_page_was_asked_for_gives_no_right(town):
    edition = submit(town, make_notice(town))
    assert rights.can(town.officer, "review", edition)  # her seats are read and kept
    end_post(town, town.officer)
    with pytest.raises(Refused, match="岗位"):
        first_review(town, edition)


def test_an_account_switched_off_since_then_gives_no_right(town):
    edition = submit(town, make_notice(town))
    assert rights.can(town.officer, "review", edition)
    Account.objects.filter(pk=town.officer.pk).update(is_active=False)
    with pytest.raises(Refused, match="岗位"):
        first_review(town, edition)


def test_a_right_code_forgets_the_wrong_ones_before_it(town):
    for _ in range(3):
        edition = first_review(town, submit(town, make_notice(town)))
        for _ in range(2):
            with pytest.raises(Refused, match="不对"):
                workflow.take_step(town.leader, "sign", edition, Given(code="000001", has_read=True))
        assert sign(town, edition).state == "published"


def test_what_the_database_refuses_becomes_a_sentence_and_a_row(town):
    edition = first_review(town, submit(town, make_notice(town)))
    Placement.objects.create(column=town.notices, item=make_notice(town, title="占位"), position=1)
    with pytest.raises(Refused, match="数据库没有接受"):
        sign(town, edition)
    assert LedgerEntry.objects.filter(act="refused", item_uuid=edition.item_id).count() == 1


# --- only on the wall


def test_a_column_below_a_wall_column_is_only_on_the_wall(town):
    below = make_column("below", town.wall, name="下级")
    edition = published(town, column=below)
    assert edition.board_only and edition.lists_persons and edition.publication.month.endswith("B")
    assert not Edition.objects.live().exists()


def test_an_item_does_not_change_between_the_wall_and_the_web(town):
    for here, there in ((town.wall, town.notices), (town.notices, town.wall)):
        first = published(town, column=here)
        notice = edit(first.item.concrete(), town.reporter, column=there, correction_note="换栏目")
        with pytest.raises(Incomplete, match="另写一条"):
            submit(town, notice)


def test_an_item_moved_to_another_column_gets_its_place_there(town):
    sibling = make_column("sibling", town.disclosure, name="旁边的栏目")
    first = published(town)
    notice = edit(first.item.concrete(), town.reporter, column=sibling, correction_note="换栏目")
    sign(town, first_review(town, submit(town, notice)))
    places = dict(Placement.objects.filter(item=notice).values_list("column__slug", "position"))
    assert places == {"notices": 1, "disclosure": 1, "sibling": 1}


# --- followers and the schedule


def test_a_failing_follower_loses_no_row_and_stops_no_other(town, monkeypatch):
    seen, broken = [], [True]

    def fragile(row):
        if broken[0] and row.act == "submit":
            raise RuntimeError("not today")
        seen.append(row.number)

    published(town)
    last = LedgerEntry.objects.last().number
    submitted = LedgerEntry.objects.get(act="submit").number
    assert outbox.follow("fragile", fragile) == submitted - 1
    assert outbox.follow("steady", lambda row: None) == last
    broken[0] = False
    outbox.follow("fragile", fragile)
    assert seen == list(range(1, last + 1))


# --- after an erasure


def test_the_old_name_of_a_kept_file_is_erased(town):
    notice = make_notice(town)
    row = attach(town, notice, data=b"same bytes", name=f"{SECRET}.txt")
    first = sign(town, first_review(town, submit(town, notice)))
    row.name, row._history_user = "名单.txt", town.reporter
    row.save()
    edit(notice, town.reporter, correction_note="改了附件的名称")
    sign(town, first_review(town, submit(town, notice)))
    workflow.take_step(town.officer, "withdraw", Edition.objects.get(pk=first.pk), Given(reason="privacy"))
    erase(town, Edition.objects.get(pk=first.pk))
    assert tables_holding(SECRET) == set()
    assert files.read(row.sha256) == b"same bytes"
    assert [str(f) for f in verifier.verify()] == []


def test_a_file_alone_erased_raises_no_false_alarm(town):
    notice = make_notice(town)
    row = attach(town, notice)
    first = submit(town, notice)
    first = workflow.take_step(town.officer, "return", first, Given(remark="换附件"))
    row._history_user = town.reporter
    row.delete()
    sign(town, first_review(town, submit(town, notice)))
    erase(town, first)
    assert tables_holding(SECRET) == set()
    assert [str(f) for f in verifier.verify()] == []


def test_erasure_reaches_findings_and_sessions(town, client):
    edition = leak(town)
    Verification.objects.create(
        started_at=clock.now(),
        ended_at=clock.now(),
        rows=1,
        head="0" * 64,
        findings=[f"《{edition.title}》：文件不见了"],
    )
    session = client.session
    session["desk_outcome"] = {"text": f"“{edition.title}”已撤下"}
    session.save()
    erase(town, edition)
    assert SECRET not in str(Verification.objects.get().findings)
    assert not Session.objects.exists()
