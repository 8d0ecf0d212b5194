"""The facts of an edition: what a kind says as data, beside the text. Pure.

A fact is one of two shapes, every value and cell a string:
    {"key", "label", "value"}          one line:   主题分类　财政、金融、审计
    {"key", "label", "head", "rows"}   one table:  head is a list of column names, rows a list of rows of that width
Both are sealed, screened, searched, compared and shown by whoever reads facts; a kind only makes them (`Item.facts`)
and may draw its tables in its own way (`Item.SHEET`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

Fact = dict  # see above; stored as canonical JSON


def loaded(text: str) -> list[Fact]:
    """The facts of an edition's stored text; none where it was erased."""
    return json.loads(text) if text else []


def line(key: str, label: str, value: str) -> Fact:
    return {"key": key, "label": label, "value": value}


def table(key: str, label: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Fact:
    """Raises ValueError where a row is not as wide as the head."""
    kept = [[str(cell) for cell in row] for row in rows]
    if any(len(row) != len(head) for row in kept):
        raise ValueError(f"{label}: rows of {sorted({len(row) for row in kept})} cells under {len(head)} headings")
    return {"key": key, "label": label, "head": list(head), "rows": kept}


def is_table(fact: Fact) -> bool:
    return "rows" in fact


def lines(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if not is_table(fact)]


def tables(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if is_table(fact)]


def value(facts: Iterable[Fact], key: str) -> str:
    """The value of the line with that key, "" where there is none."""
    return next((fact["value"] for fact in facts if fact["key"] == key and not is_table(fact)), "")


def rows(facts: Iterable[Fact], key: str) -> list[list[str]]:
    """The rows of the table with that key, [] where there is none."""
    return next((fact["rows"] for fact in facts if fact["key"] == key and is_table(fact)), [])


def records(facts: Iterable[Fact], key: str) -> list[dict[str, str]]:
    """The same rows, each as column name → cell."""
    found = next((fact for fact in facts if fact["key"] == key and is_table(fact)), None)
    return [dict(zip(found["head"], row, strict=True)) for row in found["rows"]] if found else []


UNSAID = ("slug",)  # part of an address: nobody reads or searches it


def words(facts: Iterable[Fact]) -> str:
    """Everything the facts say, for search: a line a fact with its label, a line a row; no word of an address."""
    said = []
    for fact in facts:
        if is_table(fact):
            said += [" ".join(row) for row in fact["rows"]]
        elif fact["key"] not in UNSAID and fact["value"]:
            said.append(f"{fact['label']}：{fact['value']}")
    return "\n".join(said)


def compared(facts: Iterable[Fact]) -> dict[str, str]:
    """Place → text as differences are told: a line a fact, a line a row under the name its first cell gives."""
    found: dict[str, str] = {}
    for fact in facts:
        if not is_table(fact):
            found[fact["label"]] = fact["value"]
            continue
        met: Counter[str] = Counter()
        for row in fact["rows"]:
            name = row[0].strip() or "（空）"
            met[name] += 1
            place = f"{fact['label']}·{name}" + (f"（第{met[name]}个）" if met[name] > 1 else "")
            cells = zip(fact["head"][1:], row[1:], strict=True)
            found[place] = "；".join(f"{head}：{cell}" for head, cell in cells if cell) or row[0]
    return found
