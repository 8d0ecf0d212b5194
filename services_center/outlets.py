"""The rules of 村级代办点: who reads, who checks, what each outlet has by the last look, what is missing, what is overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from audit import clock, duties, files, rights
from audit.models import Account, Duty, Unit
from audit.uploads import Upload

from .models import OutletAnswer, OutletCheck, OutletNeed, OutletPhoto

WRITERS = ("review", "window")
READERS = (*WRITERS, "lead", "countersign", "inspect")
Found = OutletAnswer.Found


def may_check(account: Account) -> bool:
    return any(rights.can(account, right) for right in WRITERS)


def readable(account: Account) -> QuerySet[Unit]:
    """Villages whose outlet the account may look at: the town's people all of them, a village its own."""
    everywhere = Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True)
    if any(rights.can(account, right) for right in READERS):
        return everywhere
    return (
        everywhere.filter(pk__in=rights.units(account, "draft")) if rights.can(account, "draft") else everywhere.none()
    )


def reads_some(account: Account) -> bool:
    return readable(account).exists()


@dataclass(frozen=True)
class Line:
    """One thing an outlet must have, as it was found last. found: "" where nobody looked yet. promised: the day first
    promised since it was last found good; a later visit cannot move it. remedy_by: what the last visit says.
    """

    village: Unit
    need: OutletNeed
    found: str
    checked_on: date | None
    promised: date | None
    remedy_by: date | None

    @property
    def label(self) -> str:
        return Found(self.found).label if self.found else "还没有查过"

    @property
    def good(self) -> bool:
        return self.found == Found.GOOD

    @property
    def lacking(self) -> bool:
        return self.found in (Found.BROKEN, Found.MISSING)

    def late(self, on: date) -> bool:
        """Counted from the first promise until a visit finds it mended."""
        return self.lacking and self.promised is not None and self.promised < on

    @property
    def moved_to(self) -> date | None:
        """The other day a later visit wrote down."""
        return self.remedy_by if self.lacking and self.remedy_by != self.promised else None


def inventory(villages: Iterable[Unit], on: date) -> dict[Unit, list[Line]]:
    """Village → what it must have, each as it was found last. Two queries."""
    villages, needs = list(villages), list(OutletNeed.objects.in_force(on))
    theirs = OutletAnswer.objects.filter(check_made__village__in=villages).order_by()
    newest = theirs.values("check_made__village", "need").annotate(last=Max("pk")).values("last")
    answers = OutletAnswer.objects.filter(pk__in=newest).select_related("check_made")
    same = OutletAnswer.objects.filter(need=OuterRef("need"), check_made__village=OuterRef("check_made__village"))
    good = Subquery(same.filter(found=Found.GOOD).order_by("-pk").values("pk")[:1])
    since = same.filter(pk__gt=OuterRef("last_good"), check_made__remedy_by__isnull=False).order_by("pk")
    answers = answers.annotate(last_good=Coalesce(good, 0)).annotate(
        promised=Subquery(since.values("check_made__remedy_by")[:1])
    )
    by_place = {(answer.check_made.village_id, answer.need_id): answer for answer in answers}
    return {
        village: [_line(village, need, by_place.get((village.pk, need.pk))) for need in needs] for village in villages
    }


def _line(village: Unit, need: OutletNeed, answer: OutletAnswer | None) -> Line:
    if answer is None:
        return Line(village, need, "", None, None, None)
    check = answer.check_made
    return Line(village, need, answer.found, check.checked_on, answer.promised, check.remedy_by)  # type: ignore[attr-defined]


def lacking(stock: dict[Unit, list[Line]]) -> list[Line]:
    """What the town would have to buy or repair, village by village."""
    return [line for lines in stock.values() for line in lines if line.lacking]


def cost(lines: Iterable[Line]) -> int:
    return sum(line.need.price for line in lines)


def last_check(village: Unit) -> OutletCheck | None:
    return OutletCheck.objects.filter(village=village).order_by("-pk").first()


@transaction.atomic
def record(account: Account, check: OutletCheck, answers: dict[OutletNeed, str], photos: list[Upload]) -> OutletCheck:
    """Keep a visit with what was found; nothing of it is changed afterwards (the database refuses)."""
    assert may_check(account) and account.person is not None
    check.checker, check.checker_name, check.recorded_at = account.person, account.person.name, clock.now()
    check.save()
    OutletAnswer.objects.bulk_create(
        OutletAnswer(check_made=check, need=n, found=found) for n, found in answers.items()
    )
    for photo in photos:
        OutletPhoto.objects.create(check_made=check, sha256=files.put(photo.data), content_type=photo.content_type)
    duties.look(ROOM.key)
    return check


def is_kept(sha256: str) -> bool:
    """For the sweep of files nothing refers to."""
    return OutletPhoto.objects.filter(sha256=sha256).exists()


def overdue(today: date) -> list[Duty]:
    """Villages whose remedies are overdue: for the town's people, and for the village's own."""
    found = []
    for village, lines in inventory(Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True), today).items():
        late = [line for line in lines if line.late(today)]
        if late:
            day = min(line.promised for line in late if line.promised)
            found.append(Duty(
                title=f"{village.short_name}代办点：{'、'.join(line.need.name for line in late)}", late=True, button="去看",
                url=reverse("outlets:one", args=[village.slug]), meta=[village.short_name, f"{len(late)} 样"],
                due=f"应在 {day:%-m月%-d日} 前补齐", audience=duties.to(*READERS) + duties.to("draft", unit=village),
            ))  # fmt: skip
    return found


ROOM = duties.Room("outlets", "代办点没有按期补齐", "补齐了的，请到村里再查一次，记下来就没有了。", overdue)
