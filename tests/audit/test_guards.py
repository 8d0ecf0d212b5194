"""Every road to a state without its row, and every change of the record, is refused by the database.

Runs on SQLite and on PostgreSQL. Each attempt goes past the application: save(), update(), bulk_create,
raw SQL, INSERT OR REPLACE, a fixture.
"""

import copy

import pytest
from django.core import serializers
from django.db import DatabaseError, connection, transaction

from audit import clock, guards, ledger, rights, workflow
from audit.checks import Given
from audit.models import (
    Account,
    Appointment,
    Attachment,
    Edition,
    Hand,
    Item,
    LedgerEntry,
    LedgerText,
    Placement,
    Publication,
)
from audit.states import OPEN, STATES
from tests.cast import first_review, make_notice, published, sign, submit

pytestmark = pytest.mark.django_db


def refused(write, /, *args, **kwargs):
    with pytest.raises(DatabaseError), transaction.atomic():
        write(*args, **kwargs)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def waiting(town, state):
    edition = submit(town, make_notice(town))
    return edition if state == "first_review" else first_review(town, edition)


def test_every_guard_is_installed(town):
    assert guards.missing(connection) == []


def test_a_dropped_guard_is_missed(town):
    with connection.cursor() as cursor:
        on = ' ON "audit_ledgerentry"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "guard_ledger_chained"{on}')
    assert guards.missing(connection) == ["guard_ledger_chained"]


@pytest.mark.parametrize("start", ["first_review", "leader_review"])
@pytest.mark.parametrize("target", list(STATES))
def test_the_database_refuses_a_state_without_its_row(town, start, target):
    edition = waiting(town, start)
    if target == start:
        return
    refused(Edition.objects.filter(pk=edition.pk).update, state=target)
    refused(sql, "UPDATE audit_edition SET state = %s WHERE id = %s", target, edition.pk)
    forged = copy.copy(edition)
    forged.state = target
    refused(forged.save)
    refused(Edition.objects.bulk_update, [forged], ["state"])


def test_the_database_refuses_an_old_row_used_twice(town):
    edition = waiting(town, "leader_review")
    submit_row = LedgerEntry.objects.get(act="submit", item_uuid=edition.item_id)
    refused(Edition.objects.filter(pk=edition.pk).update, state="first_review", moved_by=submit_row)


def test_the_database_refuses_the_row_of_another_item(town):
    mine, other = waiting(town, "leader_review"), waiting(town, "first_review")
    with transaction.atomic():
        row = ledger.append(
            rights.actor(town.leader), "sign", edition=other, from_state="leader_review", to_state="approved"
        )
    refused(Edition.objects.filter(pk=mine.pk).update, state="approved", moved_by=row)


@pytest.mark.parametrize("start", ["published", "approved", "leader_review", "first_review"])
def test_the_database_refuses_an_edition_born_without_its_row(town, start):
    edition = waiting(town, "first_review")
    twin = copy.copy(edition)
    twin.pk, twin._state = None, copy.copy(edition._state)
    twin._state.adding = True
    twin.number, twin.state = 2, start
    refused(twin.save)
    refused(Edition.objects.bulk_create, [twin])
    twin.number = 1
    refused(Edition.objects.bulk_create, [twin], ignore_conflicts=False)


def test_the_database_refuses_a_fixture(town):
    edition = published(town)
    text = serializers.serialize("json", [edition])
    row = next(serializers.deserialize("json", text.replace('"published"', '"superseded"')))
    refused(row.save)


@pytest.mark.parametrize("table,key", [("audit_ledgerentry", "number"), ("audit_edition", "id")])
def test_the_database_refuses_insert_or_replace(town, table, key):
    published(town)
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    refused(sql, f"{verb} INTO {table} SELECT * FROM {table} WHERE {key} = (SELECT MIN({key}) FROM {table})")


@pytest.mark.parametrize("field", [f for f in Edition.FROZEN if not f.endswith("_id")])
def test_the_database_refuses_a_changed_edition(town, field):
    edition = published(town)
    old = getattr(edition, field)
    values = {bool: not old, int: 99, str: "改过"}
    new = values.get(type(old), clock.now())
    refused(Edition.objects.filter(pk=edition.pk).update, **{field: new})


def test_the_database_refuses_to_fake_publication_facts(town):
    edition = published(town)
    for change in ({"published_at": clock.now()}, {"successor": 3}, {"ended_at": clock.now()}):
        refused(Edition.objects.filter(pk=edition.pk).update, **change)
    refused(Publication.objects.filter(pk=edition.item_id).update, index_number="x/202601-00001")
    refused(Publication.objects.filter(pk=edition.item_id).delete)
    refused(Placement.objects.filter(item_id=edition.item_id).update, position=7)


