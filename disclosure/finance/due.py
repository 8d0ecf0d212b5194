"""What of the town's money is due to be published: a finished quarter, a budget in its twenty days after approval."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from audit import duties
from audit.models import Duty, Edition, Item
from audit.states import OPEN

from .budgets import BUDGET
from .editions import QUARTERLY, live_quarters
from .limits import values
from .quarters import Quarter, last_finished

NEAR = timedelta(days=10)  # before its last day a thing begins to be told
LOOKED_BACK = 8  # quarters


@dataclass(frozen=True)
class Due:
    """One thing: what it is, by when, where it stands, where to go, of whose unit and column it is."""

    title: str
    day: date
    today: date
    item: Item
    stands: str
    url: str

    @property
    def late(self) -> bool:
        return self.today > self.day

    @property
    def told(self) -> str:
        day = f"{self.day.month}月{self.day.day}日"
        return f"应在{day}前公开，已过 {(self.today - self.day).days} 天" if self.late else f"请在{day}前公开"


def due(today: date) -> list[Due]:
    """What is late first. One query where there is nothing of the kind."""
    from disclosure.models import QuarterlyFinance

    if not Item.objects.filter(kind__in=(QUARTERLY, BUDGET)).exists():
        return []
    newest = QuarterlyFinance.objects.select_related("unit", "column").order_by("-year", "-quarter").first()
    found = _quarters(today, values(today)["finance_quarter_days"], newest) if newest else []
    return sorted([*found, *_budgets(today)], key=lambda one: one.day)


def money(today: date) -> list[Duty]:
    """For the officer, and for who drafts for the unit."""
    return [
        Duty(
            title=one.title, meta=[one.item.unit.short_name, one.stands], due=one.told, late=one.late, url=one.url,
            button="去看" if one.stands == "正在审核" else "去办",
            audience=duties.to("review", "draft", unit=one.item.unit, column=one.item.column),
        )
        for one in due(today)
    ]  # fmt: skip


def _quarters(today: date, days: int, newest) -> list[Due]:
    """Finished quarters that are not public, from the first that ever was or is being written."""
    from disclosure.models import QuarterlyFinance

    live = live_quarters()
    drafts = {item.period: item for item in QuarterlyFinance.objects.order_by("changed_at")}
    open_now = set(Edition.objects.filter(kind=QUARTERLY, state__in=OPEN).values_list("item_id", flat=True))
    first = min([*live, *drafts])
    found, quarter = list[Due](), last_finished(today)
    for _ in range(LOOKED_BACK):
        day = quarter.last_day + timedelta(days=days)
        if quarter < first:
            break
        if quarter not in live and today + NEAR >= day:
            found.append(_quarter_due(quarter, day, today, newest, drafts.get(quarter), open_now))
        quarter = quarter.before()
    return found


def _quarter_due(quarter: Quarter, day: date, today: date, newest, draft, open_now: set) -> Due:
    title = f"{quarter.full}财政收支"
    if draft is None:
        return Due(title, day, today, newest, "还没有起草", reverse("admin:disclosure_quarterlyfinance_upload"))
    if draft.pk in open_now:
        return Due(title, day, today, newest, "正在审核", reverse("desk:review", args=[draft.pk]))
    url = reverse("admin:disclosure_quarterlyfinance_change", args=[draft.pk])
    return Due(title, day, today, newest, "有草稿，还没有送审", url)


def _budgets(today: date) -> list[Due]:
    """Budgets whose approval was entered and that were never public."""
    from disclosure.models import Budget

    known = Edition.objects.filter(kind=BUDGET, publication__isnull=False).values("item_id")
    waiting = Budget.objects.exclude(pk__in=known).exclude(approved_on=None).select_related("unit", "column")
    items = list(waiting.order_by("approved_on")[:20])
    open_now = (
        set(Edition.objects.filter(kind=BUDGET, state__in=OPEN).values_list("item_id", flat=True)) if items else set()
    )
    found = []
    for item in items:
        if item.approval is None:
            continue
        url = reverse("desk:review" if item.pk in open_now else "admin:disclosure_budget_change", args=[item.pk])
        stands = "正在审核" if item.pk in open_now else "有草稿，还没有送审"
        found.append(Due(item.name, item.approval.due, today, item, stands, url))
    return found


HINT = "季度收支和预算决算有法定或镇里定的期限，过了期限页面会写明。"
ROOM = duties.Room("money", "该公开的账", HINT, money)
