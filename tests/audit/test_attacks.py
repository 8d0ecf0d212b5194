"""Attacks somebody tried on the gate and the record: each test is one, and says what now stops or finds it."""

import copy

import pytest
from django.db import DatabaseError, connection, transaction
from guardian.shortcuts import assign_perm

from audit import clock, guards, ledger, rights, workflow
from audit.checks import Given
from audit.models import (
    Appointment,
    Attachment,
    Edition,
    LedgerEntry,
    LedgerText,
    Post,
)
from tests.audit.test_erasure import attach, erase
from tests.cast import edit, first_review, make_notice, published, sign, submit

pytestmark = pytest.mark.django_db


def refused(write, /, *args, **kwargs):
    with pytest.raises(DatabaseError), transaction.atomic():
        write(*args, **kwargs)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def only_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL alone")


# --- the guards themselves


def test_a_temporary_table_does_not_answer_for_the_ledger(town):
    """On PostgreSQL a temporary table comes first in every search path - but not in a guard's."""
    only_postgresql()
    edition = first_review(town, submit(town, make_notice(town)))
    number = LedgerEntry.objects.order_by("number").last().number
    sql("CREATE TEMP TABLE audit_ledgerentry (LIKE public.audit_ledgerentry) ON COMMIT DROP")
    sql("INSERT INTO pg_temp.audit_ledgerentry SELECT * FROM public.audit_ledgerentry WHERE number = %s", number)
    sql("UPDATE pg_temp.audit_ledgerentry SET number = number + 1, act = 'return', from_state = 'leader_review',"
        " to_state = 'returned'")  # fmt: skip
    refused(sql, "UPDATE audit_edition SET state = 'returned', moved_by_id = %s WHERE id = %s", number + 1, edition.pk)
    sql('ALTER FUNCTION "guard_edition_moves_on_its_row"() RESET search_path')
    sql("UPDATE audit_edition SET state = 'returned', moved_by_id = %s WHERE id = %s", number + 1, edition.pk)
    assert guards.missing(connection) == ["guard_edition_moves_on_its_row"]
    transaction.set_rollback(True)


def test_a_guard_replaced_by_one_of_the_same_name_is_missed(town):
    name = "guard_edition_moves_on_its_row"
    if connection.vendor == "postgresql":
        sql(f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$')
    else:
        sql(f'DROP TRIGGER "{name}"')
        sql(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "audit_edition" WHEN 1 = 0 BEGIN SELECT 1; END')
    assert guards.missing(connection) == [name]


@pytest.mark.parametrize("how", ["DISABLE", "ENABLE REPLICA", "ENABLE"])
def test_a_guard_switched_off_is_missed_and_made_anew(town, how):
    only_postgresql()
    sql(f'ALTER TABLE audit_edition {how} TRIGGER "guard_edition_frozen"')
    assert guards.missing(connection) == ["guard_edition_frozen"]
    guards.install(connection)
    assert guards.missing(connection) == []


def test_a_trigger_that_is_none_of_ours_is_found(town):
    if connection.vendor == "postgresql":
        sql("CREATE FUNCTION zz() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.state = 'x'; RETURN NEW; END $$")
        sql("CREATE TRIGGER zz BEFORE UPDATE ON audit_edition FOR EACH ROW EXECUTE FUNCTION zz()")
    else:
        sql("CREATE TRIGGER zz AFTER UPDATE ON audit_edition BEGIN SELECT 1; END")
    assert guards.missing(connection) == ["zz"]


def test_a_session_that_calls_itself_a_replica_passes_no_guard(town):
    only_postgresql()
    edition = published(town)
    sql("SET LOCAL session_replication_role = replica")
    refused(Edition.objects.filter(pk=edition.pk).update, title="偷换")


# --- who may


def test_an_appointment_cannot_stand_on_the_row_of_another(town):
    """The row of the first appointment, once more: for the administrator herself."""
    first = LedgerEntry.objects.filter(act="appoint_first").last()
    post = Post.objects.get(title="分管政务公开副镇长")
    appoint = LedgerEntry.objects.filter(act="appoint").first()
    mine = {"person": town.admin.person, "post": post, "starts": clock.now()}
    for proposed in (first.number, appoint.number):
        for confirmed in (None, proposed, first.number):
            refused(Appointment.objects.create, proposed_row=proposed, confirmed_row=confirmed, **mine)


def test_an_appointment_row_serves_once(town):
    stored = Appointment.objects.get(person=town.window.person)
    twin = copy.copy(stored)
    twin.pk, twin._state = None, copy.copy(stored._state)
    twin._state.adding = True
    refused(twin.save)


def test_what_a_held_post_reaches_never_changes(town):
    group = Post.objects.get(title="党政办信息员").group
    refused(assign_perm, "audit.lead", group, town.notices)
    refused(assign_perm, "audit.review", group, town.money)
    refused(sql, "UPDATE guardian_groupobjectpermission SET object_pk = '1'")
    refused(sql, "DELETE FROM guardian_groupobjectpermission")


def test_the_database_refuses_two_signatures_of_one_person_where_two_are_asked(town):
    edition = sign(town, first_review(town, submit(town, make_notice(town, column=town.money))))
    with transaction.atomic():
        row = ledger.append(
            rights.actor(town.leader), "countersign", edition=edition, from_state="principal_review",
            to_state="approved",
        )  # fmt: skip
    refused(Edition.objects.filter(pk=edition.pk).update, state="approved", moved_by=row)


# --- what is under review, and what was erased


def test_a_file_cannot_be_moved_onto_an_item_under_review(town):
    edition = submit(town, make_notice(town))
    other = attach(town, make_notice(town, title="另一条"))
    refused(Attachment.objects.filter(pk=other.pk).update, item=edition.item_id)


def test_an_old_erasure_erases_nothing_more(town):
    """Once edition 1 is erased, its row must not serve to blank the words and saves of the public edition."""
    first = published(town)
    notice = edit(first.item.concrete(), town.reporter, title="更正", correction_note="改了标题")
    second = sign(town, first_review(town, submit(town, notice)))
    workflow.take_step(town.officer, "withdraw", Edition.objects.get(pk=first.pk), Given(reason="wrong"))
    erase(town, Edition.objects.get(pk=first.pk))
    number = LedgerEntry.objects.filter(act="erase").last().number
    words = LedgerText.objects.filter(entry__item_uuid=second.item_id, entry__edition_number=2)
    assert words.exists()
    refused(words.update, text="", salt="", erased_by=number)
    published(town, title="另一条")  # the ledger has gone on
    refused(words.update, text="", salt="", erased_by=number)
    blank = dict.fromkeys(notice.CONTENT_FIELDS, "")
    refused(notice.history.filter(erased_by=None).update, erased_by=number, **blank)
