"""From what was read to a draft: all of it or nothing, the workbook attached. Corrections come the same way."""

from collections.abc import Mapping

from django.db import transaction

from audit import drafting, uploads
from audit.models import Account

from .checks import Doubt
from .figures import sentence
from .handed_in import HandedIn
from .reading import Report

SHEETS = (".xlsx", ".xls", ".ods", ".et")
MOST_SUMMARY = 200


def fill_quarter(item, report: Report) -> None:
    """Put a quarter's report into the working text; nothing is saved."""
    said = "" if item._state.adding else sentence(item.figures())[:MOST_SUMMARY]
    for name in ("income", "spending", "three", "opening", "closing"):
        setattr(item, name, getattr(report, name))
    for name in ("compiled_by", "checked_by"):
        setattr(item, name, getattr(report, name)[:30] or getattr(item, name))
    known = dict(item.lags) | {name: why[:200] for name, why in report.notes}
    lines = {row[0] for row in report.spending}
    item.lags = [[name, why] for name, why in known.items() if name in lines]
    if item.summary in ("", said):
        item.summary = sentence(item.figures())[:MOST_SUMMARY]


def answer(item, doubts: list[Doubt], given: Mapping[str, str]) -> None:
    """Take over the notes typed beside the doubts: balance_note …, and lag-<line> for a lagging one."""
    for key in ("balance_note", "tie_note", "jump_note"):
        if key in given:
            setattr(item, key, given[key].strip()[: type(item)._meta.get_field(key).max_length])
    reasons = dict(item.lags)
    for doubt in doubts:
        if doubt.note == "lag" and given.get(f"lag-{doubt.name}", "").strip():
            reasons[doubt.name] = given[f"lag-{doubt.name}"].strip()[:200]
    lagging = {doubt.name for doubt in doubts if doubt.note == "lag"}
    item.lags = [[name, why] for name, why in reasons.items() if name in lagging]


def keep(account: Account, item, file: HandedIn) -> list[str]:
    """Save the draft with its workbook attached in place of the one read before. Returns what is worth telling.

    Raises StepError where it cannot be saved; then nothing was.
    """
    with transaction.atomic():
        item.workbook = file.sha256
        item.as_read = ""
        item.settle()
        item.as_read = item.digest_of_figures()
        drafting.save(account, item, seen=None)
        for row in item.attachments.filter(inline=False).exclude(sha256=file.sha256):
            if row.sha256 in _read_before(item) and row.name.lower().endswith(SHEETS):
                drafting.detach(account, row)
        return drafting.attach(account, item, [uploads.accept(file.name, file.data)])


def _read_before(item) -> set[str]:
    """The workbooks this item's figures were read from at any time."""
    return set(item.history.exclude(workbook="").values_list("workbook", flat=True))
