"""Other live editions whose words a sheet takes in, and the digest that binds its code to the whole set."""

import hashlib
from collections.abc import Iterable

from audit.facts import Fact, records, value
from audit.models import Edition
from services_center import guide_choice
from services_center.directory import EVERY_VILLAGE

TO_TAKE_ALONG = "a5"


def beside(edition: Edition, form: str) -> tuple[Edition, ...]:
    """On a guide to take along: the list of the villages' agents. One query there, none elsewhere."""
    if edition.kind != "guide" or form != TO_TAKE_ALONG or not value(edition.facts_data, "villages"):
        return ()
    newest = Edition.objects.live().filter(kind="agents").order_by("-published_at").first()
    return (newest,) if newest else ()


def digest(editions: Iterable[Edition], *words: str) -> str:
    """ "" for no other edition. words: what is on the sheet and in no edition."""
    seals = sorted(edition.seal for edition in editions)
    return hashlib.sha256("\n".join([*words, *seals]).encode()).hexdigest() if seals else ""


def agents_named(facts: list[Fact], others: Iterable[Edition]) -> list[dict]:
    """The agents of the villages where a guide's matter can be done: village, name, phone."""
    done_in = guide_choice.answers_named(value(facts, "villages"))
    rows = [row for edition in others if edition.kind == "agents" for row in records(edition.facts_data, "agents")]
    return [
        {"village": row["村"], "name": row["代办员"], "phone": row["电话"]}
        for row in rows
        if EVERY_VILLAGE in done_in or row["村"] in done_in
    ]
