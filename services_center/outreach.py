"""宣传 on the desk: what was brought to whom, the year's totals (they feed the year's figures), a new entry."""

import csv
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Count, F, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from audit import clock, rights
from audit.admin.fields import DateInput, readable
from audit.desk.frame import frame, staff_page
from audit.models import Edition, Unit

from .models import Outreach

WRITERS = ("review", "window")
READERS = (*WRITERS, "lead", "countersign", "inspect")
OFFERED, SHOWN, YEARS = 200, 300, 6
TOWN = "全镇"


@dataclass(frozen=True)
class Totals:
    """Of one village, or of all."""

    name: str
    times: int
    printed: int
    households: int


def totals(year: int) -> list[Totals]:
    """Per village in their order, what was for all last, then the whole. One query."""
    rows = Outreach.objects.counted().in_year(year).values("village__short_name", "village__order").order_by(
        F("village__order").asc(nulls_last=True), "village__short_name"
    ).annotate(times=Count("pk"), copies=Sum("printed"), reached=Sum("households"))  # fmt: skip
    found = [Totals(row["village__short_name"] or TOWN, row["times"], row["copies"], row["reached"]) for row in rows]
    whole = (sum(getattr(one, name) for one in found) for name in ("times", "printed", "households"))
    return [*found, Totals("合计", *whole)]


def may(account, wanted: tuple[str, ...]) -> bool:
    return any(rights.can(account, right) for right in wanted)


class OutreachForm(forms.ModelForm):
    leaflet = forms.ChoiceField(
        label="发的是哪一份", help_text="网上公开着的指南和信息，最近的在前；没有的先公开再发。"
    )

    class Meta:
        model = Outreach
        fields = ("way", "held_on", "village", "printed", "households")
        widgets = {"held_on": DateInput()}

    def __init__(self, data=None, **kwargs):
        super().__init__(readable(data), **kwargs)
        live = Edition.objects.searchable().order_by("-published_at")
        guides = list(live.filter(kind="guide").values_list("item_id", "title"))
        others = list(live.exclude(kind="guide").values_list("item_id", "title")[:OFFERED])
        named = ([(str(pk), title) for pk, title in rows] for rows in (guides, others))
        groups = [(label, rows) for label, rows in zip(("办事指南", "公开的信息"), named, strict=True) if rows]
        self.titles = dict(guides + others)
        self.fields["leaflet"].choices = [("", "请选择"), *groups]
        self.fields["village"].queryset = Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True)
        self.fields["village"].empty_label = TOWN
        self.initial.setdefault("held_on", clock.local_date(clock.now()))
        self.order_fields(["leaflet", *self.Meta.fields])

    def clean_held_on(self):
        if self.cleaned_data["held_on"] > clock.local_date(clock.now()):
            raise forms.ValidationError("日期晚于今天，做了再登记。")
        return self.cleaned_data["held_on"]

    def kept(self, account) -> Outreach:
        row = self.save(commit=False)
        chosen = next(pk for pk in self.titles if str(pk) == self.cleaned_data["leaflet"])
        row.item_id, row.leaflet = chosen, self.titles[chosen][:120]
        row.recorder, row.recorded_at = account.person, clock.now()
        row.recorded_on = clock.local_date(row.recorded_at)
        row.save()
        return row


def _year(request: HttpRequest) -> int:
    this, asked = clock.local_date(clock.now()).year, request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= this else this


@staff_page
def listed(request: HttpRequest) -> HttpResponse:
    writes = may(request.user, WRITERS)
    if not may(request.user, READERS) or (request.method == "POST" and not writes):
        raise Http404
    form = OutreachForm(request.POST if request.method == "POST" else None) if writes else None
    if request.method == "POST" and form is not None and form.is_valid():
        row = form.kept(request.user)
        messages.success(request, f"已登记：{row.leaflet}，{row.households} 户。")
        return redirect(f"{reverse('outreach:list')}?year={row.held_on.year}")
    year, this = _year(request), clock.local_date(clock.now()).year
    *villages, whole = totals(year)
    rows = Outreach.objects.counted().in_year(year).select_related("village", "recorder")[:SHOWN]
    context = {
        "form": form, "year": year, "years": range(this, this - YEARS, -1), "villages": villages, "whole": whole, "rows": rows,
        "mine": request.user.person_id if writes else None, "today": clock.local_date(clock.now()),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "services_center/outreach.html", context | frame(request, "outreach:list"), status=status)


@staff_page
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The year's totals as a table."""
    if not may(request.user, READERS):
        raise Http404
    year = _year(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="outreach-{year}.csv"'
    writer = csv.writer(response)
    writer.writerow(("村", "次数", "印刷份数", "到户数"))
    writer.writerows((one.name, one.times, one.printed, one.households) for one in totals(year))
    return response


@staff_page
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Struck out by who registered it, the same day; it stays in the register, counted no more."""
    if not may(request.user, WRITERS):
        raise Http404
    today = clock.local_date(clock.now())
    mine = Outreach.objects.counted().filter(pk=pk, recorder=request.user.person, recorded_on=today)
    if mine.update(voided_at=clock.now()):
        messages.success(request, "已撤销，不算在数里了。")
    else:
        messages.error(request, "没有撤销：只能由登记的人在当天撤销，一次。")
    return redirect("outreach:list")


app_name = "outreach"
urlpatterns = [
    path("", listed, name="list"),
    path("totals.csv", sheet, name="sheet"),
    path("<int:pk>/void/", void, name="void"),
]
