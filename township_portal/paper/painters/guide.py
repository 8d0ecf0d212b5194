"""办事指南 as a leaflet: what to bring and where first, then steps and cost. Keys: services_center/guide_facts.py."""

from audit.facts import Fact, records, rows, value
from audit.page import Page

from ..blocks import blocks_of


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
