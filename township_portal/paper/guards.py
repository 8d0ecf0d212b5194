"""What the database refuses on the records of paper: a code stays with its edition, what was done stays written."""

from audit.guards.table import Guard, always, kept_id

PAPER, SOURCES = "paper_paper", "paper_paper_sources"
RECORDS = ("paper_printing", "paper_posting", "paper_wallphoto")


def guards() -> list[Guard]:
    found = [
        *always(PAPER, "UPDATE", "DELETE", why="a code is for ever"),
        kept_id(PAPER),
        Guard(
            "paper_of_published", PAPER, "INSERT",
            "NOT EXISTS (SELECT 1 FROM audit_edition AS e WHERE e.id = NEW.edition_id AND e.state = 'published')",
            "only what is published gets a code",
        ),
    ]  # fmt: skip
    found += [
        *always(SOURCES, "UPDATE", "DELETE", why="a code stays with what it was made from"),
        kept_id(SOURCES),
        Guard(
            "paper_from_published", SOURCES, "INSERT",
            "NOT EXISTS (SELECT 1 FROM audit_edition AS e WHERE e.id = NEW.edition_id AND e.state = 'published')",
            "only what is published stands on a paper with a code",
        ),
    ]  # fmt: skip
    for table in RECORDS:
        found += [*always(table, "UPDATE", "DELETE", why="what was done with paper stays written"), kept_id(table)]
    return found
