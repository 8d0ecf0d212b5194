"""该更新了: leaders whose last day has passed while the public list still has them, and unit profiles nobody checked for
longer than the town's limit. Two queries and one for the limit, whatever the town's size."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from audit import clock, rights
from audit.facts import value
from audit.models import Account, Edition, Threshold
from audit.states import OPEN

from .organisation import leaders_in

CHECK_DAYS = "unit_profile_check_days"
MOST = 20


@dataclass(frozen=True)
class Reminder:
    """One row of 今天: what it is about, and the one button that leads to where it is put right."""

    title: str
    meta: tuple[str, ...]
    url: str
    button: str
    late: bool = False


def sections(account: Account, at: datetime) -> list[dict]:
    """What `audit/desk/beside.py` asks: one section, what ran out first; none where nothing is due."""
    if not rights.can(account, "draft"):
        return []
    found = sorted(organisation(account, at), key=lambda reminder: not reminder.late)[:MOST]
    rows = [
        {
            "title": one.title, "url": one.url, "state": "", "meta": one.meta, "due": "", "late": one.late,
            "correction": False, "button": one.button, "note": "",
        }
        for one in found
    ]  # fmt: skip
    return (
        [{"key": "remind", "title": "该更新了", "hint": "到期的人，很久没有核对的单位。", "rows": rows}] if rows else []
    )


def organisation(account: Account, at: datetime) -> Iterable[Reminder]:
    today = clock.local_date(at)
    under_way = Edition.objects.filter(item_id=OuterRef("item_id"), state__in=OPEN)
    found = Edition.objects.live().filter(kind__in=("leadership", "unit_profile")).annotate(busy=Exists(under_way))
    found = found.select_related("unit", "column").only("item", "kind", "title", "facts", "unit", "column", "state")
    mine = [edition for edition in found.order_by("unit__order", "pk") if rights.can(account, "draft", edition)]
    for edition in mine:
        if edition.kind == "leadership":
            yield from _left(edition, today)
    profiles = [edition for edition in mine if edition.kind == "unit_profile"]
    if profiles and (limit := check_days(today)):
        for edition in profiles:
            yield from _unchecked(edition, today, limit)


def check_days(on: date) -> int | None:
    rows = Threshold.objects.in_force(on).filter(key=CHECK_DAYS).order_by("-valid_from")
    return rows.values_list("value", flat=True).first()


def _left(edition: Edition, today: date) -> Iterable[Reminder]:
    gone = [leader for leader in leaders_in(edition.facts_data) if leader.gone(today)]
    if not gone:
        return
    told = "、".join(f"{leader.name}（{leader.post}）任职到 {leader.until}" for leader in gone)
    yield _row(edition, "leadership", f"{told}，名单还没有更新", "打开领导信息", late=True)


def _unchecked(edition: Edition, today: date, limit: int) -> Iterable[Reminder]:
    try:
        days = (today - date.fromisoformat(value(edition.facts_data, "checked_on"))).days
    except ValueError:
        return
    if days > limit:
        told = f"{edition.unit.short_name}的地址、时间、电话 {days} 天没有核对（超过 {limit} 天）"
        yield _row(edition, "unitprofile", told, "打开去核对")


def _row(edition: Edition, model: str, title: str, button: str, *, late: bool = False) -> Reminder:
    if edition.busy:  # type: ignore[attr-defined]
        url, button = reverse("desk:review", args=[edition.item_id]), "看新的一稿"
        return Reminder(title, (edition.unit.short_name, "新的一稿正在审核"), url, button, late)
    url = reverse(f"admin:disclosure_{model}_change", args=[edition.item_id])
    return Reminder(title, (edition.unit.short_name,), url, button, late)
