"""应急 on the desk: who is on duty, what is under way, and a notice made from a template in a minute."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from audit import clock, drafting, rights, workflow
from audit.checks import Given, StepError
from audit.desk import calls, device, kept_text, notices
from audit.desk.frame import frame, staff_page
from audit.desk.mine import unsent
from audit.desk.roster import duty_rows
from audit.desk.waiting import on_desk
from audit.models import Account, Item
from audit.whereabouts import whereabouts
from disclosure.models import EmergencyNotice, EmergencyTemplate

from .desk_form import NoticeForm
from .editions import Wording, gone_sentence, live_of, live_wordings
from .strip import in_force
from .wording import marked

ENTER = ("draft", "lead", "countersign", "inspect")


@never_cache
@staff_page
def room(request) -> HttpResponse:
    """Everything about emergencies on one page."""
    me, now = request.user, clock.now()
    if not any(rights.can(me, right) for right in ENTER):
        raise Http404
    waiting = [entry for entry in on_desk(me, now, False) if entry.urgent]
    context = {
        "now": now, "duty": duty_rows(now), "in_force": in_force(now), "drafts": _drafts(me),
        "waiting": [{"entry": entry, "calls": calls.told(entry.edition)} for entry in waiting],
        "wordings": [{"used": one, "lines": marked(one.wording, {})} for one in live_wordings()],
        "may_draft": rights.can(me, "draft"),
    }  # fmt: skip
    return render(request, "desk/emergency.html", context | frame(request, "emergency:room"))


def _drafts(account: Account) -> list[Item]:
    if not rights.can(account, "draft"):
        return []
    mine = unsent(rights.items(account, "draft").filter(kind=EmergencyNotice.KIND))
    return list(mine.order_by("-changed_at")[:8])


@never_cache
@staff_page
def new(request, template) -> HttpResponse:
    """Begin from the edition of a template that is in force now."""
    used = live_of(template)
    if used is None or not rights.can(request.user, "draft"):
        raise Http404
    made = EmergencyTemplate.objects.select_related("goes_to").get(pk=template)
    today = clock.local_date(clock.now())
    item = EmergencyNotice(template_id=template, template_number=used.number, formed_on=today)
    if made.goes_to and rights.columns(request.user).filter(pk=made.goes_to.pk).exists():
        item.column = made.goes_to
    return _write(request, item, used)


@never_cache
@staff_page
def edit(request, uuid) -> HttpResponse:
    item = EmergencyNotice.objects.filter(pk=uuid, pk__in=rights.items(request.user, "read").values("pk")).first()
    if item is None:
        raise Http404
    if not rights.can(request.user, "draft", item):
        return redirect("desk:review", uuid)
    if request.method == "POST" and "_switch" in request.POST:
        return _switch(request, item)
    return _write(request, item, item.used())


def _write(request, item: EmergencyNotice, used: Wording | None) -> HttpResponse:
    stored = None if item._state.adding else EmergencyNotice.objects.get(pk=item.pk)
    locked = stored is not None and stored.is_locked
    form = NoticeForm(request.user, item, used, request.POST or None)
    if request.method == "POST" and locked:
        form.add_error(None, drafting.LOCKED)
    elif request.method == "POST" and form.is_valid():
        try:
            form.save()
            return _after(request, item)
        except StepError as error:
            form.add_error(None, str(error))
    return render(request, "desk/emergency_write.html", _context(request, form, item, stored, used, locked))


def _after(request, item: EmergencyNotice) -> HttpResponse:
    for which in ("new", item.pk):
        kept_text.note_saved(request, _key(request, which))
    back = redirect("emergency:edit", item.pk)
    if "_submit" not in request.POST:
        messages.success(request, "已保存。下面是拼好的全文，看过再送审。")
        return back
    try:
        workflow.take_step(request.user, "submit", item, Given(device=device.digest(request)))
        messages.success(request, "已送审。正在催办初审的人，办完再催签发的领导。")
    except StepError as error:
        messages.error(request, f"填的都已保存，但没有送审：{error}")
    return back


def _switch(request, item: EmergencyNotice) -> HttpResponse:
    """The wording that is in force now, of this template or another; what was filled in stays where the blank does."""
    used = next((one for one in live_wordings() if str(one.item) == request.POST["_switch"]), None)
    if used is None:
        messages.error(request, "这个模板现在不能用，请另选一个。您填的都还在。")
        return HttpResponseRedirect(reverse("emergency:edit", args=[item.pk]))
    dropped = [f"{name}：{value}" for name, value in item.values.items() if name not in used.blanks]
    item.template_id, item.template_number = used.item, used.number  # type: ignore[assignment]
    item.filled = [row for row in item.filled if row[0] in used.blanks]
    try:
        drafting.save(request.user, item)
    except StepError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("emergency:edit", args=[item.pk]))
    messages.success(request, f"已换成《{used.title}》第 {used.number} 稿的用语，请看拼好的全文。")
    if dropped:
        messages.warning(request, f"新用语里没有这些空，原来填的是：{'；'.join(dropped)}。")
    return HttpResponseRedirect(reverse("emergency:edit", args=[item.pk]))


def _key(request, which) -> str:
    return f"{request.user.pk}:emergency:{which}"


def _context(request, form: NoticeForm, item, stored, used: Wording | None, locked: bool) -> dict:
    now = live_of(item.template_id) if used is None or not used.live else used
    context = frame(request, "emergency:room") | {
        "form": form, "item": stored, "used": used, "locked": locked, "now": now, "gone": gone_sentence(used, now),
        "draft_key": _key(request, stored.pk if stored else "new"),
        "draft_saved": "" if locked else kept_text.tell_saved(request),
        "wordings": live_wordings() if used is None or not used.live else [],
        "headline": marked(used.headline, item.values) if used else [],
        "lines": marked(used.wording, item.values) if used else [],
        "may_submit": rights.can(request.user, "submit", stored) if stored else rights.can(request.user, "submit"),
    }  # fmt: skip
    if stored is None:
        return context
    where = whereabouts(stored)
    sent = where.edition if where.locked else None
    return context | {
        "where": where, "missing": [] if locked else drafting.missing(request.user, stored),
        "may_recall": where.state == "first_review" and rights.can(request.user, "submit", stored),
        "line": notices.line(sent, notices.address(sent, request)) if sent else "",
        "duty": duty_rows(clock.now()) if locked else [], "calls": calls.told(sent) if sent else [],
    }  # fmt: skip


app_name = "emergency"
urlpatterns = [
    path("", room, name="room"),
    path("new/<uuid:template>/", new, name="new"),
    path("<uuid:uuid>/", edit, name="edit"),
]
