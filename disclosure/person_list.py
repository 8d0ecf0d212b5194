"""A published list read from sealed facts alone: its lines, a table a village (page and poster), and how it stands
to the period before (what both reviewers see first)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.timezone import localtime

from audit import seals
from audit.facts import Fact, is_table, line, table, value
from audit.models import Edition
from audit.screening.lists import Comparison, Line, Listing, compare, money

# What a column of a published list is, in the words that are sealed: this is how two periods are compared.
MEANINGS = {"name": "姓名", "group": "组", "item": "内容", "amount": "金额"}
ALL = "名单"  # the label of a list that names no village
_KEY = re.compile(r"list-\d+")
MOST_SHOWN = 30  # of new, gone or changed ones on the review screen
PHONE_LINE = 18  # characters beside each other at 390 px
CANDIDATES = 20  # earlier editions looked at for the period before


@dataclass(frozen=True)
class VillageTable:
    """One village's part of a list, as page and poster show it. total: "1,200.50", "" where no column is money."""

    village: str  # "" where the list names none
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    total: str

    @property
    def is_narrow(self) -> bool:
        """Every row fits on one line of a phone; digits are half as wide as characters."""
        widths = [max(map(_width, column)) for column in zip(*self.rows, strict=True)]
        return sum(widths) + len(widths) <= PHONE_LINE


def _width(cell: str) -> float:
    return sum(1 if sign > "\u2e7f" else 0.55 for sign in cell)


def facts_of(columns: list[list[str]], rows: list[list[str]]) -> list[Fact]:
    """The sealed form of a built list. columns: [heading, what it is]; rows: [village, a cell for each column]."""
    head = [label for label, _ in columns]
    villages: dict[str, list[list[str]]] = {}
    for village, *cells in rows:
        villages.setdefault(village, []).append(cells)
    told = [
        table(f"list-{number}", village or ALL, head, cells) for number, (village, cells) in enumerate(villages.items())
    ]
    listing = listing_of([_meaning([kind for _, kind in columns]), *told])
    shown = [line("total", "合计金额（元）", amount(listing.total))] if has_money(listing) else []
    shown.append(line("count", "一共", f"{listing.count} 户（人）"))
    return [*shown, _meaning([kind for _, kind in columns]), *told]


def _meaning(kinds: list[str]) -> Fact:
    return line("meaning", "各列是什么", "、".join(MEANINGS.get(kind, MEANINGS["item"]) for kind in kinds))


def listing_of(facts: Iterable[Fact]) -> Listing:
    """The lines of a sealed list, as `audit.screening.lists` compares them."""
    facts = list(facts)
    words = {word: kind for kind, word in MEANINGS.items()}
    kinds = [words.get(word, "item") for word in value(facts, "meaning").split("、")]
    lines: list[Line] = []
    labels: tuple[str, ...] = ()
    for fact in _tables(facts):
        labels = tuple(fact["head"])
        village = "" if fact["label"] == ALL else fact["label"]
        for row in fact["rows"]:
            of = dict(zip(kinds, row, strict=False))
            lines.append(Line(
                len(lines) + 1, tuple(row), of.get("name", ""), village, of.get("group", ""), money(of.get("amount", "")),
            ))  # fmt: skip
    return Listing(labels, tuple(lines))


def _tables(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if is_table(fact) and _KEY.fullmatch(fact["key"])]


def village_tables(facts: Iterable[Fact]) -> list[VillageTable]:
    """A table a village from an edition's sealed facts (`edition.facts_data`): what a page or poster needs, no more."""
    facts = list(facts)
    found = []
    for fact in _tables(facts):
        listing = listing_of([*(one for one in facts if not is_table(one)), fact])
        village = "" if fact["label"] == ALL else fact["label"]
        rows = tuple(tuple(row) for row in fact["rows"])
        total = amount(listing.total) if has_money(listing) else ""
        found.append(VillageTable(village, tuple(fact["head"]), rows, len(rows), total))
    return found


