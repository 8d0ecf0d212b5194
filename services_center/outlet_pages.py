"""/desk/outlets/: what each village's outlet has and lacks, the list the town budgets from, one outlet with its visits."""

import csv

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from audit import clock, files
from audit.desk.frame import frame, staff_page
from audit.models import Unit

from . import outlets
from .models import OutletPhoto
from .models.wall_rule import live_rules
from .outlet_form import OutletCheckForm

HEAD = ("村", "种类", "名称", "情况", "检查日期", "应补齐日期", "后来改到", "估价（元）")
MOST_CHECKS = 20


def _villages(request: HttpRequest) -> QuerySet[Unit]:
    """Those one may see; who may see none does not learn that the page exists."""
    found = outlets.readable(request.user)
    if not (outlets.may_check(request.user) or found.exists()):
        raise Http404
    return found


@staff_page
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    today = clock.local_date(clock.now())
    stock = outlets.inventory(_villages(request), today)
    rows = []
    for village, lines in stock.items():
        short = [line for line in lines if line.lacking]
        rows.append({
            "village": village, "lines": short, "cost": outlets.cost(short), "late": any(line.late(today) for line in short),
            "good": sum(line.good for line in lines), "all": len(lines), "unseen": sum(not line.found for line in lines),
            "checked_on": max((line.checked_on for line in lines if line.checked_on), default=None),
        })  # fmt: skip
    context = {"rows": rows, "cost": outlets.cost(outlets.lacking(stock)), "today": today}
    return render(request, "services_center/outlets.html", context | frame(request, "outlets:list"))


@staff_page
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The missing list as a table for the budget."""
    today = clock.local_date(clock.now())
    lines = outlets.lacking(outlets.inventory(_villages(request), today))
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="outlets-{today:%Y%m%d}.csv"'
    writer = csv.writer(response)
    writer.writerow(HEAD)
    for line in lines:
        sort = line.need.get_sort_display()
        days = [day or "" for day in (line.checked_on, line.promised, line.moved_to)]
        writer.writerow([line.village.short_name, sort, line.need.name, line.label, *days, line.need.price])
    writer.writerow(["合计", "", f"{len(lines)} 样", "", "", "", "", outlets.cost(lines)])
    return response


@staff_page
def one(request: HttpRequest, slug: str) -> HttpResponse:
    village = get_object_or_404(_villages(request), slug=slug)
    if request.method == "POST" and not outlets.may_check(request.user):
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OutletCheckForm(village, *sent)
    if request.method == "POST" and form.is_valid():
        form.instance.village = village
        outlets.record(request.user, form.instance, form.answers, form.cleaned_data["photos"])
        messages.success(request, f"已记下 {village.short_name}代办点的检查。")
        return redirect("outlets:one", slug)
    today = clock.local_date(clock.now())
    lines = outlets.inventory([village], today)[village]
    rules = live_rules() if outlets.may_check(request.user) else {}
    context = {
        "village": village, "form": form if outlets.may_check(request.user) else None,
        "lines": [{"line": line, "late": line.late(today), "words": rules.get(line.need.name)} for line in lines],
        "checks": village.outlet_checks.prefetch_related("photos")[:MOST_CHECKS],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "services_center/outlet.html", context | frame(request, "outlets:list"), status=status)


@staff_page
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(OutletPhoto.objects.filter(check_made__village__in=_villages(request)), pk=pk)
    try:
        response = FileResponse(files.opened(shown.sha256), content_type=shown.content_type)
    except (OSError, ValueError):
        raise Http404 from None
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
