"""What is screened of a content: its text, piece by piece with the places a clerk knows, and every file."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .. import seals
from ..facts import Fact, is_table
from ..text_blocks import text_blocks
from .passages import Passage

TYPED = ("文号", "写给谁看", "关键词")  # of the facts every kind shows, what a person types


@dataclass(frozen=True)
class Subject:
    """One content that is screened: the text, or a file."""

    sha256: str
    name: str  # 正文, or the file's name
    parts: dict[str, str] | None = None  # of the text
    is_picture: bool = False
    size: int = 0  # bytes of a file


def subjects(parts: dict[str, str]) -> list[Subject]:
    """The text and every file of a content given as its six sealed parts."""
    found = [Subject(seals.sha256(seals.canonical(parts)), "正文", parts)]
    seen = set()
    for file in json.loads(parts["attachments"]):
        if file["sha256"] not in seen:
            seen.add(file["sha256"])
            picture = file["content_type"].startswith("image/")
            found.append(Subject(file["sha256"], file["name"], is_picture=picture, size=file["size"]))
    return found


def text_passages(parts: dict[str, str]) -> list[Passage]:
    """Every word residents would read, with the place a clerk knows it by."""
    found = [Passage(parts["title"], "标题"), Passage(parts["summary"], "摘要")]
    found += [Passage(block.text, block.label) for block in text_blocks(parts["body"])]
    found += [passage for fact in json.loads(parts["facts"]) for passage in _fact_passages(fact)]
    meta = json.loads(parts["meta"])
    found += [Passage(value, label) for label, value in meta["shown"].items() if label in TYPED]
    found.append(Passage(meta.get("correction_note", ""), "这次改了什么"))
    found += [Passage(file["name"], "附件名") for file in json.loads(parts["attachments"])]
    return [passage for passage in found if passage.text.strip()]


NAMES_AN_ITEM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a UUID and nothing else


def _fact_passages(fact: Fact) -> Iterable[Passage]:
    """A line as it stands; a table cell by cell under its headings, as a sheet would be read."""
    label = fact["label"]
    if not is_table(fact):
        if not NAMES_AN_ITEM.fullmatch(fact["value"]):  # its digits may look like a telephone's; nobody reads it
            yield Passage(fact["value"], label)
        return
    for number, row in enumerate([fact["head"], *fact["rows"]], start=1):
        for column, (head, cell) in enumerate(zip(fact["head"], row, strict=True), start=1):
            place, over = (f"{label}·表头", "") if number == 1 else (f"{label}第 {number - 1} 行·{head}", head)
            yield Passage(cell, place, "cell", label, number, column, header=over, settled=number > 1)
