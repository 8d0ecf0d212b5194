"""电话本: every phone of every office and village, from the published profiles; where a unit has none, its registered one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure.board import board_page
from disclosure.structure import structure


@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    town = structure()
    context = {"structure": town, "groups": town.groups(), "being_corrected": town.being_corrected}
    return render(request, "public/phones.html", context | board_page(request, "部门和电话"))
