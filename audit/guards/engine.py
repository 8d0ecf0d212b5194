"""Guards as triggers of each database: made, dropped, and looked for."""

from collections.abc import Iterable

from .table import Guard, guards

PREFIX = "guard_"
# Tables nobody may empty at one stroke (PostgreSQL's TRUNCATE passes row triggers by).
NO_TRUNCATE = (
    "audit_ledgerentry", "audit_ledgertext", "audit_edition", "audit_hand", "audit_publication",
    "audit_placement", "audit_appointment", "audit_item", "guardian_groupobjectpermission",
)  # fmt: skip


# Bits of pg_trigger.tgtype: what a guard must be, whatever its name says.
ROW, BEFORE, EVENTS = 1, 2, {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


def install(connection) -> None:
    """Make every guard whose table exists; those already there are made anew."""
    drop(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a table whose foreign keys are still to be checked cannot be altered
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for guard in guards():
            if guard.table in tables:
                cursor.execute(_sqlite(guard) if connection.vendor == "sqlite" else _postgresql(cursor, guard))
        if connection.vendor == "postgresql":
            for table in NO_TRUNCATE:
                if table in tables:
                    cursor.execute(_no_truncate(cursor, table))


def drop(connection) -> None:
    with connection.cursor() as cursor:
        for name, table in _present(connection):
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def missing(connection) -> list[str]:
    """Names of guards that are not there, differ or are switched off, and of triggers there that are none of ours."""
    found = _found_postgresql(connection) if connection.vendor == "postgresql" else _found_sqlite(connection)
    wanted = _wanted(connection)
    ours = {table for table, *_ in wanted.values()} | set(NO_TRUNCATE)
    strange = [name for name, (table, *_) in found.items() if name not in wanted and table in ours]
    return [name for name, what in wanted.items() if found.get(name) != what] + strange


def _wanted(connection) -> dict[str, tuple]:
    """Guard → its table and all that makes it the guard it is, as `_found_…` reads it from the database."""
    if connection.vendor == "sqlite":
        return {PREFIX + guard.name: (guard.table, _sqlite(guard)) for guard in guards()}
    rows = {
        PREFIX + guard.name: (guard.table, _body(guard), ROW | BEFORE | EVENTS[guard.event], True) for guard in guards()
    }
    emptying = {
        f"{PREFIX}{table}_no_truncate": (table, NEVER_EMPTIED, BEFORE | EVENTS["TRUNCATE"], True)
        for table in NO_TRUNCATE
    }
    return rows | emptying


def _found_sqlite(connection) -> dict[str, tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: (table, text) for name, table, text in cursor.fetchall()}


def _found_postgresql(connection) -> dict[str, tuple]:
    """A trigger that fires always, on any column, under no condition, with its function's text and search path."""
    with connection.cursor() as cursor:
        path = _search_path(cursor)
        cursor.execute(
            "SELECT t.tgname, c.relname, p.prosrc, t.tgtype, t.tgenabled = 'A' AND t.tgqual IS NULL"
            " AND t.tgattr::text = '', COALESCE(array_to_string(p.proconfig, ';'), '')"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
        )
        return {
            name: (table, body, kind, plain and config.replace('"', "") == f"search_path={path}".replace('"', ""))
            for name, table, body, kind, plain, config in cursor.fetchall()
        }


def _present(connection) -> Iterable[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT t.tgisinternal AND n.nspname = current_schema() AND t.tgname LIKE %s",
                [PREFIX + "%"],
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [PREFIX + "%"],
            )
        return cursor.fetchall()


def _sqlite(guard: Guard) -> str:
    return (
        f'CREATE TRIGGER "{PREFIX}{guard.name}" BEFORE {guard.event} ON "{guard.table}"'
        f" WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.why}'); END"
    )


def _body(guard: Guard) -> str:
    return (
        f" BEGIN IF {guard.condition} THEN RAISE EXCEPTION '{guard.why}' USING ERRCODE = 'check_violation';"
        f" END IF; RETURN {'OLD' if guard.event == 'DELETE' else 'NEW'}; END "
    )


def _postgresql(cursor, guard: Guard) -> str:
    return _trigger(cursor, PREFIX + guard.name, guard.table, f"{guard.event} ON", _body(guard), "FOR EACH ROW")


NEVER_EMPTIED = " BEGIN RAISE EXCEPTION 'this table is never emptied' USING ERRCODE = 'check_violation'; END "


def _no_truncate(cursor, table: str) -> str:
    return _trigger(cursor, f"{PREFIX}{table}_no_truncate", table, "TRUNCATE ON", NEVER_EMPTIED, "")


def _trigger(cursor, name: str, table: str, event: str, body: str, each: str) -> str:
    """Fires always (also where a session calls itself a replica) and reads our tables alone: without the fixed path
    a temporary table of the same name would answer for the ledger."""
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql'
        f" SET search_path = {_search_path(cursor)} AS $guard${body}$guard$;"
        f' CREATE TRIGGER "{name}" BEFORE {event} "{table}" {each} EXECUTE FUNCTION "{name}"();'
        f' ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"'
    )


def _search_path(cursor) -> str:
    cursor.execute("SELECT quote_ident(current_schema())")
    return f"{cursor.fetchone()[0]}, pg_temp"
