"""窗口: a guide in ten seconds by first letters, the papers this person needs on one printed sheet, the visit registered.

The window's post works here, and the officers who stand in for it; to everybody else these pages do not exist.
"""

import re
from datetime import date
from functools import wraps

from django import forms
from django.contrib import messages
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from audit import clock, rights
from audit.desk.frame import frame, staff_page
from audit.models import Edition, Unit
from audit.models.edition import being_corrected
from audit.qr_code import qr

from . import directory, guide_facts, guides
from .models import Visit

CODE = re.compile(r"[0-9]{8}")
SHOWN_TODAY, TOP = 30, 5


def window_page(view):
    """Only who holds the window's post (or stands in for it)."""

    @staff_page
    @wraps(view)
    def asked(request, *args, **kwargs):
        if not rights.can(request.user, "window"):
            raise Http404
        return view(request, *args, **kwargs)

    return asked


class VisitForm(forms.ModelForm):
    """One line: from which village, what for, how many. Nothing about who."""

    class Meta:
        model = Visit
        fields = ("village", "purpose", "count")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True)
        self.fields["village"].empty_label = "不是本镇的，或者没问"
        self.fields["village"].label_from_instance = lambda unit: unit.short_name
        self.fields["count"].widget.attrs |= {"min": 1, "inputmode": "numeric"}


@window_page
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    asked, today = request.GET.get("q", "")[:40], clock.local_date(clock.now())
    everything = directory.entries()
    found = directory.search(everything, asked)
    if asked and len(found) == 1:
        return redirect("window:prepare", found[0].slug)
    visits = Visit.objects.on(today).select_related("village", "recorder")
    sought = directory.most_sought(everything, today, TOP)
    context = {
        "q": asked, "entries": found, "nothing": bool(asked) and not found,
        "visits": visits[:SHOWN_TODAY], "today": today, "figures": figures(today),
        "sought": sought, "example": directory.example([*sought, *everything]),
    }  # fmt: skip
    return render(request, "services_center/window_find.html", context | frame(request, "window:find"))


def figures(today: date) -> list[dict]:
    """How many came: today, this month, this quarter. As parts/tiles.html wants them; one query."""
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    rows = Visit.objects.since(quarter).values("day").annotate(persons=Sum("count"), times=Count("pk")).order_by()
    spans = (("今天", today), ("这个月", today.replace(day=1)), ("这个季度", quarter))
    return [
        {
            "label": label, "number": sum(row["times"] for row in rows if row["day"] >= since),
            "note": f"{sum(row['persons'] for row in rows if row['day'] >= since)} 人",
        }
        for label, since in spans
    ]  # fmt: skip


def loaded(slug: str) -> Edition:
    edition = directory.live_guide(slug)
    if edition is None:
        raise Http404
    return edition


@window_page
@require_safe
def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the questions, tick the papers, print, register."""
    return _prepare(request, loaded(slug), VisitForm())


def _prepare(request: HttpRequest, edition: Edition, form: VisitForm, status: int = 200) -> HttpResponse:
    answers = guides.chosen(edition.facts_data, request.GET)
    own = guide_facts.sheet(edition.facts_data, answers)
    address = reverse("window:prepare", args=[own["slug"]])
    context = {
        "edition": edition, "own": own, "choices": guides.choices(own, address, answers), "form": form,
        "given": list(answers.values()), "guide_url": reverse("guide", args=[own["slug"]]), "agents": directory.agents(),
        "being_corrected": being_corrected(edition),
    }  # fmt: skip
    return render(
        request, "services_center/window_prepare.html", context | frame(request, "window:find"), status=status
    )


@window_page
@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet in large type with the papers that were left ticked."""
    edition = loaded(slug)
    answers = guides.chosen(edition.facts_data, request.GET)
    own = guide_facts.sheet(edition.facts_data, answers)
    if "m" in request.GET:
        kept = set(request.GET.getlist("m"))
        own["materials"] = [paper for number, paper in enumerate(own["materials"]) if str(number) in kept]
    address = reverse("guide", args=[slug]) + guides.asked(answers)
    context = guides.sheet_context(edition, own, answers) | {
        "back": reverse("window:prepare", args=[slug]) + guides.asked(answers), "agents": directory.agents(),
        "qr": qr(request.build_absolute_uri(address)),
    }  # fmt: skip
    return render(request, "services_center/window_sheet.html", context | frame(request, "window:find"))


@window_page
@require_POST
def register(request: HttpRequest, slug: str) -> HttpResponse:
    edition = loaded(slug)
    form = VisitForm(
        request.POST, instance=Visit(item=edition.item, matter=edition.title, recorder=request.user.person)
    )
    if not form.is_valid():
        return _prepare(request, edition, form, status=422)
    visit = form.save()
    messages.success(request, f"已登记：{visit.matter}，{visit.count} 人。")
    return redirect("window:find")


@window_page
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Struck out by who registered it, the same day; it stays in the register, counted no more."""
    today = clock.local_date(clock.now())
    mine = Visit.objects.counted().filter(pk=pk, day=today, recorder=request.user.person)
    if mine.update(voided_at=clock.now()):
        messages.success(request, "已撤销，不算在数里了。")
    else:
        messages.error(request, "没有撤销：只能由登记的人在当天撤销，一次。")
    return redirect("window:find")


@window_page
@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """A paper's code read over the counter: to the page at this desk that says whether it still holds."""
    said = request.GET.get("code", "")
    digits = re.sub(r"[^0-9]", "", said.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    if not CODE.fullmatch(digits):
        messages.error(request, f"“{said[:20]}”不是纸上的号：纸上的号是八个数字，分两组。请对方再读一遍。")
        return redirect("window:find")
    try:
        return redirect(reverse("paper:read_aloud", kwargs={"code": digits}))
    except NoReverseMatch:  # papers of this installation carry no codes yet
        messages.error(request, "这里还不能核对纸上的号，请看纸上的日期，再到网上看是不是最新的。")
        return redirect("window:find")
