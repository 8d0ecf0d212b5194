"""The page of a village's finances, from the sealed facts alone. Pure."""

from audit.facts import Fact, rows, value
from disclosure.finance.amounts import shown

from .periods import shown_day
from .rules import DAY, HEAD, INCOME, SPENDING

KIND = "village_finance"
ENTRIES = "entries"
NONE = "—"


def figures(facts: list[Fact]) -> list[dict]:
    """What was there, came in, was spent, is left; [] where the content was erased."""
    told = (("上期结余", "opening"), ("收入", "total_income"), ("支出", "total_spending"), ("本期结余", "closing"))
    return [
        {"label": label, "value": shown(value(facts, key)), "unit": "元"} for label, key in told if value(facts, key)
    ]  # fmt: skip


def told_shortly(facts: list[Fact]) -> dict:
    """For 我的村."""
    return {"period": value(facts, "period"), "figures": figures(facts)}


def sheet_of(facts: list[Fact]) -> dict:
    """Context of templates/disclosure/_village_finance.html; {} where the content was erased."""
    entries = rows(facts, ENTRIES)
    if not entries:
        return {}
    return {
        "period": value(facts, "period"),
        "figures": figures(facts),
        "head": HEAD,
        "rows": [_row(row) for row in entries],
        "total": ["合计", f"{len(entries)} 笔", shown(value(facts, "total_income")), shown(value(facts, "total_spending")), "", ""],
        "notes": [(label, told) for label, key in (("和上期对不上的原因", "tie_note"), ("说明", "notes"))
                  if (told := value(facts, key))],
        "people": [(label, told) for label, key in (("村务监督委员会", "supervisors"), ("审核日期", "reviewed_on"),
                   ("记账", "compiled_by")) if (told := value(facts, key))],
    }  # fmt: skip


def _row(row: list[str]) -> list[str]:
    cells = [cell or NONE for cell in row]
    cells[DAY] = shown_day(row[DAY])
    for place in (INCOME, SPENDING):
        cells[place] = shown(row[place]) or NONE
    return cells
