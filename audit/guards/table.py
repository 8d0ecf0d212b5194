"""The list of guards: table, event, the condition under which the write is refused, and why."""

from dataclasses import dataclass

from django.apps import apps

from ..states import BORN, ERASABLE, OPEN, SIGNING_ACTS, transitions

LEDGER = "audit_ledgerentry"
HEAD = f"(SELECT MAX(m.number) FROM {LEDGER} AS m)"


@dataclass(frozen=True)
class Guard:
    """Refuse `event` on `table` where `condition` (SQL over OLD and NEW) holds."""

    name: str
    table: str
    event: str  # INSERT, UPDATE, DELETE
    condition: str
    why: str


def names(values) -> str:
    return ", ".join(f"'{value}'" for value in values)


def changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns) + ")"


def always(table: str, *events: str, why: str) -> list[Guard]:
    return [Guard(f"{table}_no_{event.lower()}", table, event, "1 = 1", why) for event in events]


def kept_id(table: str, key: str = "id") -> Guard:
    """INSERT OR REPLACE would overwrite a row past the update guards."""
    return Guard(
        f"{table}_id_once", table, "INSERT",
        f"EXISTS (SELECT 1 FROM {table} AS t WHERE t.{key} = NEW.{key})", "the row exists already",
    )  # fmt: skip


def ledger_guards() -> list[Guard]:
    return [
        *always(LEDGER, "UPDATE", "DELETE", why="the ledger is append-only"),
        Guard(
            "ledger_gapless", LEDGER, "INSERT", f"NEW.number <> COALESCE({HEAD}, 0) + 1",
            "ledger numbers have no gaps",
        ),
        Guard(
            "ledger_chained", LEDGER, "INSERT",
            f"NEW.previous_hash <> COALESCE((SELECT l.hash FROM {LEDGER} AS l WHERE l.number = {HEAD}),"
            f" '{'0' * 64}')",
            "a ledger row names the hash before it",
        ),
        *always("audit_ledgertext", "DELETE", why="words go by erasure only"),
        kept_id("audit_ledgertext", "entry_id"),
        Guard(
            "ledgertext_erasure_only", "audit_ledgertext", "UPDATE",
            "NEW.entry_id <> OLD.entry_id OR OLD.erased_by IS NOT NULL OR NEW.text <> '' OR NEW.salt <> ''"
            f" OR NOT EXISTS (SELECT 1 FROM {LEDGER} AS e, {LEDGER} AS r WHERE e.number = NEW.erased_by"
            f" AND e.number = {HEAD} AND r.number = NEW.entry_id AND e.act = 'erase' AND e.item_uuid = r.item_uuid"
            " AND (r.edition_number IS NULL OR r.edition_number = e.edition_number))",
            "words change by erasure only",
        ),
    ]  # fmt: skip


