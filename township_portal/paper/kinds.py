"""What goes on the sheet of each kind, from its sealed facts. A kind without a painter of its own is set as it
stands: its lines, its tables, its text.

A painter gives some of: voice, kicker, lead, figures [{label, value, unit}], bars [{title, hatched, voice, rows:
[{label, value, share}]}], people [{name, post, duty, phone}], lines [[label, value]], blocks, phones [[label, phone]].
"""

from collections.abc import Callable

from django.conf import settings

from audit.facts import Fact, lines, records, rows, tables, value
from audit.models import Edition
from audit.page import Page

from .blocks import blocks_of, table_block

Painter = Callable[[list[Fact], Page], dict]
PAINTERS: dict[str, Painter] = {}
FIGURES: dict[str, Callable[[list[Fact]], list[dict]]] = {}
# Lines that sort a document on a web page and tell a passer-by nothing.
NOT_ON_PAPER = {"theme", "genre"}


def content(edition: Edition, page: Page) -> dict:
    facts = edition.facts_data
    plain = {
        "voice": voice(page), "figures": figures(edition.kind, facts), "bars": [], "people": [],
        "lines": [[f["label"], f["value"]] for f in lines(facts) if f["value"] and f["key"] not in NOT_ON_PAPER],
        "blocks": fact_tables(facts) + blocks_of(page.body), "phones": phones(page),
    }  # fmt: skip
    painter = PAINTERS.get(edition.kind)
    return plain | (painter(facts, page) if painter and facts else {})


def figures(kind: str, facts: list[Fact]) -> list[dict]:
    """The kind's own big figures, [] where it has none."""
    maker = FIGURES.get(kind)
    return maker(facts) if maker and facts else []


def voice(page: Page) -> str:
    """Whose voice: tea green for what the service centre offers, cinnabar for the government's own."""
    roots = {column["slug"] for column in page.trail}
    return "service" if "convenience" in roots else "government"


def fact_tables(facts: list[Fact], but: tuple[str, ...] = ()) -> list[dict]:
    found: list[dict] = []
    for fact in tables(facts):
        if fact["rows"] and fact["key"] not in but:
            found.append({"t": "h", "level": 2, "runs": [{"s": fact["label"]}]})
            found.append(table_block(fact["head"], fact["rows"]))
    return found


def phones(page: Page) -> list[list[str]]:
    """Whom to ask, in large figures: the unit, else the town."""
    if page.unit.get("phone"):
        return [[f"有疑问打{page.unit['name']}", page.unit["phone"]]]
    return [["有疑问打镇党政办", settings.TOWN_PHONE]]


def guide(facts: list[Fact], page: Page) -> dict:
    """办事指南: what to bring and where first, then steps and cost. Keys: services_center/guide_facts.py."""
    steps = records(facts, "steps")
    by_others = " ".join(filter(None, (value(facts, "by_others"), value(facts, "by_others_note"))))
    return {
        "template": "leaflet.typ", "voice": "service", "kicker": page.kind_label, "blocks": blocks_of(page.body),
        "lead": page.summary or _answer(facts),
        "bring": [_paper(row) for row in records(facts, "materials")],
        "also": "没有列出的都不用带。" if records(facts, "materials") else "什么都不用带。",
        "places": _filled([("在哪办", value(facts, "place")), ("时间", value(facts, "hours")),
                           ("谁可以办", "；".join(row[0] for row in rows(facts, "conditions"))), ("替人办", by_others)]),
        "phone": value(facts, "consult_phone"),
        "steps": [{"name": r["步骤"], "what": r["做什么"], "time": r["多久"]} for r in steps],
        "steps-title": f"{'一二三四五六七八九十'[len(steps) - 1]}步办好" if 0 < len(steps) <= 10 else "怎么办",
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


PAINTERS["guide"] = guide
