"""该更新了: leaders whose last day has passed while the public list still has them, and unit profiles nobody checked for
longer than the town's limit. Two queries and one for the limit, whatever the town's size."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from audit import duties
from audit.facts import value
from audit.models import Duty, Edition, Threshold
from audit.states import OPEN

from .organisation import leaders_in

CHECK_DAYS = "unit_profile_check_days"


def organisation(today: date) -> list[Duty]:
    """What ran out first, then what nobody checked; for who drafts it."""
    under_way = Edition.objects.filter(item_id=OuterRef("item_id"), state__in=OPEN)
    found = Edition.objects.live().filter(kind__in=("leadership", "unit_profile")).annotate(busy=Exists(under_way))
    found = found.select_related("unit", "column").only("item", "kind", "title", "facts", "unit", "column", "state")
    editions = list(found.order_by("unit__order", "pk"))
    profiles = [edition for edition in editions if edition.kind == "unit_profile"]
    limit = check_days(today) if profiles else None
    left = [duty for edition in editions if edition.kind == "leadership" for duty in _left(edition, today)]
    return left + [duty for edition in profiles if limit for duty in _unchecked(edition, today, limit)]


def check_days(on: date) -> int | None:
    rows = Threshold.objects.in_force(on).filter(key=CHECK_DAYS).order_by("-valid_from")
    return rows.values_list("value", flat=True).first()


def _left(edition: Edition, today: date) -> Iterable[Duty]:
    gone = [leader for leader in leaders_in(edition.facts_data) if leader.gone(today)]
    if not gone:
        return
    told = "、".join(f"{leader.name}（{leader.post}）任职到 {leader.until}" for leader in gone)
    yield _duty(edition, "leadership", f"{told}，名单还没有更新", "打开领导信息", late=True)


def _unchecked(edition: Edition, today: date, limit: int) -> Iterable[Duty]:
    try:
        days = (today - date.fromisoformat(value(edition.facts_data, "checked_on"))).days
    except ValueError:
        return
    if days > limit:
        told = f"{edition.unit.short_name}的地址、时间、电话 {days} 天没有核对（超过 {limit} 天）"
        yield _duty(edition, "unitprofile", told, "打开去核对")


def _duty(edition: Edition, model: str, title: str, button: str, *, late: bool = False) -> Duty:
    """One button: to where it is put right, or to the new edition under way."""
    url, meta = reverse(f"admin:disclosure_{model}_change", args=[edition.item_id]), [edition.unit.short_name]
    if edition.busy:  # type: ignore[attr-defined]
        url, button = reverse("desk:review", args=[edition.item_id]), "看新的一稿"
        meta.append("新的一稿正在审核")
    audience = duties.to("draft", unit=edition.unit, column=edition.column)
    return Duty(title=title, meta=meta, url=url, button=button, late=late, audience=audience)


ROOM = duties.Room("remind", "该更新了", "到期的人，很久没有核对的单位。", organisation)
