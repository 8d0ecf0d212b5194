"""What was read, before it is kept: tables with the rows that want a look marked, and the notes that are asked. Pure."""

from .checks import SIDES, Doubt
from .figures import Figures
from .sealed import NOTES
from .sheet import table


def marked_sides(figures: Figures, doubts: list[Doubt]) -> list[dict]:
    """Variables of the tables in templates/admin/finance_preview.html."""
    found = []
    for key, title in SIDES:
        own = table(title, getattr(figures, key), figures)
        marked = {doubt.name for doubt in doubts if doubt.side == title}
        found.append(own | {
            "rows": [{"cells": row, "marked": row[0] in marked} for row in own["rows"]],
            "total_marked": "合计" in marked,
        })  # fmt: skip
    return found


def notes_asked(item, doubts: list[Doubt]) -> list[dict]:
    """One field a note, with everything it has to answer: name, label, value, doubts."""
    found: list[dict] = []
    for note in ("balance", "tie", "jump"):
        own = [doubt.text for doubt in doubts if doubt.note == note]
        if own:
            name = f"{note}_note"
            found.append({"name": name, "label": NOTES[name], "value": getattr(item, name), "doubts": own})
    reasons = dict(item.lags)
    found += [
        {"name": f"lag-{doubt.name}", "label": f"“{doubt.name}”为什么慢", "value": reasons.get(doubt.name, ""),
         "doubts": [doubt.text]}
        for doubt in doubts if doubt.note == "lag"
    ]  # fmt: skip
    return found
