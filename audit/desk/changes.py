"""待确认的变更: what the administrator or a leader proposed, old and new side by side, for a leader to decide."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import accounts, changes, rights
from ..models import Account, PendingChange
from .attempt import attempt
from .frame import frame, staff_page

SETTLED_SHOWN = 20


def readers_only(account: Account) -> None:
    """Leaders, who decide, and the administrator, who asks; for others the page does not exist."""
    if not (rights.can(account, "appoint") or rights.can(account, "administer")):
        raise Http404


@never_cache
@staff_page
def overview(request: HttpRequest) -> HttpResponse:
    readers_only(request.user)
    waiting = _shown(request.user, PendingChange.objects.filter(settled_row=None).order_by("id"))
    settled = _shown(request.user, PendingChange.objects.exclude(settled_row=None)[:SETTLED_SHOWN])
    context = {"waiting": waiting, "settled": settled, "decides": rights.can(request.user, "appoint")}
    return render(request, "desk/changes.html", context | frame(request, "desk:appointments"))


def _shown(account: Account, found) -> list[dict]:
    rows = list(found)
    by_number = changes.proposals(rows)
    number = account.person.staff_number if account.person else ""
    return [
        {
            "change": change,
            "kind": changes.kind_of(change),
            "differences": differences,
            "new": not any(row["old"] for row in differences),
            "by": by_number[change.proposed_row],
            "mine": by_number[change.proposed_row].person_number == number,
            "secret": change.model in accounts.MODELS,
        }
        for change in rows
        for differences in [changes.differences(change)]
    ]


@never_cache
@require_POST
@staff_page
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    readers_only(request.user)
    change = get_object_or_404(PendingChange, pk=pk)
    secret = attempt(request, changes.confirm_change, change, said=f"已确认：{change.object_name}")
    if not secret:
        return redirect("desk:changes")
    code = change.model == "code"
    context = {
        "secret": secret, "what": "启用码" if code else "临时密码", "name": change.new["姓名"],
        "account": change.new.get("账号", ""), "code": code, "back": "desk:changes",
    }  # fmt: skip
    return render(request, "desk/shown_once.html", context | frame(request, "desk:appointments"))


@require_POST
@staff_page
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    readers_only(request.user)
    change = get_object_or_404(PendingChange, pk=pk)
    attempt(request, changes.refuse_change, change, said=f"没有同意：{change.object_name}")
    return redirect("desk:changes")


urlpatterns = [
    path("changes/", overview, name="changes"),
    path("changes/<int:pk>/confirm/", confirm, name="change_confirm"),
    path("changes/<int:pk>/refuse/", refuse, name="change_refuse"),
]
