"""What the database refuses on the window's registers: nothing is taken away, what was written stays."""

from audit.guards.table import Guard, always, changed, kept_id

RECEPTION, NOTE, VISIT = "services_center_reception", "services_center_receptionnote", "services_center_visit"
OUTREACH = "services_center_outreach"
OUTLETS = tuple(f"services_center_outlet{name}" for name in ("check", "answer", "photo"))
WRITTEN = (
    "id", "received_on", "matter", "village_id", "received_by", "unit_id", "persons", "due_on", "personal_until",
    "recorder_id", "recorded_at",
)  # fmt: skip


def guards() -> list[Guard]:
    found = [guard for table in OUTLETS for guard in _only_added(table)]
    return [
        *found,
        *always(OUTREACH, "DELETE", why="what was registered is kept"),
        kept_id(OUTREACH),
        Guard(
            "outreach_voided_once", OUTREACH, "UPDATE",
            changed("id", "item_id", "leaflet", "way", "held_on", "village_id", "printed", "households", "recorder_id",
                    "recorded_at", "recorded_on") + " OR OLD.voided_at IS NOT NULL",
            "what was registered is only struck out, once",
        ),
        *always(NOTE, "UPDATE", "DELETE", why="what was done about a reception stays written"),
        kept_id(NOTE),
        *always(RECEPTION, "DELETE", why="a reception is kept"),
        kept_id(RECEPTION),
        Guard(
            "reception_written_once", RECEPTION, "UPDATE",
            f"{changed(*WRITTEN)} OR (OLD.closed_on IS NOT NULL AND {changed('closed_on')})"
            f" OR (OLD.petition_number <> '' AND {changed('petition_number')})"
            f" OR (({changed('visitor', 'phone')}) AND (NEW.visitor <> '' OR NEW.phone <> '' OR NEW.erased_at IS NULL))",
            "a reception changes by closing, by its number, by erasing the person",
        ),
        *always(VISIT, "DELETE", why="a visit is kept"),
        kept_id(VISIT),
        Guard(
            "visit_voided_once", VISIT, "UPDATE",
            changed("id", "item_id", "matter", "village_id", "purpose", "count", "at", "day", "recorder_id")
            + " OR OLD.voided_at IS NOT NULL",
            "a visit is only struck out, once",
        ),
    ]  # fmt: skip


def _only_added(table: str) -> list[Guard]:
    return [*always(table, "UPDATE", "DELETE", why="what was found in a village stays written"), kept_id(table)]
