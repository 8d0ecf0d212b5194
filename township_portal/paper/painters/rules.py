"""上墙制度: a point a line in type one reads from the door; the number to call if it is not held to. Keys:
services_center/models/wall_rule.py."""

from audit.facts import Fact, rows, value
from audit.page import Page

from ..blocks import blocks_of


def wall_rule(facts: list[Fact], page: Page) -> dict:
    phone = value(facts, "watch_phone")
    return {
        "voice": "service", "kicker": "上墙制度", "lines": [], "blocks": blocks_of(page.body),
        "points": [{"name": row[0], "told": row[1]} for row in rows(facts, "points")],
        "phones": [["没有做到，请打监督电话", phone]] if phone else [],
    }  # fmt: skip
