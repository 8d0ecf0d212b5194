"""办事指南 as a leaflet: what to bring and where first, then steps and cost. Keys: services_center/guide_facts.py."""

from audit.facts import Fact, records, rows, value
from audit.page import Page
from services_center.guide_facts import LINES

from ..blocks import blocks_of

# Told on the front already, or nothing to read.
ELSEWHERE = ("slug", "season_months", "place", "hours", "consult_phone", "by_others", "by_others_note", "related")


def guide(facts: list[Fact], page: Page) -> dict:
    """办事指南: what to bring and where first, then steps and cost. Keys: services_center/guide_facts.py."""
    steps = records(facts, "steps")
    by_others = " ".join(filter(None, (value(facts, "by_others"), value(facts, "by_others_note"))))
    who = [("谁可以办", "；".join(row[0] for row in rows(facts, "conditions"))), ("替人办", by_others)]
    return {
        "template": "leaflet.typ", "voice": "service", "kicker": page.kind_label, "blocks": blocks_of(page.body),
        "lead": page.summary or _answer(facts),
        "bring": [_paper(row) for row in records(facts, "materials")],
        "also": "没有列出的都不用带。" if records(facts, "materials") else "什么都不用带。",
        "places": _filled([("在哪办", value(facts, "place")), ("时间", value(facts, "hours"))]),
        "who": _filled([*who, ("不能办的", _exclusions(facts))]), "left-out": [{"who": _filled(who)}],
        "phone": value(facts, "consult_phone"),
        "steps": [_step(row) for row in steps],
        "steps-title": f"{'一两三四五六七八九十'[len(steps) - 1]}步办好" if 0 < len(steps) <= 10 else "怎么办",
        "costs": [[r["哪些人"], " ".join(filter(None, (r["交多少"], r["说明"])))] for r in records(facts, "fees")],
        "ways": [[r["方式"], r["怎么办"]] for r in records(facts, "ways")],
        "whole": _whole(facts), "smaller": {"a3": [14, 13], "a4": [10]},
    }  # fmt: skip


def _whole(facts: list[Fact]) -> dict:
    """All the rest of the national list of elements (domain.md §7): on the large sheet, where there is room for it."""
    elements = [[label, value(facts, key)] for key, label in LINES if key not in ELSEWHERE and value(facts, key)]
    basis = [["设定依据", " ".join(filter(None, row))] for row in rows(facts, "basis")]
    samples = [["样表", f"{row['名称']}：{row['样表']}"] for row in records(facts, "materials") if row.get("样表")]
    addresses = [["网址", f"{row['方式']}：{row['网址']}"] for row in records(facts, "ways") if row["网址"]]
    return {
        "elements": [*basis, *elements, *addresses, *samples],
        "faq": [*([f"{ask}{answer}", told] for ask, answer, told in rows(facts, "questions") if told), *rows(facts, "faq")],
    }  # fmt: skip


def _step(row: dict[str, str]) -> dict[str, str]:
    only = f"（只有{row['哪些人要走']}的要走这一步）" if row.get("哪些人要走") else ""
    return {"name": row["步骤"] + only, "what": row["做什么"], "time": row["多久"], "who": row["谁办"]}


def _exclusions(facts: list[Fact]) -> str:
    told = [row for row in rows(facts, "exclusions") if row[0] not in ("没有", "无")]
    return "；".join("，".join(filter(None, row)) for row in told)


def _answer(facts: list[Fact]) -> str:
    """带这两样，来一趟，当场办好，不收费。"""
    count, visits = len(rows(facts, "materials")), value(facts, "trips")
    said = [
        f"带 {count} 样" if count else "什么都不用带", f"最多来 {visits} 趟" if visits and visits != "0" else "",
        value(facts, "promised_days"), value(facts, "charge"),
    ]  # fmt: skip
    return "，".join(filter(None, said)) + "。"


def _paper(row: dict[str, str]) -> dict[str, str]:
    how = " ".join(filter(None, (row.get("形式", ""), row.get("份数", ""))))
    whom = f"{row['哪些人要']}要带" if row.get("哪些人要") else ""
    return {
        "name": row["名称"],
        "how": how,
        "source": row.get("来源", ""),
        "note": "；".join(filter(None, (whom, row.get("说明", "")))),
    }


def _filled(pairs: list[tuple[str, str]]) -> list[list[str]]:
    return [[label, told] for label, told in pairs if told]
