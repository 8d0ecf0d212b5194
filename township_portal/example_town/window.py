"""The window's registers of the example town: visits of the last quarter, visitors with their answers. All invented."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from audit.clock import example_clock
from audit.models import Account, Edition, Unit
from services_center import reception_book
from services_center.models import Reception, Visit

from . import content
from .office_hours import is_working_day

DAYS = 60
FAVOURITES = {
    "城乡居民基本医疗保险参保登记": 9,
    "城乡居民基本医疗保险缴费": 8,
    "异地就医备案": 5,
    "城乡居民养老待遇申领（满60岁领钱）": 4,
}
# received on, village, matter, persons, unit, answer (day, words), closed (day, words)
VISITORS = (
    ("2026-08-18", "lannao", "反映村口到小学的路灯坏了三盏，孩子晚上走路不安全。", 2, "village-construction",
     ("2026-08-24", "已报县供电公司，一周内修。"), ("2026-08-31", "路灯修好，打电话回复，对方满意。")),
    ("2026-09-09", "guqiaofan", "问上半年公益性岗位的工资怎么还没有到卡。", 1, "social-security",
     ("2026-09-14", "县里 9 月 20 日统一发放，已解释。"), ("2026-09-22", "已到卡，电话回复。")),
    ("2026-09-29", "baiyunan", "反映邻居建房占了排水沟，要求镇里来看。", 3, "village-construction",
     ("2026-10-15", "上门看过，双方约定重新开沟。"), ("2026-11-03", "水沟修通，双方签字。")),
    ("2026-10-19", "taizimiao", "反映茶园边的机耕路被雨冲断，茶叶运不出来。", 4, "agriculture", ("2026-10-27", "列入秋冬修路计划。"), None),
    ("2026-10-26", "luoerling", "问低保申请两个月没有答复。", 1, "civil-affairs", None, None),
    ("2026-11-17", "lannao", "反映集镇停车挤，赶集日堵路。", 2, "emergency", None, None),
)  # fmt: skip


def fill() -> None:
    guides = list(Edition.objects.live().filter(kind="guide").select_related("item").order_by("title"))
    last = date.fromisoformat(content.LAST_DAY)
    _visits(guides, last)
    for row in VISITORS:
        _visitor(*row)


def at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _visits(guides: list[Edition], last: date) -> None:
    dice, clerk = Random("窗口"), Account.objects.get(username="window").person
    villages = [*Unit.objects.filter(kind=Unit.Kind.VILLAGE), None]
    weights = [FAVOURITES.get(guide.title, 1) for guide in guides]
    rows = []
    for day in (last - timedelta(days=number) for number in range(DAYS, -1, -1)):
        for number in range(dice.randint(3, 7)) if is_working_day(day) else ():
            [guide] = dice.choices(guides, weights)
            rows.append(Visit(
                item=guide.item, matter=guide.title, village=dice.choice(villages), count=dice.choice((1, 1, 1, 2)),
                purpose=dice.choice(("apply", "apply", "ask", "agent")), recorder=clerk, day=day,
                at=at(day, time(8 + number, dice.randint(0, 59))),
            ))  # fmt: skip
    Visit.objects.bulk_create(rows)


def _visitor(received_on, village, matter, persons, unit, answer, closed) -> None:
    day = date.fromisoformat(received_on)
    clerk = Account.objects.select_related("person").get(username="window")
    with example_clock(at(day, time(9, 30))):
        reception = reception_book.record(clerk, Reception(
            received_on=day, matter=matter, persons=persons, received_by="李示例 副镇长", village=Unit.objects.get(slug=village),
            unit=Unit.objects.get(slug=unit),
        ))  # fmt: skip
    for kind, told in (("answer", answer), ("closed", closed)):
        if told:
            with example_clock(at(date.fromisoformat(told[0]), time(15, 10))):
                reception_book.add(clerk, reception, kind, told[1])
