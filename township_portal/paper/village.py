"""我的村 as one sheet for the village's wall: what the page /villages/<slug>/ tells, composed from live editions.

Its code is bound to every edition a word of which stands on it (`verdict.py`). A wall wants one, and a new one in a month
in which it would say something else.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from audit import clock
from audit.models import Account, Edition, Unit
from disclosure.columns import row_of
from disclosure.tree import tree
from disclosure.village_finance.sheet import KIND as FINANCE
from disclosure.village_finance.sheet import figures, told_shortly
from township_portal import villages

from . import records
from .beside import digest
from .drawing import EXAMPLE, Stamp, by_hand, frame, qr_of
from .fitting import Drawn, fitted
from .formats import VILLAGE_SHEETS
from .models import Paper, Posting, Printing, Wall
from .verdict import Verdict

GUIDES, LISTS = 8, 5
NOTHING = "这个村还没有公开任何信息，我的村印不出来。先公开村委会的职能和电话，或者村级代办。"


@dataclass(frozen=True)
class Composed:
    """told: what typ/village.typ reads besides the frame. editions: all whose words stand on it, the first names it."""

    unit: Unit
    told: dict
    editions: list[Edition]

    @property
    def of(self) -> str:
        return digest(self.editions, self.unit.slug, self.unit.phone, settings.TOWN_PHONE)


def composed(unit: Unit, today: date) -> Composed:
    node = tree().by_slug.get(unit.slug)
    told = villages.told_editions(unit)
    found = villages.recent(unit, node)
    profile = villages.profile_of(unit, told["unit_profile"])
    calls = villages.whom_to_call(unit, profile, told["agents"])
    done_here = villages.done_here(unit, told["guide"], today)
    guides = done_here[:GUIDES]
    shown = {entry.item_id for entry in guides}
    money = villages.latest(told[FINANCE])
    lists = [edition for edition in found if edition.kind == villages.LIST][:LISTS]
    newest = villages.own(unit, found)[: villages.NEWEST]
    agent = any(call["who"] == villages.AGENT for call in calls)
    used = [
        *told["unit_profile"][:1], *(told["agents"][:1] if agent else []), *([money] if money else []),
        *(edition for edition in told["guide"] if edition.item_id in shown), *lists, *newest,
    ]  # fmt: skip
    return Composed(unit, {
        "calls": [_call(call, profile.office) for call in calls],
        "guides": [[entry.title, entry.papers, entry.limit] for entry in guides],
        "more": f"村里能办的一共 {len(done_here)} 件，别的问代办员。" if len(done_here) > len(guides) else "",
        "figures": figures(money.facts_data) if money else [],
        "money": f"{told_shortly(money.facts_data)['period']}　逐项逐笔看《{money.title}》" if money else "",
        "lists": [_row(edition) for edition in lists], "newest": [_row(edition) for edition in newest],
    }, list({edition.pk: edition for edition in used}.values()))  # fmt: skip


def _call(call: dict, office: str) -> dict:
    """The village's own number with where it is and when somebody is there."""
    told = [office, call["note"]] if call["who"] == villages.OFFICE else [call["note"]]
    return call | {"phones": [phone.text for phone in call["phones"]], "note": "。".join(filter(None, told))}


def _row(edition: Edition) -> list[str]:
    row = row_of(edition)
    until = f"公示至 {row.until}" if row.until else f"{row.first_published_at:%Y-%m-%d}"
    return [row.title, until]


def paper_of(sheet: Composed, size: str, who: records.By) -> Paper:
    """PaperError where nothing is public, or the unit is no village."""
    if sheet.unit.kind != Unit.Kind.VILLAGE:
        raise records.PaperError("我的村只能从村里的公开栏打印。")
    if not sheet.editions:
        raise records.PaperError(NOTHING)
    first, *others = sheet.editions
    return records.bound(first, VILLAGE_SHEETS[size].slug, others, who, of=sheet.of, village=sheet.unit)


@transaction.atomic
def printed(account: Account, sheet: Composed, wall: Wall) -> Paper:
    who = records.by(account)
    paper = paper_of(sheet, wall.size, who)
    Printing.objects.create(paper=paper, wall=wall, **who.signed)
    return paper


def draw(sheet: Composed, size: str, stamp: Stamp) -> Drawn:
    form, today = VILLAGE_SHEETS[size], clock.local_date(clock.now())
    day = f"{today.year}年{today.month}月{today.day}日"
    told = frame(form, sheet.unit.short_name, today, stamp) | sheet.told | {
        "voice": "service", "kicker": "我的村", "meta": [f"{day}印，网上随时更新"],
        "to-fill": [["责任单位", sheet.unit.name], ["张贴日期", ""], ["张贴人", ""], ["监督人", ""], ["张贴至", "换新为止"]],
        "under": [f"由 {len(sheet.editions)} 条公开信息汇成，每条都经过初审和签发", EXAMPLE if settings.EXAMPLE else ""],
        "template": form.template,
    }  # fmt: skip
    return fitted(form, told | {"missing": by_hand(told)}, qr_of(stamp))


@dataclass(frozen=True)
class OnWall:
    """How a village's sheet stands on its wall. paper: printed for it and not hung yet, where due. old: to take down,
    since a newer one hangs beside them."""

    due: bool
    paper: Paper | None = None
    old: tuple[tuple[Posting, Verdict], ...] = ()


def on_wall(wall: Wall, stays: list[tuple[Posting, Verdict]], at: datetime) -> OnWall | None:
    """stays: what hangs and holds. None where the wall is no village's. The sheet is composed only where it must be."""
    if wall.unit.kind != Unit.Kind.VILLAGE or wall.size not in VILLAGE_SHEETS:
        return None
    hung = sorted((pair for pair in stays if pair[0].paper.village_id == wall.unit_id), key=lambda pair: pair[0].pk)
    if not hung:
        due = Edition.objects.live().filter(Q(unit=wall.unit) | Q(kind="agents")).exists()
        return OnWall(due, _printed(wall) if due else None)
    *old, (posting, _) = hung
    gone = tuple((earlier, replace(verdict, key="replaced")) for earlier, verdict in old)
    if clock.local_date(posting.at) >= clock.local_date(at).replace(day=1):
        return OnWall(False, old=gone)
    current = composed(wall.unit, clock.local_date(at))
    due = bool(current.editions) and current.of != posting.paper.of
    return OnWall(due, _printed(wall) if due else None, gone)


def _printed(wall: Wall) -> Paper | None:
    """The newest that was printed for the wall, never hung there and still holds."""
    waiting = Paper.objects.with_edition().filter(village=wall.unit, printings__wall=wall).exclude(postings__wall=wall)
    newest = waiting.order_by("-pk").first()
    return newest if newest and all(one.public_state == "published" for one in newest.editions) else None
