"""以您名义签发: what was signed by a leader, or on her behalf by a deputy or whoever was on duty."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from .. import clock
from ..models import Account, Appointment, Edition, LedgerEntry
from ..states import SIGNING_ACTS
from .frame import frame, staff_page
from .onward import onward

WEEK = timedelta(days=7)
MOST = 100


def in_the_name_of(account: Account, *, since: datetime | None) -> QuerySet[LedgerEntry]:
    """The signing rows since then (default: a week), newest first."""
    person = account.person
    if person is None:
        return LedgerEntry.objects.none()
    posts = Appointment.objects.filter(person=person, mode="holder").exclude(confirmed_row=None)
    mine = Q(person_number=person.staff_number)
    for mark in ("（代）", "（值班）"):
        mine |= Q(on_behalf_of=person.name, post__in=posts.values_list(Concat("post__title", Value(mark))))
    after = clock.microseconds(since or clock.now() - WEEK)
    return LedgerEntry.objects.filter(mine, act__in=SIGNING_ACTS, at_us__gt=after).order_by("-number")


def lines(account: Account, rows: list[LedgerEntry]) -> list[dict]:
    """The rows as the page lists them: what, when, in whose hand."""
    wanted = Q(pk__in=[])
    for row in rows:
        wanted |= Q(item_id=row.item_uuid, number=row.edition_number)
    editions = {
        (edition.item_id, edition.number): edition for edition in Edition.objects.filter(wanted).without_content()
    }
    found = []
    for row in rows:
        edition = editions.get((row.item_uuid, row.edition_number))
        own = account.person is not None and row.person_number == account.person.staff_number
        found.append({
            "title": (edition.title if edition else "") or "（内容已清除）",
            "url": reverse("desk:review", args=[row.item_uuid]),
            "state": edition.badge if edition else "",
            "meta": [row.label, f"第{row.edition_number}稿", "本人" if own else f"{row.person_name}（{row.post}）代签"],
            "at": row.at,
        })  # fmt: skip
    return found


def address(after: str) -> str:
    return f"{reverse('desk:signed')}?{urlencode({'next': after})}"


@staff_page
def signed_page(request: HttpRequest) -> HttpResponse:
    """What was signed in my name since I was last here; shown after login when there is something."""
    kept = request.session.get("signed_since", "")
    since = datetime.fromisoformat(kept) if kept else None
    rows = list(in_the_name_of(request.user, since=since)[:MOST])
    context = {
        "lines": lines(request.user, rows), "since": since,
        "onward": onward(request) or reverse("desk:today"),
    }  # fmt: skip
    return render(request, "desk/signed.html", context | frame(request, "desk:me"))


urlpatterns = [path("me/signed/", signed_page, name="signed")]
