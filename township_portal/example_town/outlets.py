"""The example town's visits to its villages' outlets, and what was brought to the villagers this autumn."""

from datetime import date

from audit.clock import example_clock, local_date, now
from audit.models import Edition, Unit
from services_center import outlets
from services_center.models import OutletCheck, OutletNeed, Outreach

from . import foundation
from .stories import local

# village, when, what is missing, what is broken, until when, what was seen
CHECKS = [
    ("baiyunan", "2026-10-27 09:40", (), (), None, "样样能用，公示牌照片要换新的。"),
    ("taizimiao", "2026-10-27 14:20", (), ("打印复印机",), date(2026, 11, 15), "打印机卡纸，已报修。"),
    ("lannao", "2026-10-28 10:10", ("电脑", "打印复印机", "首问负责制", "一次性告知制", "限时办结制"), ("宽带网络",), date(2026, 12, 31),
     "村部墙面空着，代办靠手机。"),
]  # fmt: skip
# guide, when, village ("" for the whole town), way, printed, households
OUTREACH = [
    ("城乡居民基本医疗保险缴费", "2026-09-22 16:30", "lannao", "door", 300, 268),
    ("城乡居民基本医疗保险缴费", "2026-09-24 17:00", "taizimiao", "door", 0, 190),
    ("城乡居民基本养老保险缴费", "2026-11-10 11:30", "", "market", 500, 410),
]


def fill() -> None:
    """What the office has written down by the town's last day."""
    needs = list(OutletNeed.objects.all())
    for slug, at, missing, broken, until, note in CHECKS:
        with example_clock(local(at)):
            check = OutletCheck(
                village=Unit.objects.get(slug=slug), checked_on=local_date(now()), remedy_by=until, note=note
            )
            found = {need: _found(need.name, missing, broken) for need in needs}
            outlets.record(foundation.account("officer"), check, found, [])
    for title, at, slug, way, printed, households in OUTREACH:
        edition = Edition.objects.filter(kind="guide", title=title, state="published").get()
        with example_clock(local(at)):
            Outreach.objects.create(
                item_id=edition.item_id, leaflet=title, way=way, held_on=local_date(now()), printed=printed, households=households,
                village=Unit.objects.filter(slug=slug).first(), recorder=foundation.account("officer").person,
                recorded_at=now(), recorded_on=local_date(now()),
            )  # fmt: skip


def _found(name: str, missing: tuple[str, ...], broken: tuple[str, ...]) -> str:
    return "missing" if name in missing else "broken" if name in broken else "good"
