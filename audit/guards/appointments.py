"""The guards of appointments: who is given a post, who confirmed it, who ended it, what it reaches."""

from ..models.people import REVIEWING
from .table import LEDGER, Guard, always, changed, kept_id, names

_HERSELF = "(SELECT p.staff_number FROM audit_person AS p WHERE p.id = NEW.person_id)"


def _appointed() -> str:
    """The words of the row that names NEW's person and post: `appointments.subject_of` in SQL."""
    from ..models import Appointment

    labels = " ".join(f"WHEN '{mode}' THEN '{label}'" for mode, label in Appointment.Mode.choices)
    return (
        f"(SELECT p.name || '（' || p.staff_number || '）' || CASE NEW.mode {labels} END || q.title"
        " FROM audit_person AS p, audit_post AS q WHERE p.id = NEW.person_id AND q.id = NEW.post_id)"
    )


def _reach_fixed(event: str, *sides: str) -> Guard:
    """What a post reaches is fixed from its first appointment on."""
    table = "guardian_groupobjectpermission"
    held = " OR ".join(
        "EXISTS (SELECT 1 FROM audit_post AS p, audit_appointment AS a"
        f" WHERE a.post_id = p.id AND p.group_id = {side}.group_id)"
        for side in sides
    )
    return Guard(f"post_reach_fixed_{event.lower()}", table, event, held, "what a held post reaches never changes")


def appointment_guards() -> list[Guard]:
    row = f"SELECT 1 FROM {LEDGER} AS l WHERE l.number"
    return [
        *always("audit_appointment", "DELETE", why="appointments are kept"),
        kept_id("audit_appointment"),
        Guard(
            "appointment_proposed_on_its_row", "audit_appointment", "INSERT",
            f"NOT EXISTS ({row} = NEW.proposed_row AND l.act IN ('appoint', 'appoint_first') AND l.subject ="
            f" {_appointed()}) OR EXISTS (SELECT 1 FROM audit_appointment AS a WHERE a.proposed_row = NEW.proposed_row)"
            " OR (NEW.confirmed_row IS NOT NULL AND NEW.confirmed_row <> NEW.proposed_row)",
            "an appointment stands on its own row, which names the person and the post",
        ),
        Guard(
            "appointment_settled_once", "audit_appointment", "UPDATE",
            changed("id", "person_id", "post_id", "mode", "starts", "ends", "proposed_row")
            + " OR (OLD.confirmed_row IS NOT NULL AND " + changed("confirmed_row") + ")"
            + " OR (OLD.refused_row IS NOT NULL AND " + changed("refused_row", "confirmed_row") + ")"
            + " OR (OLD.ended_row IS NOT NULL AND " + changed("ended_row", "confirmed_row") + ")",
            "an appointment is settled once",
        ),
        Guard(
            "reviewer_confirmed_by_another", "audit_appointment", "UPDATE",
            "OLD.confirmed_row IS NULL AND NEW.confirmed_row IS NOT NULL AND EXISTS (SELECT 1 FROM"
            " audit_post AS p WHERE p.id = NEW.post_id AND p.kind IN"
            f" ({names(REVIEWING)})) AND NOT EXISTS (SELECT 1 FROM {LEDGER} AS c, {LEDGER} AS a WHERE"
            " c.number = NEW.confirmed_row AND a.number = NEW.proposed_row AND c.refers_to = a.number"
            f" AND c.act = 'confirm_appointment' AND c.person_number <> a.person_number AND c.person_number <> {_HERSELF})",
            "a reviewing post is confirmed by another person",
        ),
        Guard(
            "reviewer_not_born_confirmed", "audit_appointment", "INSERT",
            "NEW.confirmed_row IS NOT NULL AND EXISTS (SELECT 1 FROM audit_post AS p WHERE"
            f" p.id = NEW.post_id AND p.kind IN ({names(REVIEWING)}))"
            f" AND NOT EXISTS ({row} = NEW.confirmed_row AND l.act = 'appoint_first')",
            "a reviewing post is confirmed by another person",
        ),
        Guard(
            "reviewer_ended_by_two", "audit_appointment", "UPDATE",
            "OLD.ended_row IS NULL AND NEW.ended_row IS NOT NULL AND OLD.confirmed_row IS NOT NULL AND EXISTS (SELECT 1"
            f" FROM audit_post AS p WHERE p.id = NEW.post_id AND p.kind IN ({names(REVIEWING)})) AND NOT EXISTS (SELECT 1"
            f" FROM {LEDGER} AS e WHERE e.number = NEW.ended_row AND e.act = 'end_appointment' AND e.refers_to ="
            f" NEW.proposed_row AND (e.person_number = {_HERSELF} OR EXISTS (SELECT 1 FROM {LEDGER} AS a WHERE"
            " a.act = 'propose_end_appointment' AND a.refers_to = e.refers_to AND a.number < e.number"
            " AND a.person_number <> e.person_number)))",
            "a reviewing post is ended by two persons, or by who holds it",
        ),
        _reach_fixed("INSERT", "NEW"),
        _reach_fixed("UPDATE", "NEW", "OLD"),
        _reach_fixed("DELETE", "OLD"),
    ]  # fmt: skip
