"""代改: the officer puts small things right during the first review, without a trip back to the writer."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from .. import workflow
from ..admin.fields import DateInput, RichTextWidget
from ..checks import Given, StepError, TooLate
from ..models import Edition
from ..models.item import kinds
from . import device, kept_text, outcome
from .deadlines import moment
from .dossier import Dossier, load
from .frame import frame, staff_page
from .screen import show

ORDER = (
    "title", "body", "summary", "formed_on", "document_number", "audience", "keywords", "correction_note",
)  # fmt: skip


def _form_class(item) -> type[forms.ModelForm]:
    """The fields the gate lets an officer mend, as the item's kind has them."""
    widgets = {"formed_on": DateInput(), "body": RichTextWidget()}
    return forms.modelform_factory(type(item), fields=[f for f in ORDER if f in workflow.MENDABLE], widgets=widgets)


def _form(dossier: Dossier, data=None) -> forms.ModelForm:
    item = dossier.item.concrete()
    form_class = _form_class(item)
    form = form_class(data, instance=item, prefix="mend", label_suffix="", use_required_attribute=False)
    form.fields["body"].widget.item = item
    if not dossier.public:
        del form.fields["correction_note"]
    form.fields["remark"] = forms.CharField(
        label="给送审人和领导的话", max_length=300, required=False, help_text="代改了哪里，群众看不到这一句。"
    )
    return form


@staff_page
def mend(request, uuid):
    dossier = load(request.user, uuid)
    if dossier is None:
        raise Http404
    if kinds()[dossier.edition.kind].WRITTEN_AT:
        told = "这种信息的文字是按审过的用语拼成的，不能代改。空填错了，请退回修改。"
        return show(request, dossier, trouble=told, status=409)
    if request.method == "POST":
        return _mended(request, dossier)
    if "mend" not in workflow.allowed_acts(request.user, dossier.edition):
        return show(request, dossier, trouble="现在不能代改：只有待初审的，由信息员改。", status=409)
    return _page(request, dossier, _form(dossier))


def _mended(request, dossier: Dossier):
    form = _form(dossier, request.POST)
    seen = request.POST.get("number", "")
    if seen != str(dossier.edition.number):
        form.add_error(None, _moved(dossier))
        return _page(request, dossier, form, status=409)
    _check(form)
    if "mend" in workflow.allowed_acts(request.user, dossier.edition) and form.errors:
        return _page(request, dossier, form, status=422)
    changes = {name: form.cleaned_data[name] for name in form.changed_data if name in workflow.MENDABLE}
    given = Given(remark=form.cleaned_data.get("remark", ""), device=device.digest(request))
    try:
        edition = workflow.take_step(request.user, "mend", dossier.edition, given, changes)
    except (StepError, ValidationError) as error:
        form.add_error(None, "；".join(error.messages) if isinstance(error, ValidationError) else str(error))
        return _page(request, dossier, form, status=409 if isinstance(error, TooLate) else 422)
    text = f"已代改，成了第 {edition.number} 稿。请看一遍改动，再通过。"
    outcome.leave(request, text)
    kept_text.note_saved(request, _key(request, dossier.edition))
    return redirect("desk:review", edition.item_id)


def _check(form: forms.ModelForm) -> None:
    """Validate the typed values alone: that the item is locked while it is reviewed does not stop its officer."""
    form._post_clean = lambda: None
    form.full_clean()


def _moved(dossier: Dossier) -> str:
    row = dossier.edition.moved_by
    return (
        f"{row.person_name}已于 {moment(row.at)} 办了“{row.label}”，现在是第 {dossier.edition.number} 稿。"
        "您写的都在下面，请对照后再保存。"
    )


def _key(request, edition: Edition) -> str:
    """Under which name the device keeps what is typed (js/draft.js)."""
    return f"{request.user.pk}-mend-{edition.item_id.hex}-{edition.number}"


def _page(request, dossier: Dossier, form, status: int = 200):
    context = {
        "dossier": dossier, "edition": dossier.edition, "item": dossier.item, "form": form,
        "action": reverse("desk:mend", args=[dossier.item.pk]),
        "draft_key": _key(request, dossier.edition), "draft_saved": kept_text.tell_saved(request),
    }  # fmt: skip
    return render(request, "desk/mend.html", context | frame(request), status=status)


urlpatterns = [path("items/<uuid:uuid>/mend/", mend, name="mend")]
