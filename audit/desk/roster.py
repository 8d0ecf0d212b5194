"""值班表: who is on duty now with telephone, and a month at a glance, which leaders fill in and confirm."""

import calendar
from datetime import date, datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import clock, rights, roster
from ..models import Account, Appointment, Person, Post
from ..models.people import SYSTEM_NUMBER
from ..roster import LEADER, OFFICER, ROLES, Turn
from .attempt import attempt
from .frame import frame, staff_page

FAR = 12  # months ahead or back that can be looked at


class MonthForm(forms.Form):
    """A box a day and role that nobody has yet: `officer-2026-12-01`; and which post each role stands in."""

    def __init__(self, free: list[tuple[date, str]], *args, **kwargs):
        super().__init__(*args, **kwargs)
        persons = Person.objects.filter(accounts__is_active=True).exclude(staff_number=SYSTEM_NUMBER).distinct()
        self.persons = {str(person.pk): person for person in persons.order_by("name", "pk")}
        choices = [("", "没有排"), *((pk, person.name) for pk, person in self.persons.items())]
        self.free = free
        for role, label in ROLES.items():
            posts = Post.objects.filter(kind__in=roster.KINDS[role]).order_by("kind", "id")
            self.fields[f"post-{role}"] = forms.ModelChoiceField(
                posts, label=f"{label}用哪个岗位", empty_label=None, initial=posts.first(),
                error_messages={"required": f"请选{label}用哪个岗位；没有的，先到“任职”里设。"}, help_text="值班的人这一天有这个岗位的权。",
            )  # fmt: skip
        for day, role in free:
            self.fields[f"{role}-{day}"] = forms.ChoiceField(
                label=f"{day.month}月{day.day}日{ROLES[role]}", choices=choices, required=False
            )

    def turns(self) -> list[Turn]:
        given = self.cleaned_data
        return [
            Turn(day, role, self.persons[pk]) for day, role in self.free if (pk := given.get(f"{role}-{day}"))
        ]  # fmt: skip

    def posts(self) -> dict[str, Post]:
        return {role: post for role in ROLES if (post := self.cleaned_data.get(f"post-{role}"))}


@never_cache
@staff_page
def month(request: HttpRequest, year: int | None = None, number: int | None = None) -> HttpResponse:
    if not rights.can(request.user, "staff"):
        raise Http404
    now, at_hour = clock.now(), roster.hour()
    today = timezone.localtime(now - timedelta(hours=at_hour)).date()
    first = _first(year or today.year, number or today.month, today)
    days = [first + timedelta(days=n) for n in range(calendar.monthrange(first.year, first.month)[1])]
    rows = roster.between(*_span(first, at_hour))
    table = {day: roster.covering(rows, day, at_hour) for day in days}
    free = [(day, role) for day in days if day >= today for role in ROLES if not table[day][role]]
    leads = rights.can(request.user, "appoint")
    form = MonthForm(free, request.POST or None) if leads else None
    if request.method == "POST":
        if form is None:
            raise Http404
        said = "值班表已提出，等另一位领导确认，确认后到时候自动生效。"
        if form.is_valid() and attempt(request, roster.propose, form.turns(), form.posts(), said=said):
            return redirect("desk:roster_month", first.year, first.month)
    context = {
        "now": now, "duty": duty_rows(now), "first": first, "today": today, "hour": at_hour, "form": form,
        "posts": [form[f"post-{role}"] for role in ROLES] if form and free else [],
        "days": [_day(day, table[day], form, today) for day in days if day >= today or any(table[day].values())],
        "waiting": sum(row.confirmed_row is None for row in rows), "leads": leads, "can_fill": bool(form and free),
        "before": _near(first, -1, today), "after": _near(first, 1, today), "may_appoint": _may_appoint(request.user),
    }  # fmt: skip
    return render(request, "desk/roster.html", context | frame(request, "emergency:room"))


def _may_appoint(account: Account) -> bool:
    return rights.can(account, "appoint") or rights.can(account, "administer")


def _first(year: int, number: int, today: date) -> date:
    away = (year - today.year) * 12 + number - today.month
    if not 1 <= number <= 12 or abs(away) > FAR:
        raise Http404
    return date(year, number, 1)


def _span(first: date, at_hour: int) -> tuple[datetime, datetime]:
    """The month's days of duty, from the first change of shift to the last."""
    length = calendar.monthrange(first.year, first.month)[1]
    return roster.begins(first, at_hour), roster.begins(first + timedelta(days=length), at_hour)


def _near(first: date, step: int, today: date) -> dict | None:
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    if abs((year - today.year) * 12 + month + 1 - today.month) > FAR:
        return None
    return {"url": reverse("desk:roster_month", args=[year, month + 1]), "label": f"{year}年{month + 1}月"}


def _day(day: date, found: dict[str, list[Appointment]], form: MonthForm | None, today: date) -> dict:
    names = [f"{role}-{day}" for role in (OFFICER, LEADER)]
    return {
        "day": day, "today": day == today, "past": day < today, "weekend": day.weekday() > 4,
        "cells": [
            {
                "label": ROLES[role], "who": [{"name": row.person.name, "waits": row.confirmed_row is None} for row in found[role]],
                "field": form[name] if form and name in form.fields else None,
            }
            for role, name in zip((OFFICER, LEADER), names, strict=True)
        ],
    }  # fmt: skip


def duty_rows(at: datetime) -> list[dict]:
    """Who is on duty: role, name, phone, until; for templates/desk/_duty.html."""
    return [
        {"role": ROLES[roster.role_of(row)], "name": row.person.name, "phone": row.person.phone, "until": row.ends}
        for row in roster.on_duty(at)
    ]


@require_POST
@staff_page
def confirm(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Confirm what another leader proposed for the month."""
    if not rights.can(request.user, "staff"):
        raise Http404
    at_hour = roster.hour()
    first = _first(year, number, clock.local_date(clock.now()))
    done = attempt(request, roster.confirm, *_span(first, at_hour))
    if done is not None:
        count, left = done
        messages.success(request, f"已确认 {count} 班。" if count else "没有您能确认的。")
        for sentence in left:
            messages.warning(request, sentence)
    return redirect("desk:roster_month", year, number)


urlpatterns = [
    path("duty/", month, name="roster"),
    path("duty/<int:year>/<int:number>/", month, name="roster_month"),
    path("duty/<int:year>/<int:number>/confirm/", confirm, name="roster_confirm"),
]
