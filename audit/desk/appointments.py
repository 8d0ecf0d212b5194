"""任职: who holds which post until when, who is missing, proposals of one leader for another to confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from guardian.models import GroupObjectPermission

from .. import accounts, appointments, clock, rights
from ..models import Appointment, Column, LedgerEntry, PendingChange, Person, Post, Unit
from ..models.people import SYSTEM_NUMBER, PostKind
from .account import SIGNERS, until
from .appointment_forms import PostForm, ProposalForm, kinds_to_make
from .attempt import attempt
from .changes import readers_only
from .frame import frame, staff_page


@never_cache
@staff_page
def overview(request: HttpRequest) -> HttpResponse:
    readers_only(request.user)
    leads, now = rights.can(request.user, "appoint"), clock.now()
    current = Appointment.objects.filter(ended_row=None, refused_row=None).exclude(ends__lte=now)
    current = list(current.select_related("person", "post").order_by("mode", "starts", "id"))
    rows = LedgerEntry.objects.in_bulk([appointment.proposed_row for appointment in current])
    endings = appointments.endings(current)
    shown = [_shown(request, appointment, rows, endings, leads) for appointment in current]
    posts = _posts(shown, leads)
    context = {
        "missing": appointments.missing_people(), "leads": leads, "posts": posts,
        "waiting": [entry for entry in shown if not entry["appointment"].confirmed_row],
        "changes": PendingChange.objects.filter(settled_row=None).count(),
    }  # fmt: skip
    return render(request, "desk/appointments.html", context | frame(request, "desk:appointments"))


def _shown(
    request: HttpRequest, appointment: Appointment, rows: dict[int, LedgerEntry], endings: dict[int, LedgerEntry],
    leads: bool,
) -> dict:  # fmt: skip
    """One appointment with who proposed it (and its end) and what this person may do about it."""
    row, person = rows[appointment.proposed_row], request.user.person
    ending, own = endings.get(appointment.proposed_row), appointment.person_id == person.pk
    asked = ending is not None and ending.person_number == person.staff_number and not own
    return {
        "appointment": appointment,
        "name": appointment.person.name,
        "mode": "" if appointment.mode == "holder" else appointment.get_mode_display(),
        "until": until(appointment),
        "to_come": appointment.starts > clock.now(),
        "by": row,
        "mine": row.person_number == person.staff_number,
        "own": own,
        "ending": ending,
        "may_end": (leads or not appointment.post.reviewing) and not asked,
        "end_word": _end_word(appointment, own, ending),
        "code": leads and appointment.post.kind in SIGNERS and appointment.person.has_code and not own,
    }


def _end_word(appointment: Appointment, own: bool, ending: LedgerEntry | None) -> str:
    if own or not appointment.post.reviewing:
        return "结束"
    return "确认结束" if ending else "提出结束"


def _posts(shown: list[dict], leads: bool) -> list[dict]:
    """Every post with what it reaches, who made it and who holds it."""
    order = list(PostKind.values)
    posts = sorted(Post.objects.select_related("group"), key=lambda post: (order.index(post.kind), post.pk))
    reach, made = _reach(posts), _makers(posts)
    return [
        {
            "post": post,
            "reach": reach.get(post.group_id, []),
            "made": made.get(post.title, ""),
            "holders": [e for e in shown if e["appointment"].post_id == post.pk and e["appointment"].confirmed_row],
            "may_fill": leads or not post.reviewing,
        }
        for post in posts
    ]


def _reach(posts: list[Post]) -> dict[int, list[str]]:
    """Group → names of the units or columns its guardian permissions are on."""
    grants = list(
        GroupObjectPermission.objects.filter(group_id__in=[post.group_id for post in posts]).values_list(
            "group_id", "content_type__model", "object_pk"
        )
    )
    names = {}
    for model in (Unit, Column):
        kind = str(model._meta.model_name)
        wanted = {int(pk) for _, of, pk in grants if of == kind}
        names |= {(kind, str(pk)): name for pk, name in model.objects.filter(pk__in=wanted).values_list("pk", "name")}
    found: dict[int, list[str]] = {}
    for group_id, kind, pk in grants:
        name = names.get((kind, pk), "（已不存在）")
        found.setdefault(group_id, []).append(f"{name}（连同下级）" if kind == "column" else name)
    return found


def _makers(posts: list[Post]) -> dict[str, str]:
    rows = LedgerEntry.objects.filter(act="make_post").order_by("number")
    return {row.subject.partition("（")[0]: row.person_name for row in rows} if posts else {}


@never_cache
@staff_page
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody for a post: at once for ordinary posts, else waiting for another leader."""
    readers_only(request.user)
    post = get_object_or_404(Post, pk=pk)
    persons = Person.objects.exclude(staff_number=SYSTEM_NUMBER)
    form = ProposalForm(request.POST or None, persons=persons)
    if form.is_valid():
        given = form.cleaned_data
        said = "已提名，等另一位领导确认。" if post.reviewing else "已任命，马上生效。"
        done = attempt(
            request, appointments.propose, given["person"], post, mode=given["mode"], starts=given["starts"],
            ends=given["ends"], remark=given["remark"], said=said,
        )  # fmt: skip
        if done:
            return redirect("desk:appointments")
    context = {"form": form, "post": post, "reach": _reach([post]).get(post.group_id, [])}
    return render(request, "desk/appointments_fill.html", context | frame(request, "desk:appointments"))


