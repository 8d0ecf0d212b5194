"""The township server's two database roles, played on PostgreSQL with the very script of the containers."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

ROOT = Path(__file__).resolve().parent.parent
PAGES = """
import django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS.append("testserver")
from django.contrib.auth import get_user_model
from django.test import Client
get_user_model().objects.create_user("clerk", password="a-good-long-word", is_staff=True)
client = Client()
assert client.get("/").status_code < 500
for word in ("wrong", "a-good-long-word"):
    answer = client.post(settings.LOGIN_URL, {"username": "clerk", "password": word})
assert answer.status_code == 302, answer.status_code
assert client.get(settings.LOGIN_REDIRECT_URL).status_code in {200, 403}
"""


def connect(user, database, host, port):
    connection = psycopg2.connect(user=user, dbname=database, host=host or None, port=port or None)
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    return connection


@pytest.fixture(scope="module")
def server(django_db_setup):
    """A database made as docker-compose.yml makes it: (web connection, environment of owner, of web)."""
    if connection.vendor != "postgresql" or not shutil.which("psql"):
        pytest.skip("needs PostgreSQL and psql")
    given = settings.DATABASES["default"]
    host, port, token = given["HOST"], given["PORT"], secrets.token_hex(4)
    owner, web, database = f"owner_{token}", f"web_{token}", f"roles_{token}"
    with connect(given["USER"], "postgres", host, port).cursor() as cursor:
        cursor.execute(f"create role {owner} login createrole password 'x'")
        cursor.execute(f"create database {database} owner {owner}")
        script = (ROOT / "docker/web_role.sh").read_text()
        script = re.sub(r"\bportal_web\b", web, script).replace("database portal", f"database {database}")
        variables = {"POSTGRES_USER": owner, "POSTGRES_DB": database, "WEB_PASSWORD": "y", "PGPASSWORD": "x"}
        variables |= {"PGHOST": host, "PGPORT": port or "5432"}
        try:
            subprocess.run(["sh", "-c", script], env=os.environ | variables, check=True, capture_output=True)
            place = f"/{database}?host={quote(host)}" + (f"&port={port}" if port else "")
            environments = [
                os.environ
                | {"DJANGO_SETTINGS_MODULE": "township_portal.settings", "DATABASE_URL": f"postgres://{user}@{place}"}
                for user in (f"{owner}:x", f"{web}:y")
            ]
            yield connect(web, database, host, port), *environments, web
        finally:
            cursor.execute(f"drop database {database} with (force)")
            cursor.execute(f"drop role {web}")
            cursor.execute(f"drop role {owner}")


def manage(environment, *arguments):
    command = [sys.executable, *arguments]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr[-2000:]


@pytest.mark.postgres
def test_the_database_refuses_the_web_role_whatever_rewrites_the_record(server, tmp_path):
    web, as_owner, as_web, role = server
    folder = {"VAR_ROOT": str(tmp_path)}
    manage(as_owner | folder, "manage.py", "migrate", "--verbosity", "0")
    manage(as_owner | folder, "manage.py", "grant_web_role", role)
    manage(as_web | folder, "-c", PAGES)
    with web.cursor() as cursor:
        cursor.execute("grant all on audit_ledgerentry to current_user")  # a warning that grants nothing
    attempts = (
        "update audit_ledgerentry set act = 'sign'",
        "delete from audit_ledgerentry",
        "truncate audit_ledgerentry cascade",
        "truncate audit_edition cascade",
        "delete from audit_edition",
        "alter table audit_edition disable trigger all",
        "alter table audit_ledgerentry disable trigger all",
        "drop table audit_ledgerentry cascade",
        "create table mine (a int)",
        "set session_replication_role = replica",
        "create role another superuser",
        *drop_every_guard(web),
    )
    assert [attempt for attempt in attempts if not refused(web, attempt)] == []


def refused(web, attempt):
    try:
        with web.cursor() as cursor:
            cursor.execute(attempt)
    except psycopg2.errors.InsufficientPrivilege:
        return True
    return False


def drop_every_guard(web):
    with web.cursor() as cursor:
        cursor.execute("select tgname, tgrelid::regclass from pg_trigger where not tgisinternal")
        found = [f'drop trigger "{name}" on {table}' for name, table in cursor.fetchall()]
    assert len(found) > 5
    return found
