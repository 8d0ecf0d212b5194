"""What a code answers: is the paper under it still valid? Decided anew from the editions each time, kept nowhere.

A board-only paper answers with its standing and dates and nothing else: no title, no link, no reason, no figures.

A paper that several editions stand on holds as long as each of them does: the worst verdict is its own. A part that was
taken down voids it, a part that was replaced or ran out makes it an old one. What was published *beside* its parts
since then (the next quarter's money) takes nothing from it; a wall asks for a new one each month (`village.on_wall`).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from audit.facts import lines, records
from audit.ledger import words_of
from audit.models import Edition, LedgerEntry
from audit.states import WITHDRAWAL_REASONS
from disclosure.tombstone import reason_of, title_of
from disclosure.village_finance.sheet import KIND as FINANCE

from . import kinds
from .drawing import seal_digits
from .models import Paper

WORDS = {
    "valid": "这张纸有效", "corrected": "仍有效，已更正错字", "replaced": "已换新，请看新的", "void": "已作废",
}  # fmt: skip
BADNESS = list(WORDS)


@dataclass(frozen=True)
class Verdict:
    """current: the edition residents read now, None where there is none. since: when the paper stopped being the newest.
    part: of a paper several editions stand on, the one that decided. paper: 我的村, which is no single item's."""

    key: str
    edition: Edition
    current: Edition | None = None
    since: datetime | None = None
    reason: str = ""
    part: Edition | None = None
    paper: Paper | None = None

    @property
    def words(self) -> str:
        return WORDS[self.key]

    @property
    def holds(self) -> bool:
        return self.key in ("valid", "corrected")


def verdict_of(paper: Paper) -> Verdict:
    """paper: as `Paper.objects.with_edition()` gives it; a valid one asks the database nothing more."""
    own = _of_edition(paper.edition)
    if not paper.of:
        return own
    parts = [_of_part(own) if paper.village else own]
    parts += [_of_part(_of_edition(edition)) for edition in paper.sources.all()]
    worst = max(parts, key=lambda part: BADNESS.index(part.key))
    since = max((part.since for part in parts if part.key == worst.key and part.since), default=None)
    decided = worst.edition if worst.key != "valid" else None
    return replace(
        worst, edition=own.edition, current=own.current, since=since, part=decided,
        paper=paper if paper.village else None,
    )  # fmt: skip


def _of_part(verdict: Verdict) -> Verdict:
    """One of several that only ran out leaves an old sheet, not a wrong one."""
    ran_out = verdict.key == "void" and verdict.edition.public_state == "expired"
    return replace(verdict, key="replaced", reason="") if ran_out else verdict


def _of_edition(edition: Edition) -> Verdict:
    if edition.public_state == "published":
        return Verdict("valid", edition)
    newer = Edition.objects.filter(item_id=edition.item_id, number__gt=edition.number, published_at__isnull=False)
    later = list(newer.with_hung().select_related("publication", "moved_by__words").order_by("number"))
    current = next((one for one in later if one.public_state == "published"), None)
    if edition.state != "superseded":
        return Verdict("void", edition, current, _ended(edition), _why(edition))
    if current is None:
        last = later[-1] if later else edition
        return Verdict("void", edition, None, _ended(last), _why(last))
    only_typos = all(corrects_typos(one) for one in later)
    return Verdict("corrected" if only_typos else "replaced", edition, current, later[0].published_at)


def corrects_typos(edition: Edition) -> bool:
    """Did the first reviewer say that papers of the edition before stay valid?"""
    row = LedgerEntry.objects.filter(item_uuid=edition.item_id, edition_number=edition.number, act="pass").first()
    return bool(row and words_of(row).get("typos_only"))


def _ended(edition: Edition) -> datetime | None:
    return edition.ended_at or edition.published_at


def _why(edition: Edition) -> str:
    if edition.public_state == "expired":
        return "公开期限已满"
    return WITHDRAWAL_REASONS.get(reason_of(edition), "按规定撤下")


def told(verdict: Verdict) -> dict:
    """What the page shows: rows of (label, value), what to compare, where the new one is."""
    edition = verdict.edition
    if verdict.paper:
        return _told_of_village(verdict, verdict.paper)
    rows = [("公开时间", moment(edition.published_at))]
    if edition.board_only:
        return {"rows": rows + _end(verdict), "compare": [], "title": "", "url_of": None}
    shown = verdict.current or edition
    title = title_of(shown)
    rows = [("名称", title), ("责任单位", (shown.meta_data.get("unit") or {}).get("name", "")), *rows, *_part(verdict)]
    if verdict.key == "void":
        rows += [*_end(verdict), ("原因", verdict.reason)]
    else:
        rows += _end(verdict)
        if until := shown.meta_data.get("expires_on"):
            rows.append(("张贴到", until))
    compare = numbers(edition) if verdict.key == "valid" else []
    return {"rows": [row for row in rows if row[1]], "compare": compare, "title": title, "url_of": verdict.current}


def _told_of_village(verdict: Verdict, paper: Paper) -> dict:
    rows = [
        ("名称", paper.title),
        ("责任单位", paper.village.name if paper.village else ""),
        ("印的时间", moment(paper.at)),
    ]
    rows += [*_part(verdict), *_end(verdict)]
    rows += [("原因", verdict.reason)] if verdict.key == "void" else []
    compare = village_numbers(paper) if verdict.key == "valid" else []
    return {"rows": [row for row in rows if row[1]], "compare": compare, "title": paper.title, "url_of": None}


def _part(verdict: Verdict) -> list[tuple[str, str]]:
    label = "撤下的是" if verdict.key == "void" else "改过的是"
    its_own = verdict.part == verdict.edition and not verdict.paper
    return [(label, title_of(verdict.part))] if verdict.part and not its_own else []


def _end(verdict: Verdict) -> list[tuple[str, str]]:
    label = {"corrected": "更正时间", "replaced": "换新时间", "void": "作废时间"}.get(verdict.key)
    return [(label, moment(verdict.since))] if label and verdict.since else []


def numbers(edition: Edition) -> list[str]:
    """Three things on the paper in hand to hold against the screen: the kind's own figures, else what every sheet has."""
    facts = edition.facts_data
    own = [f"{figure['label']} {figure['value']}{figure['unit']}" for figure in kinds.figures(edition.kind, facts)]
    if len(own) >= 2:
        return own[:3]
    meta = edition.meta_data
    dated = [f["value"] for f in lines(facts) if f["key"] == "document_number"]
    stated = [("落款日期", meta.get("formed_on", "")), ("文号", meta.get("document_number", "") or "".join(dated)),
              ("公开时间", moment(edition.published_at)), ("封签", seal_digits(edition))]  # fmt: skip
    found = [f"{label} {value}" for label, value in stated if value]
    return found[:2] + found[-1:]


def village_numbers(paper: Paper) -> list[str]:
    """What one village's sheet has in large figures: its agent's phone, what is left of its money; when it was printed."""
    found = [f"印的时间 {moment(paper.at)}"]
    for edition in paper.editions:
        found += [f"代办员 {row['代办员']} {row['电话']}" for row in records(edition.facts_data, "agents")
                  if paper.village and row["村"] == paper.village.short_name]  # fmt: skip
        if edition.kind == FINANCE:
            found += [
                f"{figure['label']} {figure['value']} 元" for figure in kinds.figures(edition.kind, edition.facts_data)
            ][-1:]
    return found[:3]


def moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