@pytest.mark.parametrize("model", [LedgerEntry, LedgerText, Hand, Placement, Edition, Item, Appointment])
def test_the_database_refuses_to_delete_the_record(town, model):
    published(town)
    table = model._meta.db_table
    refused(sql, f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        refused(sql, f"TRUNCATE {table} CASCADE")


def test_the_database_refuses_to_change_a_ledger_row(town):
    published(town)
    for field in LedgerEntry.HASHED[1:]:
        value = {"at_us": 1, "edition_number": 9, "refers_to": 1, "item_uuid": None}.get(field, "改")
        refused(LedgerEntry.objects.filter(number=1).update, **{field: value})


def test_the_database_refuses_a_gap_and_a_wrong_previous_hash(town):
    head = LedgerEntry.objects.last()
    for number, previous in ((head.number + 2, head.hash), (head.number + 1, "f" * 64)):
        row = copy.copy(head)
        row.number, row.previous_hash, row.hash = number, previous, "e" * 64
        refused(row.save, force_insert=True)


def test_the_database_refuses_a_signature_of_a_hand(town):
    """Even with a well-formed row: the guard reads the hands itself."""
    edition = first_review(town, submit(town, make_notice(town, by=town.leader)))
    with transaction.atomic():
        row = ledger.append(
            rights.actor(town.leader), "sign", edition=edition, from_state="leader_review", to_state="approved"
        )
    refused(Edition.objects.filter(pk=edition.pk).update, state="approved", moved_by=row)


def test_the_database_refuses_the_first_reviewers_signature(town):
    edition = waiting(town, "leader_review")
    with transaction.atomic():
        row = ledger.append(
            rights.actor(town.officer), "sign", edition=edition, from_state="leader_review", to_state="approved"
        )
    refused(Edition.objects.filter(pk=edition.pk).update, state="approved", moved_by=row)


def test_the_database_refuses_to_drop_a_hand(town):
    edition = waiting(town, "leader_review")
    refused(Hand.objects.filter(edition=edition).update, person_number="T-nobody")
    refused(Hand.objects.filter(edition=edition).delete)


def test_the_database_refuses_to_change_the_text_under_review(town):
    notice = make_notice(town)
    submit(town, notice)
    refused(type(notice).objects.filter(pk=notice.pk).update, title="偷换")
    refused(type(notice).objects.filter(pk=notice.pk).update, genre="公告")
    attachment = Attachment(
        item=notice, sha256="a" * 64, name="a.txt", size=1, content_type="text/plain",
        uploaded_by=town.reporter.person,
    )  # fmt: skip
    refused(attachment.save)


def test_the_database_refuses_to_change_history(town):
    notice = make_notice(town)
    rows = notice.history.all()
    refused(rows.update, title="改")
    refused(rows.update, title="", body="", erased_by=1)
    refused(rows.delete)


def test_the_database_refuses_a_reviewer_confirmed_by_her_proposer(town):
    appointment = Appointment.objects.filter(post__kind="officer").first()
    row = LedgerEntry.objects.get(number=appointment.proposed_row)
    refused(
        Appointment.objects.create, person=town.admin.person, post=appointment.post,
        starts=clock.now(), proposed_row=row.number, confirmed_row=row.number,
    )  # fmt: skip


def test_the_database_refuses_to_move_an_account_to_another_person(town):
    refused(Account.objects.filter(pk=town.admin.pk).update, person=town.leader.person)


def test_the_database_refuses_two_open_and_two_published_editions(town):
    edition = published(town)
    with transaction.atomic():
        row = ledger.append(rights.actor(town.reporter), "submit", edition=edition, to_state="first_review")
    twin = copy.copy(edition)
    twin.pk, twin.number, twin.state, twin.moved_by = None, 2, "published", row
    twin._state = copy.copy(edition._state)
    twin._state.adding = True
    refused(twin.save)


def test_the_guards_let_the_real_steps_through(town):
    """The same conditions, the lawful way: nothing above is refused because everything is."""
    edition = published(town)
    workflow.withdraw_item(town.officer, edition.item, Given(reason="wrong"))
    edition.refresh_from_db()
    assert edition.state == "withdrawn"
    assert set(OPEN) < set(STATES)
    assert sign(town, first_review(town, submit(town, make_notice(town)))).state == "published"
