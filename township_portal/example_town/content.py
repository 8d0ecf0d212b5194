"""Reads the example town's JSON and says what is wrong with it.

`items/*.json`, one object an item:
key, kind (notice, forwarded …), column, unit, title, summary, body (lines of HTML), keywords (list), formed_on,
fields (the kind's own: name → text, or rows of cells for a table),
at (local time the draft is sent in), story (STORIES) and what the story needs: `changes`
(field, old, new: between two submissions, or mended), `corrections` (at, note, changes, fields: the kind's own as they
are then; a story that waits with a correction waits with the last one), `remark`, `returned_by`,
`clause`, `not_before`, `expires_on`, `withdraw_at`, `withdraw_reason`, `ask_at`, `erase_at`, `refused`,
`looks` (at, who, remark: the second look at what went out in an emergency).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from pathlib import Path

FOLDER = Path(__file__).parent

# How an item's life went. The loader has a function of the same name for each.
STORIES = (
    "draft", "first_review", "leader_review", "returned", "returned_then_published", "recalled",
    "not_adopted", "withheld", "approved", "published", "mended", "corrected", "corrected_twice",
    "correction_in_first_review", "correction_in_leader_review", "referred", "withdrawn",
    "withdrawn_unconfirmed", "expired", "emergency",
)  # fmt: skip
NEEDS = {
    "returned": ("remark",), "returned_then_published": ("remark", "changes"), "mended": ("changes",),
    "not_adopted": ("remark",), "withheld": ("clause",), "approved": ("not_before",), "recalled": ("remark",),
    "referred": ("remark",), "corrected": ("corrections",), "corrected_twice": ("corrections",),
    "correction_in_first_review": ("corrections",), "correction_in_leader_review": ("corrections",),
    "withdrawn": ("withdraw_at", "withdraw_reason"), "expired": ("expires_on",), "emergency": ("expires_on", "looks"),
    "withdrawn_unconfirmed": ("withdraw_at", "withdraw_reason"),
}  # fmt: skip
LAST_DAY = "2026-11-20"

HOTLINES = {"110", "119", "120", "96110", "95598", "12345", "12348", "12333", "12393", "12349", "12350", "12366"}
FORBIDDEN = ("等材料", "有关证件", "有关材料", "相关证件", "其他材料")
PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|(?<=打)\d{3,6}|(?<=线)\d{3,6}|(?<=电话)\d{3,6})(?![\d-])")
IDENTITY = re.compile(r"\d{17}[\dXx]")
BANK_CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")


def read(name: str):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def items() -> list[dict]:
    """Every item; the body as one string."""
    found = [item for path in sorted((FOLDER / "items").glob("*.json")) for item in read(f"items/{path.name}")]
    for item in found:
        item["body"] = "\n".join(item["body"])
    return found


def apply(texts: dict, changes: list[dict]) -> dict:
    """The fields with each `old` replaced by its `new`; each must stand there exactly once."""
    changed = dict(texts)
    for change in changes:
        field, old = change["field"], change["old"]
        if changed[field].count(old) != 1:
            raise ValueError(f"{field}: {old!r} stands there {changed[field].count(old)} times")
        changed[field] = changed[field].replace(old, change["new"])
    return changed


def texts_over_time(item: dict) -> Iterator[dict]:
    """The item's words as first sent in, then after each change."""
    texts = {name: item[name] for name in ("title", "summary", "body")}
    yield texts
    for changes in [item.get("changes", [])] + [one.get("changes", []) for one in item.get("corrections", [])]:
        if changes:
            texts = apply(texts, changes)
            yield texts


class _Tables(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.tables[-1][-1][-1] += data


def tables(html: str) -> list[list[list[str]]]:
    parser = _Tables()
    parser.feed(html)
    return parser.tables


def _number(cell: str) -> Decimal | None:
    try:
        return Decimal(cell.replace(",", ""))
    except InvalidOperation:
        return None


def wrong_totals(table: list[list[str]]) -> list[str]:
    """Sentences on a last row 合计 that is not the sum of what stands above it; cells without a number are left."""
    if not table or table[-1][0] != "合计":
        return []
    wrong = []
    for position, cell in enumerate(table[-1]):
        total = _number(cell)
        parts = [_number(row[position]) for row in table[1:-1]]
        if total is None or None in parts:
            continue
        if sum(part for part in parts if part is not None) != total:
            wrong.append(f"{table[0][position]}：合计写的是{cell}，加起来是{sum(p for p in parts if p is not None)}")
    return wrong


def words_of(item: dict) -> str:
    """Everything of an item that anybody may come to read, attachments and remarks included."""
    files = [str(file.get("rows") or file.get("text")) for file in item.get("attachments", [])]
    said = [item.get("remark", ""), item.get("clause", ""), item.get("withdraw_remark", "")]
    said += [one["note"] for one in item.get("corrections", [])]
    texts = [value for texts in texts_over_time(item) for value in texts.values()]
    told = [item.get("fields", {}), *(one.get("fields", {}) for one in item.get("corrections", []))]
    own = [json.dumps(value, ensure_ascii=False) for fields in told for value in fields.values()]
    return "\n".join([*texts, *files, *said, *own])


def problems() -> Iterator[str]:
    """What is wrong with the data, a line each. None means the loader may begin."""
    columns = {column["slug"]: column for column in read("columns.json")}
    units = {unit["slug"] for unit in read("units.json")}
    everything = items()
    parents = {column["parent"] for column in columns.values()}
    yield from _repeated("column", [column["slug"] for column in read("columns.json")])
    yield from _repeated("item", [item["key"] for item in everything])
    yield from _repeated("title", [item["title"] for item in everything])
    for column in columns.values():
        if column["parent"] and column["parent"] not in columns:
            yield f"column {column['slug']}: no parent {column['parent']}"
        if column["responsible_unit"] not in units:
            yield f"column {column['slug']}: no unit {column['responsible_unit']}"
    for item in everything:
        if item["column"] not in columns or item["column"] in parents:
            yield f"{item['key']}: {item['column']} is no leaf of the column tree"
        if item["unit"] not in units:
            yield f"{item['key']}: no unit {item['unit']}"
        for complaint in _item_problems(item):
            yield f"{item['key']}: {complaint}"


def _repeated(what: str, values: list[str]) -> Iterator[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{what} {value} stands there {times} times"


def _item_problems(item: dict) -> Iterator[str]:
    if item["story"] not in STORIES:
        yield f"no story {item['story']}"
    for name in NEEDS.get(item["story"], ()):
        if not item.get(name):
            yield f"story {item['story']} needs {name}"
    expires = item.get("expires_on", "9999")
    if expires <= LAST_DAY and item["story"] not in ("expired", "withdrawn", "emergency"):
        yield f"ran out on {expires} and would be taken down: make its story 'expired'"
    try:
        for texts in texts_over_time(item):
            for table in tables(texts["body"]):
                yield from wrong_totals(table)
    except ValueError as error:
        yield str(error)
        return
    words = words_of(item)
    yield from (f"says {word}" for word in FORBIDDEN if word in words)
    yield from (f"phone {phone}" for phone in PHONE.findall(words) if not allowed_phone(phone))
    if IDENTITY.search(words) or BANK_CARD.search(words):
        yield "an identity or account number"


def allowed_phone(phone: str) -> bool:
    return phone in HOTLINES or re.fullmatch(r"0564-0000\d{3}", phone) is not None