def _row(condition: str) -> str:
    """A ledger row that names this edition, its item and its seal, and meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM {LEDGER} AS l WHERE l.number = NEW.moved_by_id"
        " AND l.item_uuid = NEW.item_id AND l.edition_number = NEW.number AND l.seal = NEW.seal"
        f" AND {condition})"
    )


def edition_guards() -> list[Guard]:
    from ..models import Edition

    table = "audit_edition"
    births = [act for act, source, _ in transitions() if source == BORN]
    steps = " OR ".join(
        f"(l.act = '{act}' AND l.from_state = '{source}' AND l.to_state = '{target}')"
        for act, source, target in transitions()
        if source != BORN
    )
    moves = "NEW.state IS DISTINCT FROM OLD.state"
    signed = f"l.number = NEW.moved_by_id AND l.act IN ({names(SIGNING_ACTS)})"
    erasure = (
        f"OLD.erased_by IS NULL AND NEW.state = OLD.state AND OLD.state IN ({names(ERASABLE)})"
        f" AND EXISTS (SELECT 1 FROM {LEDGER} AS l WHERE l.number = NEW.erased_by AND l.act = 'erase'"
        f" AND l.number = {HEAD} AND l.item_uuid = NEW.item_id AND l.edition_number = NEW.number AND l.seal = NEW.seal)"
        " AND " + " AND ".join(f"NEW.{column} = ''" for column in Edition.CONTENT)
    )
    kept = [column for column in Edition.FROZEN if column not in Edition.CONTENT]
    last = f"(SELECT MAX(e.number) FROM {table} AS e WHERE e.item_id = NEW.item_id)"
    return [
        *always(table, "DELETE", why="editions are kept"),
        kept_id(table),
        Guard(
            "edition_born_by_submitting", table, "INSERT",
            "NEW.state <> 'first_review' OR NEW.publication_id IS NOT NULL OR NEW.published_at IS NOT NULL"
            f" OR NEW.erased_by IS NOT NULL OR NEW.number <> COALESCE({last}, 0) + 1"
            f" OR NOT {_row(f'''l.act IN ({names(births)}) AND l.to_state = 'first_review' ''')}",
            "an edition is born in first review, on its submit row",
        ),
        Guard(
            "edition_moves_on_its_row", table, "UPDATE",
            f"({moves} OR NEW.moved_by_id IS DISTINCT FROM OLD.moved_by_id) AND (NEW.moved_by_id <="
            f" OLD.moved_by_id OR NOT {_row('l.from_state = OLD.state AND l.to_state = NEW.state')}"
            f" OR NOT {_row(f'({steps})')})",
            "a state moves only onto its ledger row",
        ),
        Guard(
            "edition_frozen", table, "UPDATE", changed(*kept, "id"), "an edition is never edited",
        ),
        Guard(
            "edition_content_frozen", table, "UPDATE",
            f"({changed(*Edition.CONTENT, 'erased_by')}) AND NOT ({erasure})",
            "content changes by erasure only",
        ),
        Guard(
            "edition_facts_written_once", table, "UPDATE",
            f"(({changed('publication_id', 'published_at')}) AND (OLD.published_at IS NOT NULL OR NOT"
            f" (NEW.state = 'published' AND {moves})))"
            f" OR ({changed('ended_at', 'successor')} AND (OLD.ended_at IS NOT NULL OR NOT {moves}))",
            "publication facts are written once, by publishing",
        ),
        Guard(
            "edition_not_signed_by_a_hand", table, "UPDATE",
            f"{moves} AND EXISTS (SELECT 1 FROM {LEDGER} AS l, audit_hand AS h WHERE {signed}"
            " AND h.edition_id = NEW.id AND h.person_number = l.person_number)",
            "nobody with a hand in an edition signs it",
        ),
        Guard(
            "edition_not_signed_by_first_reviewer", table, "UPDATE",
            f"{moves} AND EXISTS (SELECT 1 FROM {LEDGER} AS l, {LEDGER} AS f WHERE {signed}"
            " AND f.item_uuid = NEW.item_id AND f.edition_number = NEW.number"
            " AND f.act IN ('pass', 'propose_withhold', 'sign_onward') AND f.number < l.number"
            " AND f.person_number = l.person_number)",
            "nobody who first-reviewed an edition signs it, and nobody twice",
        ),
        Guard(
            "edition_bears_its_own_number", table, "UPDATE",
            "NEW.publication_id IS NOT NULL AND NEW.publication_id <> NEW.item_id", "an index number is of one item",
        ),
        Guard(
            "edition_waits_for_principal", table, "UPDATE",
            f"{moves} AND NEW.state = 'approved' AND NEW.needs_principal AND OLD.state <> 'principal_review'",
            "the signature of the principal is missing",
        ),
        Guard(
            "edition_published_after_both", table, "UPDATE",
            f"{moves} AND NEW.state = 'published' AND (NOT EXISTS (SELECT 1 FROM {LEDGER} AS l WHERE"
            " l.item_uuid = NEW.item_id AND l.edition_number = NEW.number AND l.seal = NEW.seal"
            " AND l.act = 'pass' AND l.number < NEW.moved_by_id)"
            f" OR NOT EXISTS (SELECT 1 FROM {LEDGER} AS l WHERE l.item_uuid = NEW.item_id AND"
            " l.edition_number = NEW.number AND l.seal = NEW.seal AND l.act IN ('sign', 'countersign')"
            " AND l.number < NEW.moved_by_id))",
            "publication needs the first review and the signature",
        ),
    ]  # fmt: skip


def record_guards() -> list[Guard]:
    """Hands, publications, placements, persons."""
    open_edition = (
        "NOT EXISTS (SELECT 1 FROM audit_edition AS e WHERE e.id = NEW.edition_id AND e.state = 'first_review')"
    )
    return [
        *always("audit_hand", "UPDATE", "DELETE", why="hands are kept"),
        kept_id("audit_hand"),
        Guard("hand_at_submission", "audit_hand", "INSERT", open_edition, "hands come with submission"),
        *always("audit_publication", "DELETE", why="an index number is for ever"),
        kept_id("audit_publication", "item_id"),
        Guard(
            "publication_permanent", "audit_publication", "UPDATE",
            changed("item_id", "month", "serial", "index_number", "first_published_at")
            + " OR OLD.county_number <> ''",
            "an index number never changes",
        ),
        *always("audit_placement", "UPDATE", "DELETE", why="a position is for ever"),
        kept_id("audit_placement"),
        Guard("post_kept", "audit_post", "UPDATE", changed("kind", "group_id"), "a post stays of its kind"),
        Guard("person_number_kept", "audit_person", "UPDATE", changed("staff_number"), "a staff number is for ever"),
        Guard(
            "account_person_kept", "audit_account", "UPDATE",
            "OLD.person_id IS NOT NULL AND " + changed("person_id"), "an account stays with its person",
        ),
    ]  # fmt: skip


def item_guards() -> list[Guard]:
    """The working text is locked while an edition is open; its history is append-only."""
    from ..models import Attachment, Item
    from ..models.item import kinds

    open_states = names(OPEN)

    def locked(key: str) -> str:
        return f"EXISTS (SELECT 1 FROM audit_edition AS e WHERE e.item_id = {key} AND e.state IN ({open_states}))"

    why = "the working text is locked while an edition is under review"
    found = [Guard("item_locked", Item._meta.db_table, "UPDATE", locked("OLD.uuid"), why)]
    found += always(Item._meta.db_table, "DELETE", why="items are kept")
    for kind in kinds().values():
        table = kind._meta.db_table
        found.append(Guard(f"{table}_locked", table, "UPDATE", locked("OLD.item_ptr_id"), why))
        found += history_guards(kind, "uuid")
    for event, sides in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        held = " OR ".join(locked(f"{side}.item_id") for side in sides)
        found.append(Guard(f"attachment_locked_{event.lower()}", "audit_attachment", event, held, why))
    return found + history_guards(Attachment, "item_id")


def history_guards(model, item_key: str) -> list[Guard]:
    history = apps.get_model(model._meta.app_label, f"Historical{model.__name__}")
    table, fields = history._meta.db_table, history._meta.concrete_fields
    kept = [f.column for f in fields if f.name not in (*model.CONTENT_FIELDS, "erased_by")]
    blanked = [f.column for f in fields if f.name in model.CONTENT_FIELDS]
    return [
        *always(table, "DELETE", why="history is append-only"),
        kept_id(table, "history_id"),
        Guard(
            f"{table}_erasure_only", table, "UPDATE",
            f"OLD.erased_by IS NOT NULL OR {changed(*kept)}"
            f" OR NOT EXISTS (SELECT 1 FROM {LEDGER} AS l WHERE l.number = NEW.erased_by AND l.act = 'erase'"
            f" AND l.number = {HEAD} AND l.item_uuid = NEW.{item_key}) OR NOT ("
            + " AND ".join(f"NEW.{column} = ''" for column in blanked) + ")",
            "history changes by erasure only",
        ),
    ]  # fmt: skip


def guards() -> list[Guard]:
    from .appointments import appointment_guards

    found = [*ledger_guards(), *edition_guards(), *record_guards(), *appointment_guards(), *item_guards()]
    for config in apps.get_app_configs():  # an app above names what its own append-only tables refuse
        found += getattr(config, "guards", list)()
    return found
