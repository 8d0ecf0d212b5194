"""应急: until when it holds, whom to call, what to do. Keys: disclosure/models/emergency.py."""

from audit.facts import Fact, value
from audit.page import Page

from ..blocks import blocks_of


def emergency_notice(facts: list[Fact], page: Page) -> dict:
    until = page.own.get("until")
    numbers = [["有情况打", phone["text"]] for phone in page.own.get("phones", ())]
    return {
        "kicker": page.kind_label, "lead": "",
        "lines": [["有效到", f"{until.year}年{until.month}月{until.day}日 {until:%H:%M}"]] if until else [],
        "blocks": blocks_of(page.body), **({"phones": numbers} if numbers else {}),
    }  # fmt: skip


def emergency_template(facts: list[Fact], page: Page) -> dict:
    """The wording as it is kept ready; the first line says that nothing has happened."""
    lines = [value(facts, "headline"), *value(facts, "wording").splitlines()]
    return {
        "kicker": page.kind_label, "lead": "这是备用的用语，不是现在发的通知。", "lines": [],
        "blocks": [{"t": "p", "runs": [{"s": line}], "right": False} for line in lines if line],
    }  # fmt: skip
