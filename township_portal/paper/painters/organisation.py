"""Leaders and units: whom to ask for what, in large figures."""

from audit.facts import Fact, records, rows, value
from audit.page import Page

from ..blocks import blocks_of, heading, words


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
    duties = [words(row[0]) for row in rows(facts, "functions")]
    listed = [{"t": "list", "ordered": False, "items": [[duty] for duty in duties]}] if duties else []
    title = [heading("管什么")] if duties else []
    own = {"kicker": "村委会"} if value(facts, "standing") == "村民委员会" else {}
    return own | {
        "people": people,
        "lines": [row for row in told if row[1]],
        "blocks": [*title, *listed, *blocks_of(page.body)],
    }
