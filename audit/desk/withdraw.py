"""撤下: the one act a single person may do at once; a second confirms. And 紧急撤下请求, for any member of staff."""

import re
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from .. import rights, workflow
from ..checks import Given, StepError, TooLate
from ..models import Edition, Item
from ..states import STEPS, WITHDRAWAL_REASONS
from . import device, outcome
from .frame import frame, staff_page

WHOLE = "all"
_NUMBER = re.compile(r"(\d{6})B?-(\d{5})")


class WithdrawForm(forms.Form):
    scope = forms.ChoiceField(label="撤哪些", widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="为什么撤（群众会看到）", choices=list(WITHDRAWAL_REASONS.items()), widget=forms.RadioSelect,
        error_messages={"required": "请选择撤下的原因，群众会看到它。"},
    )  # fmt: skip
    remark = forms.CharField(
        label="内部说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只有审核的人和纪检看得到。",
    )  # fmt: skip

    def __init__(self, editions: list[Edition], *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.fields["scope"].choices = [(WHOLE, f"整条信息（{len(editions)} 稿都撤）")] + [
            (str(edition.number), f"只撤第 {edition.number} 稿（{edition.label}）")
            for edition in editions
            if len(editions) > 1
        ]
        self.initial["scope"] = WHOLE


def _shown(item: Item) -> list[Edition]:
    editions = item.editions.filter(state__in=STEPS["withdraw"].sources).select_related("unit", "column", "item")
    return list(editions.order_by("-number"))


@staff_page
def withdraw(request, uuid):
    item = _item(request, uuid)
    editions = _shown(item)
    form = WithdrawForm(editions, request.POST or None, prefix="withdraw")
    if request.method != "POST":
        return _page(request, item, editions, form)
    if rights.can(request.user, "withdraw", item) and not form.is_valid():
        return _page(request, item, editions, form, status=422)
    form.is_valid()
    try:
        done = _take(request, item, editions, form)
    except StepError as error:
        form.add_error(None, str(error))
        return _page(request, item, editions, form, status=409 if isinstance(error, TooLate) else 422)
    outcome.leave(request, f"“{done.title}”已撤下，等另一人确认。", done, "withdraw", done=f"withdraw-{uuid.hex}")
    return redirect("desk:review", uuid)


def _item(request, uuid: UUID) -> Item:
    readable = rights.items(request.user, "read").select_related("unit", "column", "publication")
    item = readable.filter(pk=uuid).first()
    if item is None:
        raise Http404
    return item


def _take(request, item: Item, editions: list[Edition], form: WithdrawForm) -> Edition:
    data = form.cleaned_data
    given = Given(reason=data.get("reason", ""), remark=data.get("remark", ""), device=device.digest(request))
    if data.get("scope", WHOLE) == WHOLE:
        done = workflow.withdraw_item(request.user, item, given)
        if not done:
            raise TooLate("现在没有公开着的，可能已经有人撤下了，请刷新再看。")
        return done[0]
    chosen = next((e for e in editions if str(e.number) == data["scope"]), None)
    if chosen is None:
        raise TooLate("这一稿已经撤下了，请刷新再看。")
    return workflow.take_step(request.user, "withdraw", chosen, given)


def _page(request, item: Item, editions: list[Edition], form, status: int = 200):
    context = {
        "item": item, "edition": editions[0] if editions else None, "editions": editions, "form": form,
        "may": rights.can(request.user, "withdraw", item), "action": reverse("desk:withdraw", args=[item.pk]),
    }  # fmt: skip
    return render(request, "desk/withdraw.html", context | frame(request), status=status)


class AskForm(forms.Form):
    which = forms.CharField(
        label="是哪一条", max_length=300, help_text="把网址贴在这里，或者写索引号的后半截，例如 202611-00037。",
        error_messages={"required": "请写明是哪一条。"},
    )  # fmt: skip
    remark = forms.CharField(
        label="为什么要撤", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么，例如：附件里有身份证号。"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)

    def edition(self) -> Edition | None:
        """The published edition behind an index number or an address of ours; board-only items have neither."""
        which = self.cleaned_data["which"]
        wanted = Q(pk__in=[])
        if found := _NUMBER.findall(which):
            month, serial = found[-1]
            wanted = Q(publication__month=month, publication__serial=int(serial))
        published = Edition.objects.live().filter(wanted)
        return published.select_related("item__drafter", "unit", "column", "moved_by").first()


@staff_page
def ask(request):
    """Any member of staff rings; officers and leaders see it on top of their desks."""
    form = AskForm(request.POST or None, initial={"which": request.GET.get("which", "")}, prefix="ask")
    if not rights.can(request.user, "staff"):
        raise Http404
    if request.method == "POST" and form.is_valid():
        edition = form.edition()
        if edition is None:
            form.add_error("which", "没有找到公开着的这一条，请核对网址或索引号。")
        else:
            given = Given(remark=form.cleaned_data["remark"], device=device.digest(request))
            try:
                workflow.take_step(request.user, "ask_withdrawal", edition, given)
            except StepError as error:
                form.add_error(None, str(error))
            else:
                text = f"已请求撤下“{edition.title}”，信息员和领导的桌上马上看得到。急的话再打个电话。"
                outcome.leave(request, text, edition, "ask_withdrawal", done="ask")
                return redirect("desk:today")
    status = 422 if form.is_bound else 200
    return render(request, "desk/ask.html", {"form": form} | frame(request), status=status)


urlpatterns = [
    path("items/<uuid:uuid>/withdraw/", withdraw, name="withdraw"),
    path("ask/", ask, name="ask"),
]
