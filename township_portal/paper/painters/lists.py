"""名单: how many, how much, a table a village in two columns with numbered rows; whom to tell if something is wrong.

What is printed is what was sealed: masked when the list was made, nothing is unmasked or added here.
"""

from django.conf import settings

from audit.facts import Fact, value
from audit.page import Page
from disclosure.person_list import VillageTable, village_tables
from disclosure.timed.terms import lasting, said

from ..blocks import blocks_of, heading, table_block

ROWS = 30  # of one column; then the next pair begins, so that rows are read down and not across pages
NARROW = 4  # columns at most of a table that stands beside its second half
NUMBER = "序号"


def person_list(facts: list[Fact], page: Page) -> dict:
    tables = village_tables(facts)
    if not tables:
        return {"lines": []}
    basis = [["依据", value(facts, "basis")]] if value(facts, "basis") else []
    return {
        "kicker": "名单", "lines": basis,
        "blocks": [*blocks_of(page.body), *(block for table in tables for block in _village(table))],
        "meta": ["带“*”的地方按规定遮住"] if any("*" in cell for t in tables for row in t.rows for cell in row) else [],
        "term": _objecting(page), "phones": [],
    }  # fmt: skip


def _objecting(page: Page) -> dict:
    """Until when, whom to call, how."""
    until, phone = lasting(page.until), page.unit["phone"]
    return {
        "label": "公示到", "days": [said(until)] if until else [],
        "phone": phone or settings.TOWN_PHONE, "who": f"有意见打{page.unit['name'] if phone else '镇党政办'}",
        "told": [["怎么说", "说清是谁、哪个村组、哪里不对。可以不留自己的姓名，也可以到村委会当面说。"],
                 ["不满意答复", "打 12345。名单里写的是您、又不愿公开，也打上面的电话说。"]],
    }  # fmt: skip


def list_figures(facts: list[Fact]) -> list[dict]:
    count = sum(table.count for table in village_tables(facts))
    told = [
        ("哪一期", value(facts, "period"), ""),
        ("一共", str(count), "户（人）"),
        ("合计", value(facts, "total"), "元"),
    ]
    return [{"label": label, "value": text, "unit": unit} for label, text, unit in told if text]


def _village(table: VillageTable) -> list[dict]:
    total = f"，合计 {table.total} 元" if table.total else ""
    title = heading(f"{table.village or '名单'}　{table.count} 户（人）{total}")
    numbered = NUMBER in table.head
    head = list(table.head) if numbered else [NUMBER, *table.head]
    rows = [list(row) if numbered else [str(place), *row] for place, row in enumerate(table.rows, start=1)]
    if len(head) > NARROW or len(rows) < 6:
        return [title, table_block(head, rows)]
    return [title, *(_pair(head, rows[first : first + 2 * ROWS]) for first in range(0, len(rows), 2 * ROWS))]


def _pair(head: list[str], rows: list[list[str]]) -> dict:
    half = (len(rows) + 1) // 2
    return {"t": "pair", "size": 1, "sides": [[table_block(head, rows[:half])], [table_block(head, rows[half:])]]}
