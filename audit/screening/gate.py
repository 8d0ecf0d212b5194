"""The screening's place in the gate: nothing is submitted unscreened, no hard finding passes without a decision.

Contents are known by SHA-256 and scanned once under one set of rules (`Scan`). What people decided about a
finding (`Ruling`) is bound to that content: another file, another decision. Findings hold masks only.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.conf import settings

from .. import clock, content, files, ledger, rights, seals
from ..facts import Fact, is_table
from ..models import Account, Item, Ruling, Scan, Unit
from ..text_blocks import text_blocks
from .passages import HARD, SOFT, Finding, Passage, Reading
from .readers import read, unread
from .rules import Context, find

HOTLINES = ("110", "119", "120", "122", "12345", "12348", "12333", "12393", "12369", "12350", "12315", "12388", "12380")
TYPED = ("文号", "写给谁看", "关键词")  # of the facts every kind shows, what a person types
NEVER = ("classified",)  # rules whose hard findings nobody can justify


class CannotDecide(Exception):
    """A sentence for the person; nothing was written."""


@dataclass(frozen=True)
class Subject:
    """One content that is screened: the text, or a file."""

    sha256: str
    name: str  # 正文, or the file's name
    parts: dict[str, str] | None = None  # of the text
    is_picture: bool = False


@dataclass(frozen=True)
class Open:
    """A finding (or an unreadable content) with what was decided about it so far.

    eyes: a picture no machine read; the first reviewer looks, by name, before she passes the edition.
    """

    subject: Subject
    key: str  # names the finding within the content; "" for the whole of an unreadable one
    severity: str
    sentence: str
    sample: str
    count: int
    ruling: Ruling | None
    never: bool = False
    eyes: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity == HARD and (self.never or self.ruling is None)


def context() -> Context:
    """What the rules are told: today, the phones the offices publish."""
    phones = Unit.objects.exclude(phone="").values_list("phone", flat=True)
    return Context(
        today=clock.local_date(clock.now()),
        office_phones=frozenset([*phones, *HOTLINES, settings.TOWN_PHONE]),
    )


def subjects(parts: dict[str, str]) -> list[Subject]:
    """The text and every file of a content given as its six sealed parts."""
    found = [Subject(seals.sha256(seals.canonical(parts)), "正文", parts)]
    seen = set()
    for file in json.loads(parts["attachments"]):
        if file["sha256"] not in seen:
            seen.add(file["sha256"])
            picture = file["content_type"].startswith("image/")
            found.append(Subject(file["sha256"], file["name"], is_picture=picture))
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


def _fact_passages(fact: Fact) -> Iterable[Passage]:
    """A line as it stands; a table cell by cell under its headings, as a sheet would be read."""
    label = fact["label"]
    if not is_table(fact):
        yield Passage(fact["value"], label)
        return
    for number, row in enumerate([fact["head"], *fact["rows"]], start=1):
        for column, (head, cell) in enumerate(zip(fact["head"], row, strict=True), start=1):
            place, over = (f"{label}·表头", "") if number == 1 else (f"{label}第 {number - 1} 行·{head}", head)
            yield Passage(cell, place, "cell", label, number, column, header=over)


def scans(wanted: list[Subject], told: Context) -> list[Scan]:
    """The result for each content under the rules of now, in one query; made where there is none yet."""
    digests = [subject.sha256 for subject in wanted]
    known = {row.sha256: row for row in Scan.objects.filter(sha256__in=digests, rules=told.version)}
    return [known.get(subject.sha256) or scan(subject, told) for subject in wanted]


def scan(subject: Subject, told: Context) -> Scan:
    """Look through one content now and keep the result."""
    reading = Reading(text_passages(subject.parts)) if subject.parts is not None else _read_file(subject)
    return _keep(subject, told, reading, find(reading.passages, told))


def keep_out_classified(account: Account, name: str, data: bytes) -> None:
    """Before a file is kept: one with a mark of state secrecy is not, and only time and person are recorded."""
    subject, told = Subject(hashlib.sha256(data).hexdigest(), name), context()
    if Scan.objects.filter(sha256=subject.sha256, rules=told.version).exists():
        return
    reading = read(name, data)
    found = find(reading.passages, told)
    _refuse_classified(account, found)
    _keep(subject, told, reading, found)


def read_unkept(account: Account, name: str, data: bytes) -> Reading:
    """Read a file that will not be kept: nothing of what is found in it is stored; one marked secret is refused."""
    reading = read(name, data)
    _refuse_classified(account, find(reading.passages, context()))
    return reading


def _refuse_classified(account: Account, found: list[Finding]) -> None:
    if any(finding.rule == "classified" and finding.severity == HARD for finding in found):
        ledger.record(rights.actor(account), "classified", visibility="inspection")
        raise CannotDecide(
            "文件带有国家秘密标志，没有保存。请马上停手，不要转发、不要另存，"
            f"打党政办 {settings.TOWN_PHONE} 找保密员处理。"
        )


def _keep(subject: Subject, told: Context, reading: Reading, found: list[Finding]) -> Scan:
    values = {
        "readable": reading.readable, "why": reading.why[:300], "needs_eyes": unread(reading),
        "notes": reading.notes, "findings": [asdict(finding) for finding in found], "scanned_at": clock.now(),
    }  # fmt: skip
    return Scan.objects.get_or_create(sha256=subject.sha256, rules=told.version, defaults=values)[0]


def _read_file(subject: Subject) -> Reading:
    try:
        return read(subject.name, files.read(subject.sha256))
    except OSError:
        return Reading(readable=False, why="文件读不出来，请重新上传。")


def key_of(finding: Finding) -> str:
    """Names a finding within one content: its rule and place, not its words."""
    return seals.sha256(f"{finding.rule}\n{finding.place}")


def look(item: Item, parts: dict[str, str]) -> list[Open]:
    """Everything found in a content of the item, hard ones first, with the decisions there are."""
    told, wanted = context(), subjects(parts)
    digests = [subject.sha256 for subject in wanted]
    rulings = {
        (ruling.sha256, ruling.finding): ruling
        for ruling in Ruling.objects.filter(item_id=item.pk, sha256__in=digests).select_related("person")
    }
    results = zip(wanted, scans(wanted, told), strict=True)
    found = [opened for subject, result in results for opened in _opened(subject, result, rulings)]
    return sorted(found, key=lambda one: (not one.blocks, one.severity != HARD))


def _opened(subject: Subject, result: Scan, rulings: dict) -> Iterable[Open]:
    unread = [result.why] if not result.readable else result.needs_eyes
    if unread and subject.is_picture:
        yield Open(subject, "", SOFT, f"{subject.name}：图片里的字机器没有看，请打开看过。", "", 1, None, eyes=True)
    elif unread:
        ruling = rulings.get((subject.sha256, ""))
        sentence = f"{subject.name}：机器没有看到的部分，要有人打开看过。{'；'.join(unread[:3])}"
        yield Open(subject, "", HARD, sentence, "", len(unread), ruling)
    for row in result.findings:
        finding = Finding(**(row | {"places": tuple(row["places"])}))
        key = key_of(finding)
        yield Open(
            subject, key, finding.severity, f"{subject.name}：{finding.sentence}", finding.masked, finding.count,
            rulings.get((subject.sha256, key)), finding.severity == HARD and finding.rule in NEVER,
        )  # fmt: skip


def look_at_item(item: Item) -> list[Open]:
    return look(item, content.parts(item))


def record_of(item: Item) -> dict:
    """What the submit row keeps: {"screening": [what was found, and why it may stay]}, masks only."""
    rows = [
        {
            "severity": one.severity, "sentence": one.sentence, "sample": one.sample, "count": one.count,
            "basis": one.ruling.basis if one.ruling else "", "by": one.ruling.person.name if one.ruling else "",
            "eyes": one.eyes,
        }
        for one in look_at_item(item)
    ]  # fmt: skip
    told = {"sample": "", "count": 1, "basis": "", "by": "", "eyes": False}
    rows += [told | {"severity": SOFT, "sentence": sentence} for sentence in item.concrete().cautions()]
    return {"screening": rows}


def decide(account: Account, item: Item, sha256: str, key: str, basis: str) -> Ruling:
    """Write down why a finding may stay, or that this person looked at what no machine could read."""
    assert account.person is not None
    if item.is_locked:
        raise CannotDecide("这条信息正在审核中，现在不能改。要改请先取回。")
    opened = {(one.subject.sha256, one.key): one for one in look_at_item(item)}
    if (sha256, key) not in opened or opened[sha256, key].never:
        raise CannotDecide("这一处已经变了，或者不能说明理由放行，请刷新再看。")
    kind = Ruling.Kind.JUSTIFIED if key else Ruling.Kind.SEEN
    values = {"kind": kind, "basis": basis.strip()[:300], "person": account.person, "at": clock.now()}
    ruling, _ = Ruling.objects.update_or_create(item=item, sha256=sha256, finding=key, defaults=values)
    return ruling
