"""Two people at once, and eight: one success each, one unbroken chain, every row under the right name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from audit import clock, schedule, tasks, verifier, workflow
from audit.checks import Given, Refused, TooLate
from audit.models import Account, Edition, LedgerEntry
from tests.cast import CODE, first_review, make_account, make_notice, signature, submit

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls):
    def run(call):
        try:
            return call()
        except (TooLate, Refused) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def signing(username, edition_pk):
    def call():
        account = Account.objects.select_related("person").get(username=username)
        edition = Edition.objects.get(pk=edition_pk)
        edition.state = "leader_review"  # what this person's screen still shows
        return workflow.take_step(account, "sign", edition, signature())

    return call


def leaders(town, count):
    """Persons who hold the leader's post, all by real appointments."""
    from audit import appointments
    from audit.models import Post

    post = Post.objects.get(title="分管政务公开副镇长")
    for number in range(count):
        account = make_account(f"boss{number}")
        appointments.confirm(town.principal, appointments.propose(town.leader2, account.person, post))
    return [f"boss{number}" for number in range(count)]


def test_eight_threads_sign_one_item_and_one_succeeds(town):
    edition = first_review(town, submit(town, make_notice(town)))
    results = at_once([signing(name, edition.pk) for name in leaders(town, 8)])
    done = [result for result in results if isinstance(result, Edition)]
    assert len(done) == 1
    assert sum("已于" in str(result) for result in results if isinstance(result, TooLate)) == 7
    assert list(verifier.verify()) == []


def test_eight_threads_sign_eight_items_each_under_her_own_name(town):
    names = leaders(town, 8)
    editions = [first_review(town, submit(town, make_notice(town, title=f"第{n}条"))) for n in range(8)]
    results = at_once([signing(n, e.pk) for n, e in zip(names, editions, strict=True)])
    assert all(isinstance(result, Edition) for result in results)
    for name, edition in zip(names, editions, strict=True):
        row = LedgerEntry.objects.get(item_uuid=edition.item_id, act="sign")
        assert (row.account_name, row.person_number) == (name, f"T-{name}")
    assert list(verifier.verify()) == []
    numbers = Edition.objects.filter(state="published").values_list("publication__serial", flat=True)
    assert sorted(numbers) == list(range(1, 9))


def test_four_schedules_at_once_publish_once(town):
    later = clock.now() + timedelta(hours=2)
    edition = first_review(town, submit(town, make_notice(town, not_before=later - timedelta(hours=1))))
    edition = workflow.take_step(town.leader, "sign", edition, signature())
    assert (edition.state, schedule.publish_due()) == ("approved", 0)

    def publish():
        with clock.example_clock(later):
            return schedule.publish_due()

    assert sum(at_once([publish] * 4)) == 1
    assert LedgerEntry.objects.filter(act="publish").count() == 1


def the_lawful_ways_work(town, edition):
    """To the end of its life: the erasure asks most of the role."""
    workflow.take_step(town.leader, "sign", edition, signature())
    workflow.withdraw_item(town.officer, edition.item, Given(reason="privacy"))
    edition.refresh_from_db()
    workflow.take_step(town.leader, "confirm_withdrawal", edition)
    workflow.take_step(town.leader, "propose_erase", edition, Given(code=CODE, remark="有姓名"))
    workflow.take_step(town.inspector, "erase", edition, signature())
    edition.refresh_from_db()
    assert edition.label == "已清除"


def test_the_same_celery_task_in_four_workers_publishes_once_under_the_systems_name(town):
    later = clock.now() + timedelta(hours=2)
    edition = first_review(town, submit(town, make_notice(town, not_before=later - timedelta(hours=1))))
    workflow.take_step(town.leader, "sign", edition, signature())

    def task():
        with clock.example_clock(later):
            # Celery's own check for "inside a task" is one variable of the whole process: four threads share it.
            return tasks.run_due.apply().get(disable_sync_subtasks=False)["published"]

    assert sum(at_once([task] * 4)) == 1
    rows = LedgerEntry.objects.filter(act="publish")
    assert [(row.person_name, row.account_name) for row in rows] == [("系统", "system")]
    assert list(verifier.verify()) == []


def test_the_web_role_can_neither_alter_the_ledger_nor_drop_a_guard(town):
    if connection.vendor != "postgresql":
        pytest.skip("roles are PostgreSQL's")
    from django.core.management import call_command
    from django.db import DatabaseError, transaction

    edition = first_review(town, submit(town, make_notice(town)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'portal_web_test'")
        if not cursor.fetchone():
            cursor.execute("CREATE ROLE portal_web_test LOGIN")
    call_command("grant_web_role", "portal_web_test", verbosity=0)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE portal_web_test")
        for statement in (
            "UPDATE audit_ledgerentry SET person_name = 'x'",
            "DELETE FROM audit_ledgerentry",
            "TRUNCATE audit_ledgerentry CASCADE",
            "ALTER TABLE audit_ledgerentry DISABLE TRIGGER ALL",
            "DROP TRIGGER guard_edition_frozen ON audit_edition",
            'DROP FUNCTION "guard_edition_frozen"() CASCADE',
            'CREATE OR REPLACE FUNCTION "guard_edition_frozen"() RETURNS trigger LANGUAGE plpgsql AS $$'
            " BEGIN RETURN NEW; END $$",
            "UPDATE audit_edition SET state = 'published'",
            "UPDATE audit_hand SET person_number = 'x'",
            "DELETE FROM audit_edition",
            "DELETE FROM disclosure_historicalnotice",
            "DROP TABLE audit_ledgerentry",
            "ALTER TABLE audit_edition ADD COLUMN x int",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        the_lawful_ways_work(town, edition)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    assert list(verifier.verify()) == []
