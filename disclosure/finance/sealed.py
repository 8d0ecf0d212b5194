"""Figures from the sealed facts of an edition, and the facts from the working text: the one place that knows both. Pure."""

from audit.facts import Fact, line, rows, table, value

from .amounts import kept
from .figures import HEAD, THREE_HEAD, Figures, side
from .quarters import NUMERALS, Quarter

INCOME, SPENDING, THREE, LAGS = "income", "spending", "three", "lags"
NOTES = {
    "balance_note": "期初期末对不上的原因", "tie_note": "和上季对不上的原因", "jump_note": "变化大的原因",
    "notes": "编表说明",
}  # fmt: skip


def facts_of(item) -> list[Fact]:
    """item: a QuarterlyFinance."""
    quarter = item.period
    found = [
        line("year", "年度", str(item.year)),
        line("quarter", "季度", quarter.name),
        line("unit", "金额单位", "万元"),
        table(INCOME, "收入", HEAD, item.income),
        table(SPENDING, "支出", HEAD, item.spending),
        table(THREE, "“三公”经费", THREE_HEAD, item.three),
        line("opening", "期初结余", item.opening),
        line("closing", "期末结余", item.closing),
        line("lag", "慢多少个百分点要写原因", item.lag_points),
    ]
    if item.lags:
        found.append(table(LAGS, "为什么慢", ("科目", "原因"), item.lags))
    found += [line(key, label, getattr(item, key)) for key, label in NOTES.items() if getattr(item, key)]
    found += [
        line("compiled_by", "编表人", item.compiled_by),
        line("checked_by", "复核人", item.checked_by),
    ]
    return [fact for fact in found if fact.get("value", True)]


def quarter_of_facts(facts: list[Fact]) -> Quarter | None:
    """None where the content was erased or is no quarter's."""
    year, name = value(facts, "year"), value(facts, "quarter")
    if not year.isdigit() or len(name) != 4 or name[1] not in NUMERALS[1:]:
        return None
    return Quarter(int(year), NUMERALS.index(name[1]))


def figures_of(facts: list[Fact]) -> Figures | None:
    quarter = quarter_of_facts(facts)
    if quarter is None:
        return None
    return Figures(
        quarter, side(rows(facts, INCOME)), side(rows(facts, SPENDING)), side(rows(facts, THREE)),
        kept(value(facts, "opening")), kept(value(facts, "closing")),
    )  # fmt: skip
