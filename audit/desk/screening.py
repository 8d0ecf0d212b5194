"""检查结果: what the machine found in the text and the files, and what is done about each."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path

from .. import rights
from ..checks import StepError
from ..models import Account, Item
from ..screening import cleaning, gate, later
from ..states import OPEN
from ..uploads import UploadError
from .dossier import Dossier
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
        number = sum(not row["one"].pending for row in rows)
        rows.append({"one": one, "number": number, "form": form if mayact and not (one.never or one.pending) else None})
    context = frame(request, "desk:write") | {
        "item": item, "rows": rows, "mayact": mayact, "maskable": _maskable(opened) if mayact else [],
        "blocking": sum(one.blocks for one in opened if not one.pending), "jobs": list(item.scan_jobs.all()),
    }  # fmt: skip
    answer = render(request, "desk/screening.html", context, status=400 if bound else 200)
    if any(one.pending for one in opened) and not any(row["form"] for row in rows):
        answer["Refresh"] = "10"  # nothing is being typed here: the page follows the work by itself
    return answer


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


def later_rows(account: Account, dossier: Dossier) -> list[dict]:
    """Variables of desk/_later.html: what better rules found in an edition under review. Asked only where they did."""
    edition = dossier.edition
    if edition.state not in OPEN or not any(row.act in later.ACTS for row in dossier.own_rows):
        return []
    may = later.may_decide(account, edition)
    rows = []
    for one in later.list_for(edition):
        initial = {"sha256": one.subject.sha256, "key": one.key}
        form = BasisForm(initial=initial, auto_id=f"id_later_{len(rows)}_%s")
        rows.append({"one": one, "form": form if may and one.blocks and not (one.never or one.pending) else None})
    return rows


@staff_page
def decide_later(request, uuid):
    """Write the basis for what was found after submission: an officer without a hand in the edition."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    item = _load(request, uuid)
    edition = item.editions.open().select_related("item__unit", "item__column", "unit", "column").first()
    if edition is None or not later.may_decide(request.user, edition):
        raise Http404
    form = BasisForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("basis", ["请写明理由和依据的条款。"])))
        return redirect("desk:review", uuid)
    try:
        later.decide(request.user, edition, **form.cleaned_data)
    except gate.CannotDecide as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已记下您的依据，领导签发前会看到您的名字。")
    return redirect("desk:review", uuid)


urlpatterns = [
    path("items/<uuid:uuid>/screening/", findings, name="screening"),
    path("items/<uuid:uuid>/screening/decide/", decide, name="screening_decide"),
    path("items/<uuid:uuid>/screening/later/", decide_later, name="screening_later"),
    path("items/<uuid:uuid>/screening/clean/", clean, name="screening_clean"),
]
