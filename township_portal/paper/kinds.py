"""What goes on the sheet of each kind, from its sealed facts. A kind without a painter of its own is set as it
stands: its lines, its tables, its text.

A painter gives some of: voice, kicker, lead, figures [{label, value, unit}], bars [{title, hatched, voice, rows:
[{label, value, share}]}], people [{name, post, duty, phone}], term {label, days [part], who, phone, told: [[label, value]]},
goals [{matter, value, reached, word, shape, percent, why, told, lines}], points [{name, told}], lines [[label, value]],
blocks, phones [[label, phone]].
"""

from collections.abc import Iterable

from django.conf import settings

from audit.facts import Fact, lines
from audit.models import Edition
from audit.page import Page

from . import painters
from .beside import agents_named
from .blocks import blocks_of, fact_tables

# Lines that sort a document on a web page and tell a passer-by nothing.
NOT_ON_PAPER = {"theme", "genre"}


def content(edition: Edition, page: Page, others: Iterable[Edition] = ()) -> dict:
    """others: `beside.beside`."""
    facts = edition.facts_data
    plain = {
        "voice": voice(page), "figures": figures(edition.kind, facts), "bars": [], "people": [],
        "term": None, "goals": [], "points": [],
        "lines": [[f["label"], f["value"]] for f in lines(facts) if f["value"] and f["key"] not in NOT_ON_PAPER],
        "blocks": fact_tables(facts) + blocks_of(page.body), "phones": phones(page),
    }  # fmt: skip
    painter = painters.PAINTERS.get(edition.kind)
    own = painter(facts, page) if painter and facts else {}
    return plain | own | agents(agents_named(facts, others))


def agents(rows: list[dict]) -> dict:
    """Beside the other phones where there is room for them, else on the other side."""
    return {"agents": rows, "ways-to-set": [{"agents-front": front} for front in ((True, False) if rows else (False,))]}


def figures(kind: str, facts: list[Fact]) -> list[dict]:
    """The kind's own big figures, [] where it has none."""
    maker = painters.FIGURES.get(kind)
    return maker(facts) if maker and facts else []


def voice(page: Page) -> str:
    """Whose voice: tea green for what the service centre offers, cinnabar for the government's own."""
    roots = {column["slug"] for column in page.trail}
    return "service" if "convenience" in roots else "government"


def phones(page: Page) -> list[list[str]]:
    """Whom to ask, in large figures: the unit, else the town."""
    if page.unit.get("phone"):
        return [[f"有疑问打{page.unit['name']}", page.unit["phone"]]]
    return [["有疑问打镇党政办", settings.TOWN_PHONE]]
