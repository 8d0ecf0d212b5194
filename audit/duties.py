"""该办的事: what every room of the office asks of people today. A scheduled check finds and stores it; the desk reads it
in one query, however many rooms there are.

This app knows none of the rooms: each registers itself when its app starts. A room is looked at every minute and after
every act, may be looked at twice, and says the same twice; a room that also changes without an act is renewed by whoever
changes it (`look("receptions")`), in the same transaction.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from . import clock, rights
from .models import Account, Column, Cursor, Duty, Unit

log = logging.getLogger(__name__)
Audience = list[list]


@dataclass(frozen=True)
class Room:
    """find: what is due on a day, the most urgent first, each with `to` for whom. Without a title it is no section of 今天."""

    key: str
    title: str
    hint: str
    find: Callable[[date], Iterable[Duty]]
    most: int = 20  # rows one person sees of it


ROOMS: dict[str, Room] = {}


def register(*rooms: Room) -> None:
    ROOMS.update({room.key: room for room in rooms})


def to(*wanted: str, unit: Unit | None = None, column: Column | None = None, ordinary: bool = False) -> Audience:
    """Whoever has one of the rights on what belongs to unit and column: `Seat.reaches`, written down.

    ordinary: being on duty that day is not enough.
    """
    kinds = {kind for right in wanted for kind in rights.RIGHTS[right]}
    places = sorted((_place(str(kind), unit, column) for kind in kinds), key=str)
    return [[*place, True] for place in places] if ordinary else places


def _place(kind: str, unit: Unit | None, column: Column | None) -> list:
    if kind in rights.EVERYWHERE:
        return [kind, None, None]
    if kind in rights.BY_UNIT:
        return [kind, unit.pk if unit else None, None]
    return [kind, None, column.path if column else None]


def concerns(account: Account, duty: Duty) -> bool:
    return any(_sits(seat, *place) for seat in rights.seats(account) for place in duty.audience)


def _sits(seat: rights.Seat, kind: str, unit: int | None, path: str | None, ordinary: bool = False) -> bool:
    if seat.kind != kind or (unit is not None and unit not in seat.units) or (ordinary and seat.mode == "duty"):
        return False
    return path is None or any(path.startswith(root) for root in seat.paths)


def of(account: Account) -> dict[str, list[Duty]]:
    """Room → what it asks of this person (1 query; none for who holds no post)."""
    found: dict[str, list[Duty]] = {}
    for duty in Duty.objects.all() if rights.seats(account) else ():
        if concerns(account, duty):
            found.setdefault(duty.room, []).append(duty)
    return found


def sections(mine: dict[str, list[Duty]]) -> list[dict]:
    """As `desk/queue.py` makes its own: key, title, hint, rows; in the order the rooms came in."""
    return [
        {"key": room.key, "title": room.title, "hint": room.hint, "rows": _rows(room, mine[room.key])}
        for room in ROOMS.values()
        if room.title and room.key in mine
    ]


def _rows(room: Room, duties: list[Duty]) -> list[dict]:
    rows = [duty.row for duty in duties[: room.most]]
    if more := len(duties) - len(rows):
        rows[-1]["note"] = "\n".join(filter(None, [rows[-1]["note"], f"还有 {more} 件，先办这些。"]))
    return rows


def look(*keys: str) -> int:
    """Find again what these rooms (all of them) ask; the number of rooms where something changed."""
    today = clock.local_date(clock.now())
    return sum(_renewed(ROOMS[key], today) for key in keys or tuple(ROOMS))


def _renewed(room: Room, today: date) -> bool:
    try:
        return _renew(room, today)
    except Exception:  # one room that fails must not hide the others: what it said last stays
        log.exception("the duties of %s could not be found", room.key)
        return False


@transaction.atomic
def _renew(room: Room, today: date) -> bool:
    Cursor.objects.select_for_update().get_or_create(name=f"duties:{room.key}")  # one look at a time
    found = list(room.find(today))
    stored = Duty.objects.filter(room=room.key)
    if [duty.found for duty in found] == [duty.found for duty in stored]:
        return False
    stored.delete()
    for position, duty in enumerate(found):
        duty.room, duty.position = room.key, position
    Duty.objects.bulk_create(found)
    return True


def forget() -> None:
    """Something was destroyed that a row may quote: drop them all, the next look finds what still holds."""
    Duty.objects.all().delete()
