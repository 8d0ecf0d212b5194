"""Guards that are gone are told of, and `migrate` brings them back by itself, whether or not there is a migration to run."""

from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection

from audit import guards


def told():
    return {found.id for found in run_checks(databases=["default"])}


def test_migrate_brings_missing_guards_back_without_a_word_of_command_line(transactional_db):
    assert "audit.W003" not in told()
    guards.drop(connection)
    assert guards.missing(connection) and "audit.W003" in told()
    call_command("migrate", verbosity=0, skip_checks=False)
    assert guards.missing(connection) == []
    assert "audit.W003" not in told()
