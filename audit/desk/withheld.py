"""不予公开的信息: a list by year with reason and clause, looked at again each year (State Council Decree 711 art 18).

A look is an act in the ledger: it stays undisclosed, with the reason, or it may be disclosed and goes back to drafting.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path, reverse

from .. import clock, duties, ledger, rights
from ..models import Account, Duty, Edition, LedgerEntry, Threshold
from ..models.edition import EditionQuerySet
from .dossier import data_of
from .frame import frame, staff_page

LOOKS = {"keep": "keep_withheld", "open": "open_withheld"}
KEY, MONTHS = "withheld_review_months", 12  # until somebody sets another number of months
MOST = 300


@dataclass(frozen=True)
class Row:
    edition: Edition
    clause: str
    decided: datetime
    looks: list[dict]  # when, who, said; newest first
    due: date
    late: bool
    form: "LookForm | None"

    @property
    def year(self) -> int:
        return clock.local_date(self.decided).year


class LookForm(forms.Form):
    remark = forms.CharField(
        label="这次复看的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明理由：为什么仍不公开，或者为什么现在可以公开。"},
    )  # fmt: skip


def reopened() -> Q:
    """Editions whose look said that they may be disclosed: the item is being drafted again."""
    rows = LedgerEntry.objects.filter(
        act="open_withheld", item_uuid=OuterRef("item_id"), edition_number=OuterRef("number")
    )
    return Q(Exists(rows))


DECIDING = ("review", "lead", "countersign")


def standing() -> EditionQuerySet:
    """What stays undisclosed, with when it was last looked at (looked_us); oldest look first."""
    looks = LedgerEntry.objects.filter(
        act="keep_withheld", item_uuid=OuterRef("item_id"), edition_number=OuterRef("number")
    )
    later = Edition.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return (
        Edition.objects.filter(~reopened(), state="withheld", erased_by=None).exclude(Exists(later))
        .annotate(looked_us=Coalesce(Subquery(looks.order_by("-number").values("at_us")[:1]), "moved_by__at_us"))
        .order_by("looked_us", "pk")
    )  # fmt: skip


def listed(account: Account) -> EditionQuerySet:
    """Of these, what this person leads, reviews or inspects."""
    if rights.can(account, "inspect"):
        return standing()
    mine: EditionQuerySet = Edition.objects.none()
    for right in DECIDING:
        if rights.can(account, right):
            mine = mine | rights.editions(account, right)
    return standing().filter(pk__in=mine.values("pk"))


def decides(account: Account) -> bool:
    return any(rights.can(account, right) for right in DECIDING)


def due(today: date) -> list[Duty]:
    """To be looked at again by today; the desk says only how many there are."""
    before, found = months_before(today, _months(today)), []
    for edition in standing().without_content().select_related("unit", "column")[:MOST]:
        if clock.local_date(clock.from_microseconds(edition.looked_us)) <= before:  # type: ignore[attr-defined]
            audience = duties.to(*DECIDING, unit=edition.unit, column=edition.column)
            found.append(Duty(title=str(edition.item_id), audience=audience))  # no word of what is withheld
    return found


def _months(today: date) -> int:
    rows = Threshold.objects.in_force(today).filter(key=KEY).order_by("-valid_from")
    return rows.values_list("value", flat=True).first() or MONTHS


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the month's last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))


def months_before(day: date, months: int) -> date:
    return months_after(day, -months)


@staff_page
def withheld(request, wrong: tuple | None = None):
    """The list by year; whoever may decide finds the form of the look beside each."""
    if not decides(request.user) and not rights.can(request.user, "inspect"):
        raise Http404
    rows = _rows(request.user, wrong)
    groups = [
        (year, [row for row in rows if row.year == year]) for year in sorted({row.year for row in rows}, reverse=True)
    ]
    context = frame(request, "desk:today") | {
        "groups": groups, "total": len(rows), "late": sum(row.late for row in rows), "months": _months(_today()),
    }  # fmt: skip
    return render(request, "desk/withheld.html", context, status=422 if wrong else 200)


def _today() -> date:
    return clock.local_date(clock.now())


def _rows(account: Account, wrong: tuple | None) -> list[Row]:
    editions = list(listed(account).without_content().select_related("unit", "column", "moved_by", "item")[:MOST])
    told = _told(editions)
    months, today = _months(_today()), _today()
    may = {edition.pk for edition in editions if _may_decide(account, edition)}
    rows = []
    for edition in editions:
        acts = told.get((edition.item_id, edition.number), [])
        decided = edition.moved_by.at
        due = months_after(clock.local_date(clock.from_microseconds(edition.looked_us)), months)  # type: ignore[attr-defined]
        form = LookForm(auto_id=f"look_{edition.pk}_%s") if edition.pk in may else None
        if form and wrong and wrong[0] == edition.pk:
            form = wrong[1]
        rows.append(
            Row(
                edition, next((data_of(row).get("clause", "") for row in acts if row.act == "propose_withhold"), ""), decided,
                [{"row": row, "said": data_of(row).get("remark", "")} for row in acts if row.act == "keep_withheld"],
                due, due <= today, form,
            )
        )  # fmt: skip
    return rows


def _told(editions: list[Edition]) -> dict[tuple, list[LedgerEntry]]:
    """The proposing rows and the looks of these editions, newest first (1 query)."""
    found: dict[tuple, list[LedgerEntry]] = {}
    rows = LedgerEntry.objects.filter(
        item_uuid__in={edition.item_id for edition in editions}, act__in=("propose_withhold", "keep_withheld")
    )
    for row in rows.select_related("words").order_by("-number"):
        found.setdefault((row.item_uuid, row.edition_number), []).append(row)
    return found


def _may_decide(account: Account, edition: Edition) -> bool:
    return any(rights.can(account, right, edition) for right in DECIDING)


@staff_page
def look(request, uuid):
    """One yearly look: 仍不公开 or 可以公开, with the reason; in the ledger, by name."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    edition = (
        listed(request.user).filter(item_id=uuid).select_related("unit", "column", "item__unit", "item__column").first()
    )
    if edition is None or not _may_decide(request.user, edition):
        raise Http404
    form = LookForm(request.POST, auto_id=f"look_{edition.pk}_%s")
    act = LOOKS.get(request.POST.get("outcome", ""))
    if not form.is_valid() or act is None:
        return withheld(request, wrong=(edition.pk, form))
    with transaction.atomic():
        ledger.lock_head()
        if not listed(request.user).filter(pk=edition.pk).exists():
            messages.error(request, "这一件别人刚刚办过了，请看最新的清单。")
            return redirect("desk:withheld")
        ledger.append(
            _actor(request.user, edition), act, edition=edition, from_state=edition.state, to_state=edition.state,
            texts={"remark": form.cleaned_data["remark"].strip()},
        )  # fmt: skip
        duties.look("withheld")
    if act == "keep_withheld":
        messages.success(request, f"已记下：《{edition.title}》仍不公开，明年再看。")
        return redirect("desk:withheld")
    messages.success(request, f"已记下：《{edition.title}》可以公开，退回起草。改好后照常送审、初审、签发。")
    may = rights.can(request.user, "draft", edition.item)
    return redirect(reverse("desk:write_edit", args=[uuid]) if may else "desk:withheld")


def _actor(account: Account, edition: Edition) -> ledger.Actor:
    seats = (
        rights.seat_for(account, right, unit=edition.unit, column=edition.column)
        for right in ("lead", "countersign", "review")
    )
    return rights.actor(account, next((seat for seat in seats if seat), None))


urlpatterns = [
    path("withheld/", withheld, name="withheld"),
    path("items/<uuid:uuid>/withheld/", look, name="withheld_look"),
]
