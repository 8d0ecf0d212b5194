"""/departments/: the organisation chart and every unit with what it does; /departments/<slug>/: one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.models import Edition, Unit
from audit.models.edition import being_corrected

from .board import board_page
from .columns import row_of
from .organisation import leaders_in
from .structure import live_leadership, live_profiles, office_of, structure

NEWEST = 6


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    town = structure()
    branches = [{"leader": leader, "offices": town.under(leader)} for leader in town.deputies]
    heads = [{"leader": leader, "offices": town.under(leader)} for leader in town.heads]
    context = {
        "structure": town,
        "heads": heads,
        "branches": branches,
        "groups": town.groups(),
        "being_corrected": town.being_corrected,
    }
    return render(request, "disclosure/departments.html", context | board_page(request, "部门和村", "departments"))


@require_safe
def department(request: HttpRequest, slug: str) -> HttpResponse:
    unit = Unit.objects.filter(slug=slug, is_active=True).first()
    if unit is None:
        raise Http404
    leadership = live_leadership()
    leaders = leaders_in(leadership.facts_data) if leadership else []
    office = office_of(unit, live_profiles([unit]).get(unit.pk), leaders)
    newest = Edition.objects.live().with_hung().filter(unit=unit).exclude(kind="unit_profile")
    newest = newest.select_related("publication", "unit").without_content().defer("summary").order_by("-published_at")
    context = {
        "office": office,
        "profile": office.profile,
        "rows": [row_of(edition) for edition in newest[:NEWEST]],
        "being_corrected": being_corrected(office.edition, leadership if office.led_by else None),
    }
    return render(request, "disclosure/department.html", context | board_page(request, unit.short_name, "departments"))
