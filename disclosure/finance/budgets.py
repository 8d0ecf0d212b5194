"""预算 and 决算: which tables the law asks for, what each column says, and the twenty days. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from audit.facts import Fact, is_table, line, table, value

from .amounts import kept, percent, shown
from .headings import is_total, squeezed

BUDGET = "budget"
SORTS = {
    "town_budget": "政府预算", "town_accounts": "政府决算", "unit_budget": "部门预算", "unit_accounts": "部门决算",
}  # fmt: skip
# What each sort has to publish (财预〔2016〕143号, 财办发〔2016〕40号 and the national catalogue of the field 财政预决算).
TOWN_TABLES = (
    "一般公共预算收入表", "一般公共预算支出表", "一般公共预算本级支出表", "一般公共预算本级基本支出表", "一般公共预算转移支付表",
    "政府性基金预算收入表", "政府性基金预算支出表", "国有资本经营预算表", "社会保险基金预算表", "政府债务限额和余额表", "“三公”经费表",
)  # fmt: skip
UNIT_TABLES = (
    "部门收支总表", "部门收入总表", "部门支出总表", "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表",
    "政府性基金预算支出表", "国有资本经营预算支出表", "“三公”经费表",
)  # fmt: skip
WANTED = {
    "town_budget": TOWN_TABLES,
    "town_accounts": TOWN_TABLES,
    "unit_budget": UNIT_TABLES,
    "unit_accounts": UNIT_TABLES,
}
FIGURES_HEAD = ("表", "科目", "对比数", "本数")
NO_DATA = "本年没有这项收支，公布空表。"


def heads(sort: str) -> tuple[str, str, str]:
    """科目, what it is compared with, the figure itself."""
    return ("科目", "年初预算", "决算") if sort.endswith("accounts") else ("科目", "上年预算", "本年预算")


@dataclass(frozen=True)
class Approval:
    """year, sort: of the budget. on: the day it was approved (批准) or answered (批复). days: the term in force then."""

    year: int
    sort: str
    on: date
    days: int

    @property
    def due(self) -> date:
        """The last day: day 1 is the day after (预算法 art 14, calendar days)."""
        return self.on + timedelta(days=self.days)

    def days_late(self, published: date) -> int:
        return max((published - self.due).days, 0)

    def told(self, published: date) -> str:
        late = self.days_late(published)
        after = (published - self.on).days
        return f"晚了 {late} 天（批准后第 {after} 天）" if late else f"按时公开（批准后第 {max(after, 0)} 天）"


def facts_of(item) -> list[Fact]:
    """item: a Budget. A table the law asks for and nobody filled is published empty, with the note."""
    found = [
        line("year", "年度", str(item.year)),
        line("sort", "种类", SORTS[item.sort]),
        line("body_name", "部门", item.body_name),
        line("approved_on", "批准日期", item.approved_on.isoformat() if item.approved_on else ""),
        line("approved_by", "批准机关", item.approved_by),
        line("days", "批准后多少天内公开", item.term_days),
        line("unit", "金额单位", "万元"),
    ]
    head, given = heads(item.sort), by_table(item.figures)
    names = [*WANTED[item.sort], *(name for name in given if name not in WANTED[item.sort])]
    found += [table(f"table-{name}", name, head, given.get(name, [])) for name in names]
    found += [
        line("empty_note", "空表说明", (item.empty_note or NO_DATA) if set(names) - set(given) else ""),
        line("changes_note", "“三公”经费增减说明", item.changes_note),
        line("performance", "绩效情况", item.performance),
        line("purchases", "政府采购", item.purchases),
    ]
    return [fact for fact in found if fact.get("value", True)]


def by_table(figures: list[list[str]]) -> dict[str, list[list[str]]]:
    """Rows of (表, 科目, 对比数, 本数) → table → its rows."""
    found: dict[str, list[list[str]]] = {}
    for name, *row in figures:
        found.setdefault(name, []).append(row)
    return found


def sealed_approval(facts: list[Fact]) -> Approval | None:
    year, on, days = (value(facts, key) for key in ("year", "approved_on", "days"))
    try:
        return Approval(int(year), sort_named(value(facts, "sort")), date.fromisoformat(on), int(days))
    except ValueError:
        return None


def sort_named(label: str) -> str:
    return next((key for key, word in SORTS.items() if word == label), "")


def sheet_of(facts: list[Fact]) -> dict:
    """Context of templates/disclosure/_budget.html; {} where the content was erased."""
    if not value(facts, "year"):
        return {}
    approval, tables = sealed_approval(facts), [fact for fact in facts if is_table(fact)]
    return {
        "year": value(facts, "year"), "sort": value(facts, "sort"), "body_name": value(facts, "body_name"),
        "approved_on": value(facts, "approved_on"), "approved_by": value(facts, "approved_by"),
        "due": approval.due.isoformat() if approval else "", "days": value(facts, "days"),
        "filled": [_shown_table(fact) for fact in tables if fact["rows"]],
        "empty": [fact["label"] for fact in tables if not fact["rows"]],
        "empty_note": value(facts, "empty_note"),
        "notes": [(fact["label"], fact["value"]) for fact in facts
                  if fact["key"] in ("changes_note", "performance", "purchases")],
        "figures": _tiles(tables),
    }  # fmt: skip


def _shown_table(fact: Fact) -> dict:
    rows = [
        [row[0], shown(row[1]) or row[1] or "—", shown(row[2]) or row[2] or "—", _change(row)] for row in fact["rows"]
    ]
    last = rows[-1] if is_total(squeezed(rows[-1][0])) else None
    compared = "完成" if "决算" in fact["head"] else "比上年"
    return {
        "title": fact["label"], "head": [*fact["head"], compared],
        "rows": rows[:-1] if last else rows, "total": last,
    }  # fmt: skip


def _change(row: list[str]) -> str:
    before, now = kept(row[1]), kept(row[2])
    share = percent(now, before)
    return f"{share}%" if share is not None else "—"


def _tiles(tables: list[Fact]) -> list[dict]:
    """Income, spending and 三公 of the year, where their tables have a total."""
    found = []
    for label, sign, but in (("收入", "收入表", "基金"), ("支出", "支出表", "基金"), ("“三公”经费", "三公", "　")):
        for fact in tables:
            rows = fact["rows"]
            if sign in fact["label"] and but not in fact["label"] and rows and is_total(squeezed(rows[-1][0])):
                amount: Decimal | None = kept(rows[-1][2])
                note = f"{fact['head'][1]} {shown(rows[-1][1])}" if rows[-1][1] else ""
                found.append({"label": label, "value": shown(amount), "unit": "万元", "note": note})
                break
    return found
