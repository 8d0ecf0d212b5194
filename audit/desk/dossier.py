"""The file of one item as a reviewer needs it: the edition, what changed against what, whose hands, who said what.

Four queries however long the item's life: the told rows of the ledger, the editions to compare, hands, and
(with `questions`) the texts of the confidentiality questions.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Max, Q

from .. import clock, rights
from ..change import Change
from ..differences import compare
from ..models import Account, Edition, Hand, Item, LedgerEntry, Publication, Question
from ..screening import later
from ..states import OPEN, STEPS
from ..working_days import Calendar
from .deadlines import Clock, calendar, clock_of, with_limits

LOOKS = ("look_officer", "look_leader")  # 补看 (second_look.py)
TOLD_ROWS = 80  # the newest rows of an item that its screen may tell of
TOLD_ASKS = 10
MOST_EDITIONS = 999_999
ANSWER = {"no": "否", "yes": "是"}


@dataclass(frozen=True)
class Comparison:
    """title: 和现在公开的第1稿比. open: shown at once, not folded."""

    title: str
    changes: list[Change]
    open: bool = True


@dataclass
class Dossier:
    account: Account
    edition: Edition
    others: dict[int, Edition]  # editions to compare with, by number
    rows: list[LedgerEntry]  # newest first, the whole item's
    hands: list[Hand] = field(default_factory=list)

    @property
    def item(self) -> Item:
        return self.edition.item

    @cached_property
    def own_rows(self) -> list[LedgerEntry]:
        """Rows of this edition, oldest first."""
        return [row for row in reversed(self.rows) if row.edition_number == self.edition.number]

    @cached_property
    def clock(self) -> Clock:
        return clock_of(self.edition, clock.now(), self.days)

    @cached_property
    def days(self) -> Calendar:
        """The calendar of working days, read once for the whole page."""
        return calendar()

    @cached_property
    def public(self) -> Edition | None:
        """What residents read now, where that is another edition."""
        return next((e for e in self.others.values() if e.state == "published"), None)

    @property
    def registered(self) -> Publication | None:
        """What the item's first publication gave it, whichever edition that was."""
        return next((e.publication for e in (self.edition, *self.others.values()) if e.publication_id), None)

    @cached_property
    def reviewed(self) -> LedgerEntry | None:
        """The first review's row of this edition."""
        return next((row for row in self.own_rows if row.act in ("pass", "propose_withhold")), None)

    @cached_property
    def last_return(self) -> LedgerEntry | None:
        """Why the edition before came back, where this one answers that return; nobody decided on what was recalled
        or mended in between."""
        between = {row.edition_number for row in self.rows if row.act in ("mend", "recall")}
        before = self.edition.number - 1
        while before in between:
            before -= 1
        answered = (row for row in self.rows if row.act == "return" and row.edition_number == before)
        return next(answered, None) if self.edition.state in OPEN else None

    @cached_property
    def asks(self) -> list[LedgerEntry]:
        """Requests to take this public edition down that wait for an answer, oldest first."""
        if self.edition.state != "published":
            return []
        answered = max((row.number for row in self.rows if row.act == "decline_withdrawal"), default=0)
        return [row for row in self.own_rows if row.act == "ask_withdrawal" and row.number > answered]

    @cached_property
    def hung(self) -> LedgerEntry | None:
        """The row that hung “本信息正在更正” on this public edition, while it hangs."""
        if self.edition.state != "published":
            return None
        rows = [row for row in self.own_rows if row.act in ("hang_correction", "unhang_correction")]
        return rows[-1] if rows and rows[-1].act == "hang_correction" else None

    @cached_property
    def confirmed(self) -> bool:
        """Another person has confirmed that this edition was taken down."""
        return any(row.act == "confirm_withdrawal" for row in self.own_rows)

    @property
    def waits(self) -> bool:
        """Somebody has to act: it is under review, or taken down and not confirmed."""
        return self.edition.state in OPEN or (self.edition.state == "withdrawn" and not self.confirmed)

    @cached_property
    def submitted(self) -> LedgerEntry | None:
        return next((row for row in self.own_rows if row.act in ("submit", "submit_mended")), None)

    @cached_property
    def screening(self) -> list[dict] | None:
        """What the machine found at submission; None where the row keeps nothing of it."""
        return data_of(self.submitted).get("screening") if self.submitted else None

    @cached_property
    def elements(self) -> list[list[str]]:
        """[element, 有 or 没有, note] as the drafter answered at submission."""
        return data_of(self.submitted).get("elements", []) if self.submitted else []

    def last_seen(self) -> Edition | None:
        """The edition this person last decided on, before this one."""
        number = self.account.person.staff_number if self.account.person else ""
        seen = [
            row.edition_number for row in self.rows
            if row.person_number == number and row.act in DECIDED and row.edition_number < self.edition.number
        ]  # fmt: skip
        return self.others.get(seen[0]) if seen else None

    def earlier_answers(self) -> dict[str, dict]:
        """What this person answered when she last reviewed the item: question key → {"answer", "note"}."""
        number = self.account.person.staff_number if self.account.person else ""
        for row in self.rows:
            if row.person_number == number and (answers := data_of(row).get("answers")):
                return answers
        return {}

    def comparisons(self) -> list[Comparison]:
        """What she has not seen yet first, then everything against what residents read."""
        pairs: list[tuple[str, Edition]] = []
        seen = self.last_seen()
        if seen and seen is not self.public and not seen.erased_by:
            pairs.append((f"和您上次看的第 {seen.number} 稿比", seen))
        mended = self.others.get(self.edition.number - 1)
        if mended and mended.state == "mended" and mended is not seen:
            pairs.append((f"初审{mended.moved_by.person_name}代改了什么", mended))
        if self.public and self.edition.state in OPEN:
            pairs.append((f"和现在公开的第 {self.public.number} 稿比", self.public))
        new = self.edition.content()
        return [
            Comparison(title, compare(old.content(), new), open=position == 0 or old is mended)
            for position, (title, old) in enumerate(pairs)
        ]


