"""公开栏 on 今天: walls on which something hangs that holds no more, or something public does not hang yet."""

from collections import Counter
from datetime import date

from django.urls import reverse

from audit import clock, duties
from audit.models import Duty

from . import walls
from .verdict import verdict_of

HINT = "作废的、换新的先揭下来，再打印新的贴上；贴好点“已张贴”，这里就没有了。"


def due(today: date) -> list[Duty]:
    """For who prints and posts. The same few queries however many walls; only papers that are no longer the newest ask more."""
    kept = list(walls.Wall.objects.filter(is_active=True).select_related("unit"))
    if not kept:
        return []
    known, places = walls.candidates(clock.now()), walls.villages()
    down, hung = Counter[int](), set[tuple[int, object]]()
    for posting in walls.hanging(kept):
        if not verdict_of(posting.paper).holds:
            down[posting.wall_id] += 1
        elif not posting.paper.village_id:  # 我的村 stands for no single item
            hung.add((posting.wall_id, posting.paper.edition.item_id))
    lacks = {
        wall: sum(walls.belongs(one, wall, places) and (wall.pk, one.item_id) not in hung for one in known)
        for wall in kept
    }
    found = [_duty(wall, down[wall.pk], lacks[wall]) for wall in kept if down[wall.pk] or lacks[wall]]
    return sorted(found, key=lambda duty: not duty.late)


def _duty(wall: walls.Wall, down: int, lacks: int) -> Duty:
    told = [f"要揭下 {down} 张" if down else "", f"该贴没贴 {lacks} 张" if lacks else ""]
    return Duty(
        title=wall.name, url=reverse("paper:wall", args=[wall.pk]), late=bool(down), button="去看",
        meta=[wall.unit.short_name], due="，".join(filter(None, told)), audience=duties.to("draft", unit=wall.unit),
    )  # fmt: skip


ROOM = duties.Room("walls", "公开栏该换了", HINT, due)
