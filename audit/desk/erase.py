"""清除: two persons destroy the content of an edition nobody sees any more. A leader proposes, inspection executes."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from .. import erasure, rights, workflow
from ..checks import Given, StepError, TooLate
from ..inspection.access import record_reading
from . import device, outcome
from .decisions import CODE
from .dossier import Dossier, data_of, load
from .frame import frame, staff_page

ACTS = {"propose_erase": "提请清除", "erase": "核准并清除"}


class EraseForm(forms.Form):
    remark = forms.CharField(
        label="为什么要清除", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因，纪检监察凭它核准。"},
    )  # fmt: skip
    understood = forms.BooleanField(
        label="我知道清除后谁也恢复不了", error_messages={"required": "请先勾选：清除后谁也恢复不了。"}
    )
    code = forms.CharField(
        label="签发码", max_length=20, widget=CODE, error_messages={"required": "请输入您的签发码。"}
    )

    def __init__(self, act: str, *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        if act == "erase":
            self.fields["remark"].required = False
            self.fields["remark"].label = "核准意见"


@staff_page
def erase(request, uuid, number, act):
    dossier = load(request.user, uuid, number)
    if dossier is None or act not in ACTS:
        raise Http404
    if rights.can(request.user, "inspect"):
        record_reading(request, dossier.item)
    form = EraseForm(act, request.POST or None, prefix="erase")
    if request.method != "POST":
        return _page(request, dossier, act, form)
    allowed = act in workflow.allowed_acts(request.user, dossier.edition)
    if not form.is_valid() and allowed:
        return _page(request, dossier, act, form, status=422)
    data = form.cleaned_data
    given = Given(remark=data.get("remark", ""), code=data.get("code", ""), device=device.digest(request))
    name = dossier.edition.title
    try:
        edition = workflow.take_step(request.user, act, dossier.edition, given)
    except StepError as error:
        form.add_error("code" if "签发码" in str(error) else None, str(error))
        return _page(request, dossier, act, form, status=409 if isinstance(error, TooLate) else 422)
    if act == "erase":
        outcome.leave(request, f"第 {number} 稿的内容已清除，办理记录和清除证明留着。", done=f"erase-{uuid.hex}")
    else:
        outcome.leave(request, f"“{name}”第 {number} 稿已提请清除，请纪检监察办理。", edition, act, f"erase-{uuid.hex}")
    return redirect("desk:review", uuid)


def _page(request, dossier: Dossier, act: str, form, status: int = 200):
    edition = dossier.edition
    proposal = next((row for row in reversed(dossier.own_rows) if row.act == "propose_erase"), None)
    context = {
        "dossier": dossier, "edition": edition, "item": dossier.item, "form": form, "act": act, "button": ACTS[act],
        "proposal": proposal, "proposal_why": data_of(proposal).get("remark", "") if proposal else "",
        "certificate": "" if edition.erased_by else erasure.plan(edition).certificate,
        "may": act in workflow.allowed_acts(request.user, edition),
        "action": reverse("desk:erase", args=[dossier.item.pk, edition.number, act]),
    }  # fmt: skip
    return render(request, "desk/erase.html", context | frame(request), status=status)


urlpatterns = [path("items/<uuid:uuid>/editions/<int:number>/<slug:act>/", erase, name="erase")]
