"""宣传 on the desk: what was brought to whom, the year's totals (they feed the year's figures), a new entry."""

import csv

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from audit import clock, rights
from audit.admin.fields import DateInput, readable
from audit.desk.frame import frame, staff_page
from audit.models import Edition, Unit

from .models import Outreach
from .outreach_totals import TOWN, Totals, every_year, summed, year_totals

WRITERS = ("review", "window")
READERS = (*WRITERS, "lead", "countersign", "inspect")
OFFERED, SHOWN, YEARS = 200, 300, 6
HEAD = ("次数", "印刷份数", "到户数")


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
    own, by_year = year_totals(year), every_year()
    rows = Outreach.objects.counted().in_year(year).select_related("village", "recorder")[:SHOWN]
    context = {
        "form": form, "year": year, "years": range(this, this - YEARS, -1), "villages": own.villages, "whole": own.whole, "rows": rows,
        "by_year": by_year, "ever": summed(by_year),
        "mine": request.user.person_id if writes else None, "today": clock.local_date(clock.now()),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "services_center/outreach.html", context | frame(request, "outreach:list"), status=status)


@staff_page
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The year's totals as a table."""
    own = year_totals(_year(request))
    return _table(request, f"outreach-{own.year}", "村", [*own.villages, own.whole])


@staff_page
@require_safe
def years_sheet(request: HttpRequest) -> HttpResponse:
    """One line a year."""
    rows = every_year()
    return _table(request, "outreach-years", "年份", [*rows, summed(rows)])


def _table(request: HttpRequest, name: str, first: str, rows: list[Totals]) -> HttpResponse:
    if not may(request.user, READERS):
        raise Http404
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow((first, *HEAD))
    writer.writerows((one.name, one.times, one.printed, one.households) for one in rows)
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
    path("years.csv", years_sheet, name="years_sheet"),
    path("<int:pk>/void/", void, name="void"),
]
