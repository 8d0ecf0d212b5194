"""Attacks behind the application's back, guards dropped: what the verifier still finds. See also `test_attacks.py`."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from audit import clock, files, guards, ledger, rights, verifier, workflow
from audit.models import (
    Appointment,
    Edition,
    Hand,
    LedgerEntry,
    Placement,
    Publication,
)
from tests.audit.test_erasure import attach, erase, leak
from tests.cast import edit, first_review, make_notice, published, sign, submit

pytestmark = pytest.mark.django_db


# --- behind the application's back: guards dropped, and what the verifier still finds


@pytest.fixture
def bare(town):
    """Two published items, one of them corrected; no guards."""
    first = published(town)
    notice = edit(first.item.concrete(), town.reporter, title="更正", correction_note="标题")
    sign(town, first_review(town, submit(town, notice)))
    published(town, title="另一条")
    assert [str(f) for f in verifier.verify()] == []
    guards.drop(connection)
    return town


def kinds_found():
    return {finding.kind for finding in verifier.verify()} - {"guard"}


@pytest.mark.parametrize(
    "values",
    [
        {"board_only": True}, {"lists_persons": True}, {"needs_principal": True}, {"expires_on": date(2020, 1, 1)},
        {"not_before": clock.now()}, {"kind": "forwarded"}, {"published_at": clock.now() - timedelta(days=30)},
        {"ended_at": clock.now()},
    ],
)  # fmt: skip
def test_a_flag_or_time_altered_beside_the_seal_is_found(bare, values):
    Edition.objects.filter(title="另一条").update(**values)
    assert kinds_found() == {"edition"}


def test_an_edition_moved_to_another_column_or_number_is_found(bare):
    Edition.objects.filter(title="另一条").update(column=bare.money)
    assert kinds_found() == {"edition"}
    other = Publication.objects.exclude(item__editions__title="另一条").get()
    Edition.objects.filter(title="另一条").update(column=bare.notices, publication=other)
    assert kinds_found() == {"edition"}


@pytest.mark.parametrize(
    "values",
    [
        {"serial": 9, "index_number": "11341525000000000X/202001-00009"}, {"month": "202001"},
        {"first_published_at": clock.now() - timedelta(days=30)},
    ],
)  # fmt: skip
def test_an_altered_index_number_is_found(bare, values):
    Publication.objects.filter(item__editions__title="另一条").update(**values)
    assert "index" in kinds_found()


def test_altered_vanished_and_invented_positions_are_found(bare):
    placed = Placement.objects.filter(item__editions__title="另一条")
    placed.filter(column=bare.notices).update(position=7)
    assert kinds_found() == {"index"}
    placed.filter(column=bare.notices).update(position=2)
    assert kinds_found() == set()
    Placement.objects.create(column=bare.notices, item=make_notice(bare), position=3)
    assert kinds_found() == {"index"}


def test_a_vanished_hand_is_found(bare):
    Hand.objects.filter(edition__title="另一条", kind="draft").delete()
    assert kinds_found() == {"edition"}


def test_a_faked_appointment_is_found_and_so_is_what_was_signed_from_it(bare):
    row = Appointment.objects.get(person=bare.leader2.person)
    Appointment.objects.create(
        person=bare.admin.person, post=row.post, starts=row.starts, proposed_row=row.proposed_row,
        confirmed_row=row.confirmed_row,
    )  # fmt: skip
    assert kinds_found() == {"appointment"}
    Appointment.objects.filter(person=bare.admin.person).delete()
    edition = first_review(bare, submit(bare, make_notice(bare)))
    actor = ledger.Actor(bare.admin, "分管政务公开副镇长")
    with transaction.atomic():
        ledger.append(actor, "sign", edition=edition, from_state="leader_review", to_state="approved")
    assert "appointment" in kinds_found()


def test_an_edition_published_without_the_principals_signature_is_found(bare):
    edition = first_review(bare, submit(bare, make_notice(bare, column=bare.money)))
    with transaction.atomic():
        actor = rights.actor(bare.leader)
        row = ledger.append(actor, "sign", edition=edition, from_state="leader_review", to_state="approved")
        Edition.objects.filter(pk=edition.pk).update(state="approved", moved_by=row)
    workflow.publish(Edition.objects.get(pk=edition.pk))
    assert [f.sentence for f in verifier.verify() if f.kind != "guard"] == ["公开了，但没有主要负责人的签发记录"]


def test_saves_blanked_under_the_cover_of_an_erasure_are_found(town):
    edition = leak(town)
    other = published(town, title="另一条")
    erase(town, edition)
    number = LedgerEntry.objects.get(act="erase").number
    guards.drop(connection)
    other.item.concrete().history.update(title="", body="", erased_by=number)
    assert kinds_found() == {"erasure"}


def test_a_file_replaced_while_its_edition_is_under_review_is_found(town):
    notice = make_notice(town)
    row = attach(town, notice, name="名单.txt")
    submit(town, notice)
    files.path_of(row.sha256).write_bytes(b"other")
    assert kinds_found() == {"file"}
