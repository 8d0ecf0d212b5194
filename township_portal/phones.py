"""部门和电话: every office and village with phone, address and hours, as a leader last confirmed them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.models import Unit
from disclosure.tree import breadcrumb


@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    units = list(Unit.objects.filter(is_active=True))
    offices = [unit for unit in units if unit.kind == Unit.Kind.OFFICE]
    villages = [unit for unit in units if unit.kind == Unit.Kind.VILLAGE]
    groups = [(title, group) for title, group in (("镇直部门", offices), ("村民委员会", villages)) if group]
    return render(request, "public/phones.html", {"groups": groups, "breadcrumb": breadcrumb([], "部门和电话")})