@never_cache
@staff_page
def new_post(request: HttpRequest) -> HttpResponse:
    """First the kind, by address; then the title and what it reaches."""
    readers_only(request.user)
    kinds = dict(kinds_to_make(rights.can(request.user, "appoint")))
    kind = request.GET.get("kind", "")
    if kind not in kinds:
        context = {"kinds": kinds.items()} | frame(request, "desk:appointments")
        return render(request, "desk/appointments_post.html", context)
    form = PostForm(request.POST or None, kind=kind)
    if form.is_valid():
        title, reach = form.cleaned_data["title"], list(form.cleaned_data.get("objects", []))
        said = f"岗位“{title}”设好了，下面就任命人。"
        post = attempt(request, appointments.create_post, title, kind, reach, said=said)
        if post:
            return redirect("desk:appointment_fill", post.pk)
    context = {"form": form, "kind": kinds[kind]} | frame(request, "desk:appointments")
    return render(request, "desk/appointments_post.html", context)


@never_cache
@require_POST
@staff_page
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    readers_only(request.user)
    appointment = get_object_or_404(Appointment.objects.select_related("person", "post"), pk=pk)
    word = attempt(request, appointments.confirm, appointment, said=f"已确认：{appointment}")
    if not word:
        return redirect("desk:appointments")
    context = {"secret": word, "what": "启用码", "name": appointment.person.name, "code": True}
    return render(
        request, "desk/shown_once.html", context | {"back": "desk:appointments"} | frame(request, "desk:appointments")
    )


@require_POST
@staff_page
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    readers_only(request.user)
    appointment = get_object_or_404(Appointment, pk=pk)
    attempt(request, appointments.refuse, appointment, said=f"没有同意：{appointment}")
    return redirect("desk:appointments")


@require_POST
@staff_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    readers_only(request.user)
    appointment = get_object_or_404(Appointment, pk=pk)
    done = attempt(request, appointments.end, appointment)
    if done:
        messages.success(request, f"已结束：{appointment}。等着办的信息转由接任的人办。")
    elif done is False:
        messages.success(request, f"已提出结束：{appointment}。等另一位领导或主要负责人确认，在那之前照旧。")
    return redirect("desk:appointments")


@require_POST
@staff_page
def new_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The person forgot the signing code: propose a new one; another leader confirms it under 变更."""
    readers_only(request.user)
    person = get_object_or_404(Person, pk=pk)
    attempt(request, accounts.propose_new_code, person, said=f"已提出重设{person.name}的签发码，等另一位领导确认。")
    return redirect("desk:appointments")


urlpatterns = [
    path("appointments/", overview, name="appointments"),
    path("appointments/new-post/", new_post, name="appointment_post"),
    path("appointments/posts/<int:pk>/", fill, name="appointment_fill"),
    path("appointments/<int:pk>/confirm/", confirm, name="appointment_confirm"),
    path("appointments/<int:pk>/refuse/", refuse, name="appointment_refuse"),
    path("appointments/<int:pk>/end/", end, name="appointment_end"),
    path("appointments/persons/<int:pk>/new-code/", new_code, name="appointment_new_code"),
]
