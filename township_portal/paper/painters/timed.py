"""公示, 意见征集 and what came of them: from when until when and whom to call in large figures, then what follows.

Keys: disclosure/models/public_notice.py, consultation.py.
"""

from audit.facts import Fact, value
from audit.page import Page
from disclosure.timed.terms import days_between, lasting, said

from ..blocks import blocks_of, fact_tables


def public_notice(facts: list[Fact], page: Page) -> dict:
    told = [("期满以后", "next_step"), ("依据", "basis")]
    return _running(facts, page, "公示时间", f"有异议找{value(facts, 'office')}", told)


def consultation(facts: list[Fact], page: Page) -> dict:
    told = [("怎么提意见", "ways"), ("时间为什么短", "short_reason")]
    return _running(facts, page, "征集时间", f"意见交给{value(facts, 'office')}", told)


def _running(facts: list[Fact], page: Page, label: str, who: str, told: list[tuple[str, str]]) -> dict:
    term = {
        "label": label, "days": _days(facts), "who": who, "phone": value(facts, "phone"),
        "told": [[name, value(facts, key)] for name, key in told if value(facts, key)],
    }  # fmt: skip
    return {
        "kicker": page.kind_label,
        "term": term,
        "lines": [],
        "phones": [],
        "blocks": [*blocks_of(page.body), *fact_tables(facts)],
    }


def _days(facts: list[Fact]) -> list[str]:
    """In parts that no line breaks."""
    first, last = lasting(value(facts, "from")), lasting(value(facts, "until"))
    if not (first and last):
        return []
    until = said(last) if last.year != first.year else f"{last.month}月{last.day}日"
    return [f"{said(first)}至", until, f"（{days_between(first, last)} 天）"]


def result_figures(facts: list[Fact]) -> list[dict]:
    """收到异议 0 件; 收到意见 3 条."""
    told = [("收到异议", value(facts, "objections")), ("收到意见", value(facts, "received"))]
    return [
        {"label": label, "value": text.partition(" ")[0], "unit": text.partition(" ")[2]}
        for label, text in told
        if text
    ]


def notice_result(facts: list[Fact], page: Page) -> dict:
    return _result(facts, page, [("异议怎么处理的", "handling"), ("最后结果", "outcome")])


def consultation_result(facts: list[Fact], page: Page) -> dict:
    return _result(facts, page, [("处理情况", "adopted")])


def _result(facts: list[Fact], page: Page, told: list[tuple[str, str]]) -> dict:
    lines = [[label, value(facts, key)] for label, key in told if value(facts, key)]
    return {"kicker": page.kind_label, "lines": lines, "blocks": [*blocks_of(page.body), *fact_tables(facts)]}