DECIDED = ("pass", "return", "mend", "sign", "sign_onward", "countersign", "propose_withhold", "withhold", "refer")


def data_of(row: LedgerEntry) -> dict:
    """The words of a row loaded with `select_related("words")`; empty where there are none or they were erased."""
    words = getattr(row, "words", None)
    return json.loads(words.text) if words and words.text else {}


def load(account: Account, uuid: UUID, number: int | None = None) -> Dossier | None:
    """The file of an item the account may read, opened at an edition (the open one, else the public, else the
    last); None where it may not, or where nothing was submitted yet."""
    if number is not None and number > MOST_EDITIONS:
        return None
    rows = _told_rows(uuid)
    found = {edition.number: edition for edition in _editions(account, uuid, rows, number)}
    edition = found.pop(number, None) if number else _leading(found)
    if edition is None:
        return None
    found.pop(edition.number, None)
    return Dossier(account, edition, found, rows, list(edition.hands.all()))


def _told_rows(uuid: UUID) -> list[LedgerEntry]:
    """The newest rows, newest first; requests to take down count apart, so that a flood of them hides no review."""
    every = LedgerEntry.objects.of_item(uuid).for_staff()
    told = [*(act for act in STEPS if act != "ask_withdrawal"), *later.ACTS, *LOOKS]
    steps = every.filter(act__in=told).order_by("-number")
    asks = every.filter(act="ask_withdrawal").order_by("-number")
    wanted = Q(number__in=steps.values("number")[:TOLD_ROWS]) | Q(number__in=asks.values("number")[:TOLD_ASKS])
    return list(every.filter(wanted).select_related("words").order_by("-number"))


def _editions(account: Account, uuid: UUID, rows: list[LedgerEntry], number: int | None) -> list[Edition]:
    """Those a screen may need: open, public, the last, the one asked for, and what this person decided on."""
    mine = account.person.staff_number if account.person else ""
    numbers = {row.edition_number for row in rows if row.person_number == mine and row.act in DECIDED}
    numbers |= {row.edition_number - 1 for row in rows if row.act == "submit_mended"}
    numbers = set(sorted(n for n in numbers if n)[-6:]) | ({number} if number else set())
    of_item = Edition.objects.filter(item_id=uuid)
    last = of_item.order_by().values("item").annotate(last=Max("number")).values("last")
    wanted = Q(state__in=(*OPEN, "published")) | Q(number__in=numbers) | Q(number__in=last)
    editions = of_item.filter(wanted, item__in=rights.items(account, "read")).select_related(
        "item__unit", "item__column", "item__drafter", "unit", "column", "publication", "moved_by__words"
    )
    return list(with_limits(editions, clock.local_date(clock.now())).order_by("number"))


def _leading(found: dict[int, Edition]) -> Edition | None:
    by_weight = sorted(found.values(), key=lambda e: (e.state in OPEN, e.state == "published", e.number))
    return by_weight[-1] if by_weight else None


def told_answers(row: LedgerEntry | None) -> list[dict]:
    """Variables of parts/answers.html from a first review's row, in the words the questions had."""
    answers = data_of(row).get("answers", {}) if row else {}
    if any(not given.get("question") for given in answers.values()):  # a row from before the texts were kept
        asked = Question.objects.filter(key__in=answers).values_list("key", "text", "order")
        answers = {key: {"question": text, "place": f"{order:05d}"} | answers[key] for key, text, order in asked}
    papers = (
        [{"question": "贴着的旧纸怎么办？", "answer": "仍有效", "why": "只改了错字"}]
        if row and data_of(row).get("typos_only")
        else []
    )
    return papers + [
        {
            "question": given.get("question", key),
            "answer": ANSWER.get(given.get("answer", ""), "没有答"),
            "why": given.get("note", ""),
        }
        for key, given in sorted(answers.items(), key=lambda pair: pair[1].get("place", ""))
    ]  # fmt: skip