def has_money(listing: Listing) -> bool:
    return any(one.amount is not None for one in listing.lines)


def amount(sum_: Decimal) -> str:
    """1234.5 as 1,234.50; whole yuan without the noughts."""
    return f"{sum_:,.0f}" if sum_ == sum_.to_integral_value() else f"{sum_:,.2f}"


def period_before(edition: Edition) -> Edition | None:
    """The list of the same name, unit and village that was published last before this one was submitted, of another
    period. Withdrawn ones are not compared with; what only hangs on the wall is not shown to who reviews elsewhere."""
    wanted = _series(edition.facts_data)
    found = last_published(edition.unit_id, *wanted[:2], period=wanted[2], before=edition.submitted_at)
    return found if found and (not found.board_only or found.column_id == edition.column_id) else None


def last_published(unit_id: int, programme: str, village: str, *, period: str = "", before=None) -> Edition | None:
    """period: the one that does not count, being the list's own."""
    seen = Edition.objects.filter(
        kind="person_list", unit_id=unit_id, state__in=("published", "expired", "superseded"), erased_by=None,
        facts__contains=seals.canonical(programme),
    ).defer("body", "attachments", "plain_text", "salts", "digests")  # fmt: skip
    if before:
        seen = seen.filter(published_at__lt=before)
    for old in seen.order_by("-published_at", "-number")[:CANDIDATES]:
        name, place, time = _series(old.facts_data)
        if (name, place) == (programme, village) and time != period:
            return old
    return None


def _series(facts: list[Fact]) -> tuple[str, str, str]:
    return value(facts, "programme"), value(facts, "village"), value(facts, "period")


def in_words(comparison: Comparison, period: str, last_period: str, *, since: str = "") -> dict:
    """A comparison as the review screen and the builder show it. last_period "": nothing to compare with."""
    rows = [_row("人数（户数）", comparison.count, comparison.last_count)]
    if comparison.largest or comparison.last_total:
        rows.insert(0, _row("总金额（元）", comparison.total, comparison.last_total))
    return {
        "period": period,
        "last_period": last_period,
        "since": since,
        "rows": rows,
        "groups": [
            _group("新增", [_who(one) for one in comparison.new]),
            _group("不再有", [_who(one) for one in comparison.gone]),
            _group("金额变了", [_who(now) | {"then": amount(then.amount or Decimal(0))} for then, now in comparison.changed]),
        ]
        if last_period
        else [],
        "largest": [_who(one) for one in comparison.largest],
    }  # fmt: skip


def _row(label: str, now: Decimal | int, last: Decimal | int) -> dict:
    """change: 多 1,200, with its share of what was; 一样多."""
    now, last = Decimal(now), Decimal(last)
    by = now - last
    change = f"{'多' if by > 0 else '少'} {amount(abs(by))}" if by else "一样多"
    share = f"{abs(by) / last:.1%}" if by and last else ""
    return {"label": label, "now": amount(now), "last": amount(last), "change": change, "share": share}


def _group(word: str, people: list[dict]) -> dict:
    return {"word": word, "count": len(people), "people": people[:MOST_SHOWN], "more": max(0, len(people) - MOST_SHOWN)}


def _who(one: Line) -> dict:
    place = " ".join(filter(None, (one.village, one.group)))
    return {"name": one.name, "place": place, "amount": amount(one.amount) if one.amount is not None else ""}


def review(edition: Edition) -> dict:
    """What the leader's phone shows first: this list beside the period before, from the two sealed editions."""
    facts = edition.facts_data
    last = period_before(edition)
    comparison = compare(listing_of(facts), listing_of(last.facts_data) if last else None)
    before = value(last.facts_data, "period") if last else ""
    since = f"{localtime(last.published_at):%Y-%m-%d}" if last and last.published_at else ""
    return in_words(comparison, value(facts, "period"), before, since=since)
