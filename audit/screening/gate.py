"""The screening's place in the gate: nothing is submitted unscreened, no hard finding passes without a decision.

Contents are known by SHA-256 and scanned once under one set of rules (`scanning.py`). What people decided about a
finding (`Ruling`) is bound to that content: another file, another decision. Findings hold masks only.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .. import clock, content, seals
from ..models import Account, Item, Ruling, Scan, ScanJob
from . import scanning
from .passages import HARD, SOFT, Finding
from .scanning import CannotDecide, keep_out_classified
from .subjects import Subject, subjects, text_passages
from .told import context

__all__ = [
    "NEVER", "CannotDecide", "Open", "Subject", "context", "decide", "keep_out_classified", "key_of", "look", "look_at_item",
    "record_of", "rule", "subjects", "text_passages", "told_blocking",
]  # fmt: skip

MOST_TOLD = 5
NEVER = ("classified",)  # rules whose hard findings nobody can justify


@dataclass(frozen=True)
class Open:
    """A finding (or an unreadable content) with what was decided about it so far.

    eyes: a picture no machine read; the first reviewer looks, by name, before she passes the edition.
    pending: a worker has not looked through it yet.
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
    pending: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity == HARD and (self.pending or self.never or self.ruling is None)


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
    results = scanning.scans(item, wanted, told)
    found = [opened for subject, result in results for opened in _opened(subject, result, rulings)]
    return sorted(found, key=lambda one: (not one.blocks, one.severity != HARD))


def _opened(subject: Subject, result: Scan | ScanJob, rulings: dict) -> Iterable[Open]:
    if isinstance(result, ScanJob):
        yield Open(subject, "", HARD, f"{subject.name}：{result.progress}，查完才能送审。", "", 1, None, pending=True)
        return
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


def told_blocking(found: list[Open]) -> list[str]:
    """What still keeps an item from review, a line each, for the list of what is missing."""
    waiting = [one for one in found if one.pending]
    blocking = [one.sentence.rstrip("。") for one in found if one.blocks and not one.pending]
    told = blocking[:MOST_TOLD] + [f"还有 {len(blocking) - MOST_TOLD} 处，见“检查结果”"] * (len(blocking) > MOST_TOLD)
    return told + [f"等检查做完：{'、'.join(one.subject.name for one in waiting[:3])}"] * bool(waiting)


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
    one = opened.get((sha256, key))
    if one is None or one.never or one.pending:
        raise CannotDecide("这一处已经变了，或者不能说明理由放行，请刷新再看。")
    return rule(account, item, one, basis)


def rule(account: Account, item: Item, one: Open, basis: str) -> Ruling:
    """Write the decision down; whoever calls has asked whether this person may."""
    assert account.person is not None
    kind = Ruling.Kind.JUSTIFIED if one.key else Ruling.Kind.SEEN
    values = {"kind": kind, "basis": basis.strip()[:300], "person": account.person, "at": clock.now()}
    found, _ = Ruling.objects.update_or_create(item=item, sha256=one.subject.sha256, finding=one.key, defaults=values)
    return found
