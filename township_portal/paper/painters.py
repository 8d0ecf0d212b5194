"""How kinds that say more with figures than with sentences are set: leaders, a unit, a quarter's money, a guide.

Each reads the sealed facts alone, by the keys its kind seals them under. What one gives: see kinds.py.
"""

from collections.abc import Callable

from audit.facts import Fact, records, rows, value
from audit.page import Page
from disclosure.village_finance.sheet import figures as village_figures

from .blocks import blocks_of, fact_tables, table_block

Painter = Callable[[list[Fact], Page], dict]
BARS = 5  # of each side; the table below has them all


def leadership(facts: list[Fact], page: Page) -> dict:
    """领导信息: everybody with post, duties and phone. Keys: disclosure/models/leadership.py."""
    people = [
        {
            "name": r.get("姓名", ""),
            "post": r.get("职务", ""),
            "duty": r.get("分工", ""),
            "phone": r.get("联系电话", ""),
        }
        for r in records(facts, "leaders")
        if not r.get("至")
    ]
    return {"kicker": "领导和电话", "people": people, "lines": [], "blocks": blocks_of(page.body)}


def unit_profile(facts: list[Fact], page: Page) -> dict:
    """单位职能: whom to ask for what, in large figures; then what the unit is for. Keys: disclosure/models/unit_profile.py."""
    people = [
        {"name": r.get("办什么事", ""), "post": r.get("找谁", ""), "duty": "", "phone": r.get("电话", "")}
        for r in records(facts, "phones")
    ]
    shown = (("head", "负责人"), ("office", "在哪里"), ("hours", "办公时间"))
    told = [[label, " ".join(filter(None, (value(facts, key), value(facts, f"{key}_post"))))] for key, label in shown]
    duties = [{"t": "p", "runs": [{"s": row[0]}], "right": False} for row in rows(facts, "functions")]
    listed = [{"t": "list", "ordered": False, "items": [[duty] for duty in duties]}] if duties else []
    title = [{"t": "h", "level": 2, "runs": [{"s": "管什么"}]}] if duties else []
    own = {"kicker": "我的村"} if value(facts, "standing") == "村民委员会" else {}
    return own | {
        "people": people,
        "lines": [row for row in told if row[1]],
        "blocks": [*title, *listed, *blocks_of(page.body)],
    }


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
    return [{"t": "h", "level": 2, "runs": [{"s": "支出"}]}, table_block(head, told)]


def _share(part: str, whole: str) -> str:
    one, all_of_it = amount(part), amount(whole)
    return f"{one / all_of_it:.1%}" if one is not None and all_of_it else "—"


def guide(facts: list[Fact], page: Page) -> dict:
    """办事指南: what to bring and where first, then steps and cost. Keys: services_center/guide_facts.py."""
    steps = records(facts, "steps")
    by_others = " ".join(filter(None, (value(facts, "by_others"), value(facts, "by_others_note"))))
    return {
        "template": "leaflet.typ", "voice": "service", "kicker": page.kind_label, "blocks": blocks_of(page.body),
        "lead": page.summary or _answer(facts),
        "bring": [_paper(row) for row in records(facts, "materials")],
        "also": "没有列出的都不用带。" if records(facts, "materials") else "什么都不用带。",
        "places": _filled([("在哪办", value(facts, "place")), ("时间", value(facts, "hours"))]),
        "who": _filled([("谁可以办", "；".join(row[0] for row in rows(facts, "conditions"))), ("替人办", by_others)]),
        "phone": value(facts, "consult_phone"),
        "steps": [{"name": r["步骤"], "what": r["做什么"], "time": r["多久"]} for r in steps],
        "steps-title": f"{'一两三四五六七八九十'[len(steps) - 1]}步办好" if 0 < len(steps) <= 10 else "怎么办",
        "costs": [[r["哪些人"], " ".join(filter(None, (r["交多少"], r["说明"])))] for r in records(facts, "fees")],
        "ways": [[r["方式"], r["怎么办"]] for r in records(facts, "ways")],
    }  # fmt: skip


def _answer(facts: list[Fact]) -> str:
    """带这两样，来一趟，当场办好，不收费。"""
    count, visits = len(rows(facts, "materials")), value(facts, "visits")
    said = [
        f"带 {count} 样" if count else "什么都不用带", f"最多来 {visits} 趟" if visits and visits != "0" else "",
        value(facts, "promised_days"), value(facts, "charge"),
    ]  # fmt: skip
    return "，".join(filter(None, said)) + "。"


def _paper(row: dict[str, str]) -> dict[str, str]:
    how = " ".join(filter(None, (row.get("形式", ""), row.get("份数", ""))))
    whom = f"{row['哪些人要']}要带" if row.get("哪些人要") else ""
    return {"name": row["名称"], "how": how, "note": "；".join(filter(None, (whom, row.get("说明", ""))))}


def _filled(pairs: list[tuple[str, str]]) -> list[list[str]]:
    return [[label, told] for label, told in pairs if told]


def emergency_notice(facts: list[Fact], page: Page) -> dict:
    """应急信息: until when, whom to call, what to do. Keys: disclosure/models/emergency.py."""
    until = page.own.get("until")
    numbers = [["有情况打", phone["text"]] for phone in page.own.get("phones", ())]
    return {
        "kicker": page.kind_label, "lead": "",
        "lines": [["有效到", f"{until.year}年{until.month}月{until.day}日 {until:%H:%M}"]] if until else [],
        "blocks": blocks_of(page.body), **({"phones": numbers} if numbers else {}),
    }  # fmt: skip


def emergency_template(facts: list[Fact], page: Page) -> dict:
    """应急模板: the wording as it is kept ready; the first line says that nothing has happened."""
    lines = [value(facts, "headline"), *value(facts, "wording").splitlines()]
    return {
        "kicker": page.kind_label, "lead": "这是备用的用语，不是现在发的通知。", "lines": [],
        "blocks": [{"t": "p", "runs": [{"s": line}], "right": False} for line in lines if line],
    }  # fmt: skip


PAINTERS: dict[str, Painter] = {
    "leadership": leadership, "unit_profile": unit_profile, "quarterly_finance": quarterly_finance, "guide": guide,
    "emergency_notice": emergency_notice, "emergency_template": emergency_template,
}  # fmt: skip
FIGURES: dict[str, Callable[[list[Fact]], list[dict]]] = {
    "quarterly_finance": quarter_figures,
    "village_finance": village_figures,
}
