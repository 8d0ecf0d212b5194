"""A quarter's money: figures, bars, the whole table with how far the budget is used."""

from audit.facts import Fact, records, rows, value
from audit.page import Page
from disclosure.village_finance.sheet import sheet_of

from ..blocks import blocks_of, fact_tables, heading, table_block

BARS = 5  # of each side; the table below has them all


def quarter_figures(facts: list[Fact]) -> list[dict]:
    """收入、支出、结余、“三公”: what one reads from across the road."""
    found = [
        ("收入", _total(facts, "income")), ("支出", _total(facts, "spending")), ("季末结余", value(facts, "closing")),
        ("“三公”经费", _total(facts, "three")),
    ]  # fmt: skip
    return [{"label": label, "value": told, "unit": ""} for label, told in found if told]


def quarterly_finance(facts: list[Fact], page: Page) -> dict:
    """季度收支: figures, bars, the whole table with how far the budget is used. Keys: disclosure/finance/sealed.py."""
    bars = [
        _bars(facts, "income", "钱从哪里来", "service", hatched=True),
        _bars(facts, "spending", f"钱花到哪里去（前{'一二三四五'[BARS - 1]}项）", "government", hatched=False),
    ]
    lags = [
        {"t": "p", "runs": [{"s": f"{why}：", "b": True}, {"s": told}], "right": False} for why, told in _pairs(facts)
    ]
    beside = {"t": "pair", "sides": [_tables(facts, "income"), _tables(facts, "three")]}
    return {
        "kicker": "财务公开", "lines": [], "bars": [bar for bar in bars if bar["rows"]],
        "lead": "",  # the figures on top say it
        "meta": [f"单位 {value(facts, 'unit') or '万元'}"],
        "blocks": [*_with_share(facts, "spending"), beside, *lags, *blocks_of(page.body)],
    }  # fmt: skip


def _tables(facts: list[Fact], key: str) -> list[dict]:
    return fact_tables([fact for fact in facts if fact["key"] == key])


def _pairs(facts: list[Fact]) -> list[list[str]]:
    return [row[:2] for row in rows(facts, "lags") if len(row) > 1 and row[1]]


def _total(facts: list[Fact], key: str) -> str:
    return next(
        (r.get("本季", "") for r in reversed(records(facts, key)) if next(iter(r.values())).strip() == "合计"), ""
    )


def amount(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return None


def _bars(facts: list[Fact], key: str, title: str, voice: str, *, hatched: bool) -> dict:
    found = []
    for record in records(facts, key):
        name, held = next(iter(record.values())), amount(record.get("本季", ""))
        if name.strip() != "合计" and held and held > 0:
            found.append((held, name, record["本季"]))
    found = sorted(found, reverse=True)[:BARS]
    most = found[0][0] if found else 1
    shown = [{"label": name, "value": told, "share": held / most} for held, name, told in found]
    return {"title": title, "voice": voice, "hatched": hatched, "rows": shown}


def _with_share(facts: list[Fact], key: str) -> list[dict]:
    """The table as sealed, and beside it how much of the year's budget is used."""
    kept = records(facts, key)
    if not kept:
        return []
    head = [*kept[0], "执行率"]
    told = [[*record.values(), _share(record.get("累计", ""), record.get("全年预算", ""))] for record in kept]
    return [heading("支出"), table_block(head, told)]


def _share(part: str, whole: str) -> str:
    one, all_of_it = amount(part), amount(whole)
    return f"{one / all_of_it:.1%}" if one is not None and all_of_it else "—"


def village_finance(facts: list[Fact], page: Page) -> dict:
    """村级财务: the four figures, every entry as the page has it, who looked it over."""
    told = sheet_of(facts)
    if not told:
        return {"lines": []}
    return {
        "kicker": "村级财务", "meta": ["单位 元"], "lines": [list(row) for row in (*told["notes"], *told["people"])],
        "blocks": [heading("逐笔收支"), table_block(told["head"], [*told["rows"], told["total"]]), *blocks_of(page.body)],
    }  # fmt: skip
