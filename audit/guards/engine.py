"""Guards as triggers of each database: made, dropped, and looked for."""

from collections.abc import Iterable

from .table import Guard, guards

PREFIX = "guard_"
# Tables nobody may empty at one stroke (PostgreSQL's TRUNCATE passes row triggers by).
NO_TRUNCATE = (
    "audit_ledgerentry", "audit_ledgertext", "audit_edition", "audit_hand", "audit_publication",
    "audit_placement", "audit_appointment", "audit_item",
)  # fmt: skip


def install(connection) -> None:
    """Make every guard whose table exists; those already there are made anew."""
    drop(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in guards():
            if guard.table in tables:
                for statement in _create(connection.vendor, guard):
                    cursor.execute(statement)
        if connection.vendor == "postgresql":
            for table in NO_TRUNCATE:
                if table in tables:
                    cursor.execute(_no_truncate(table))


def drop(connection) -> None:
    with connection.cursor() as cursor:
        for name, table in _present(connection):
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def missing(connection) -> list[str]:
    """Names of guards that ought to be there and are not, or differ, or are switched off."""
    present = dict.fromkeys(name for name, _ in _present(connection))
    wanted = [PREFIX + guard.name for guard in guards()]
    if connection.vendor == "postgresql":
        wanted += [f"{PREFIX}{table}_no_truncate" for table in NO_TRUNCATE]
        return [name for name in wanted if name not in present]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        texts = dict(cursor.fetchall())
    altered = [PREFIX + g.name for g in guards() if texts.get(PREFIX + g.name) not in (None, _sqlite(g))]
    return [name for name in wanted if name not in present] + altered


def _present(connection) -> Iterable[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema()"
                " AND t.tgname LIKE %s",
                [PREFIX + "%"],
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [PREFIX + "%"],
            )
        return cursor.fetchall()


def _create(vendor: str, guard: Guard) -> list[str]:
    return _postgresql(guard) if vendor == "postgresql" else [_sqlite(guard)]


def _sqlite(guard: Guard) -> str:
    return (
        f'CREATE TRIGGER "{PREFIX}{guard.name}" BEFORE {guard.event} ON "{guard.table}"'
        f" WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.why}'); END"
    )


def _postgresql(guard: Guard) -> list[str]:
    back = "OLD" if guard.event == "DELETE" else "NEW"
    name = PREFIX + guard.name
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN'
        f" IF {guard.condition} THEN RAISE EXCEPTION '{guard.why}' USING ERRCODE = 'check_violation';"
        f" END IF; RETURN {back}; END $guard$",
        f'CREATE TRIGGER "{name}" BEFORE {guard.event} ON "{guard.table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]


def _no_truncate(table: str) -> str:
    name = f"{PREFIX}{table}_no_truncate"
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN'
        " RAISE EXCEPTION 'this table is never emptied' USING ERRCODE = 'check_violation'; END $guard$;"
        f' CREATE TRIGGER "{name}" BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION "{name}"()'
    )
