"""检查结果: what the machine found in the text and the files, and what is done about each."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path

from .. import rights
from ..checks import StepError
from ..models import Item
from ..screening import cleaning, gate
from ..uploads import UploadError
from .frame import frame, staff_page


class BasisForm(forms.Form):
    """Why a finding may stay, or that this person looked."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    basis = forms.CharField(
        label="理由和依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明理由和依据的条款；没有依据的，请遮住或去掉。"},
    )  # fmt: skip


def _load(request, uuid) -> Item:
    item = rights.items(request.user, "read").select_related("unit", "column").filter(pk=uuid).first()
    if item is None:
        raise Http404
    return item.concrete()


@staff_page
def findings(request, uuid, bound: BasisForm | None = None):
    item = _load(request, uuid)
    opened = gate.look_at_item(item)
    mayact = rights.can(request.user, "draft", item) and not item.is_locked
    rows = []
    for one in opened:
        wrong = (
            bound
            if bound and bound.data.get("sha256") == one.subject.sha256 and bound.data.get("key", "") == one.key
            else None
        )
        form = wrong or BasisForm(initial={"sha256": one.subject.sha256, "key": one.key}, auto_id=f"id_%s_{len(rows)}")
        rows.append({"one": one, "form": form if mayact and not one.never else None})
    context = frame(request, "desk:write") | {
        "item": item, "rows": rows, "mayact": mayact, "maskable": _maskable(opened) if mayact else [],
        "blocking": sum(one.blocks for one in opened),
    }  # fmt: skip
    return render(request, "desk/screening.html", context, status=400 if bound else 200)


def _maskable(opened: list[gate.Open]) -> list[gate.Subject]:
    """The files in which numbers are to be masked: those with a hard finding that is no whole-file matter."""
    found = {one.subject.sha256: one.subject for one in opened if one.blocks and one.key and not one.never}
    return [subject for subject in found.values() if subject.parts is None]


@staff_page
def decide(request, uuid):
    """Write down the basis for one finding. Only while the text is being drafted."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    item = _load(request, uuid)
    if not rights.can(request.user, "draft", item):
        raise Http404
    form = BasisForm(request.POST)
    if not form.is_valid():
        return findings(request, uuid, bound=form)
    try:
        gate.decide(request.user, item, **form.cleaned_data)
    except gate.CannotDecide as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已记下您的理由，审核的人会看到您的名字。")
    return redirect("desk:screening", uuid)


@staff_page
def clean(request, uuid):
    """Mask the numbers of one file, or remove the columns they stand in."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    item = _load(request, uuid)
    if not rights.can(request.user, "draft", item):
        raise Http404
    try:
        told = cleaning.clean(
            request.user, item, request.POST.get("sha256", ""), columns=request.POST.get("how") == "columns"
        )
    except (gate.CannotDecide, StepError, UploadError) as error:
        messages.error(request, str(error))
    else:
        for sentence in told:
            messages.success(request, sentence)
    return redirect("desk:screening", uuid)


urlpatterns = [
    path("items/<uuid:uuid>/screening/", findings, name="screening"),
    path("items/<uuid:uuid>/screening/decide/", decide, name="screening_decide"),
    path("items/<uuid:uuid>/screening/clean/", clean, name="screening_clean"),
]
