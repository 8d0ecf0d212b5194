"""工作目标 and 目标进度: a card a target - what, how much, how far, who answers. How it stands is a word in a frame of its
own, never a colour alone. Keys: disclosure/targets/rows.py."""

from audit.facts import Fact
from audit.page import Page
from disclosure.targets.sheet import Card, quarter_sheet, year_sheet

from ..blocks import blocks_of

Goal = dict  # what the template's `goals` reads


def work_targets(facts: list[Fact], page: Page) -> dict:
    told = year_sheet(facts)
    basis = [["从哪里来", told["basis"]]] if told.get("basis") else []
    return _painted(told, page) | {"kicker": "工作目标", "lines": basis}


def target_progress(facts: list[Fact], page: Page) -> dict:
    """Late ones first, as on the page."""
    told = quarter_sheet(facts)
    return _painted(told, page) | {"kicker": "目标进度", "lines": [], "lead": page.summary or told.get("sentence", "")}


def progress_figures(facts: list[Fact]) -> list[dict]:
    told = quarter_sheet(facts) or year_sheet(facts)
    return [figure | {"value": str(figure["value"])} for figure in told.get("figures", [])]


def _painted(told: dict, page: Page) -> dict:
    return {
        "goals": [_goal(card) for card in told.get("cards", [])], "time-passed": told.get("time_passed"),
        "blocks": blocks_of(page.body),
    }  # fmt: skip


def _goal(card: Card) -> Goal:
    who = "　".join(filter(None, (card.unit, card.post)))
    told = (("谁负责", who), ("什么时候办完", card.until), ("凭据", "、".join(proof.name for proof in card.proofs)))
    why = "为什么慢：" if card.shape == "late" else ""
    return {
        "matter": card.matter, "value": card.value, "reached": card.reached, "word": card.word, "shape": card.shape,
        "percent": card.percent, "why": why, "told": card.told, "lines": [[label, said] for label, said in told if said],
    }  # fmt: skip
