"""A decision arrives: load with permission, form, one call of the gate, on to the next item."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from .. import rights, workflow
from ..checks import Given, Incomplete, Refused, StepError, TooLate
from ..models import Edition, Item
from . import device, outcome
from .deadlines import moment
from .decisions import DECISIONS, AnswersForm, StepForm, form_for
from .dossier import Dossier, load
from .frame import staff_page
from .screen import show

SAID = {
    "pass": "初审通过，已送领导签发", "return": "已退回", "not_adopt": "已记为未采用", "recall": "已取回，可以接着改",
    "propose_withhold": "已报领导定是否公开", "withhold": "已定为不予公开", "refer": "已记为送审查部门，计时停住",
    "resume": "已记下答复，继续签发", "confirm_withdrawal": "已确认撤下", "ask_withdrawal": "请求已送到信息员和领导的桌上",
    "decline_withdrawal": "已记下不撤的理由", "hang_correction": "已挂出“本信息正在更正”",
    "unhang_correction": "已取下“本信息正在更正”",
}  # fmt: skip


@require_POST
@staff_page
def decide(request, uuid, act):
    if act not in DECISIONS:
        raise Http404
    dossier = load(request.user, uuid, _number(request))
    if dossier is None:
        return _foreign(request, uuid, act)
    if (late := _stale(request, dossier)) and act != "ask_withdrawal":
        return show(request, load(request.user, uuid) or dossier, act=act, trouble=late, status=409)
    form = form_for(act, dossier, request.POST)
    allowed = act in workflow.allowed_acts(request.user, dossier.edition)
    if allowed and not form.is_valid():
        return show(request, dossier, wrong=form, act=act, status=422)
    form.full_clean()
    try:
        edition = _take(request, act, dossier, form)
    except TooLate as late:
        return show(request, load(request.user, uuid) or dossier, act=act, trouble=str(late), status=409)
    except StepError as error:
        form.add_error(_field_of(error, form), str(error))
        return show(request, dossier, wrong=form, act=act, trouble=str(error), status=422)
    outcome.leave(request, said(act, edition), edition, act, done=str(uuid))
    return _onward(request, act, edition)


def _number(request: HttpRequest) -> int | None:
    number = request.POST.get("number", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else None


def _stale(request: HttpRequest, dossier: Dossier) -> str:
    """A sentence when the form was made for another state than the edition is in now."""
    edition, row = dossier.edition, dossier.edition.moved_by
    if request.POST.get("state", edition.state) == edition.state:
        return ""
    return f"{row.person_name}已于 {moment(row.at)} 办了“{row.label}”，现在是“{edition.label}”。您这一步没有办。"


def _foreign(request: HttpRequest, uuid, act: str) -> HttpResponse:
    """Not hers to read: the gate refuses and remembers the attempt; to her the item does not exist."""
    item = Item.objects.select_related("unit", "column").filter(pk=uuid).first()
    if item and act != "ask_withdrawal" and not rights.can(request.user, "read", item):
        edition = Edition.objects.select_related("item", "unit", "column").filter(item=item).order_by("-number").first()
        try:
            if edition:
                workflow.take_step(request.user, act, edition, Given())
        except StepError:
            pass
    raise Http404


def _take(request: HttpRequest, act: str, dossier: Dossier, form: StepForm) -> Edition:
    given = form.given()
    given.device = device.digest(request)
    given.opened = device.opened(request, dossier.edition.files)
    if act == "return" and dossier.edition.state == "first_review":  # half-given answers are kept for next time
        answers = AnswersForm(dossier, request.POST, prefix="pass")
        answers.full_clean()
        given.answers = answers.given().answers
    if act == "confirm_withdrawal":
        return _confirm_all(request, dossier.edition)
    return workflow.take_step(request.user, act, dossier.edition, given)


def _confirm_all(request: HttpRequest, edition: Edition) -> Edition:
    """An item taken down with all its editions is confirmed with one tap: one row an edition, all or none."""
    down = Edition.objects.filter(item_id=edition.item_id, state="withdrawn").select_related("item", "unit", "column")
    given = Given(device=device.digest(request))
    workflow.take_step(request.user, "confirm_withdrawal", edition, given)
    for other in down.exclude(pk=edition.pk):
        try:
            with transaction.atomic():
                workflow.take_step(request.user, "confirm_withdrawal", other, given)
        except (TooLate, Refused):
            continue  # confirmed before, or taken down by this very person on another day
    return edition


def _field_of(error: StepError, form: StepForm) -> str | None:
    if "code" in form.fields and "签发码" in str(error):
        return "code"
    return "remark" if isinstance(error, Incomplete) and "remark" in form.fields and "原因" in str(error) else None


def said(act: str, edition: Edition) -> str:
    name = f"“{edition.title}”"
    if act in ("sign", "countersign"):
        if edition.state == "principal_review":
            return f"{name}已签发，还要主要负责人签。"
        if edition.state == "approved" and edition.not_before:
            return f"{name}已签发，{moment(edition.not_before)} 自动上网。"
        return f"{name}已签发，已经上网。"
    return f"{name}{SAID[act]}。"


def _onward(request: HttpRequest, act: str, edition: Edition) -> HttpResponse:
    if act == "recall":
        return redirect("desk:write_edit", edition.item_id)
    if act in ("ask_withdrawal", "hang_correction", "unhang_correction"):
        return redirect("desk:review", edition.item_id)
    return outcome.next_page(request)


urlpatterns = [path("items/<uuid:uuid>/<slug:act>/do/", decide, name="decide")]
