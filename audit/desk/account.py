"""我的: who I am here and until when, my password, my signing code, and what was signed in my name."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .. import accounts, appointments, clock, rights
from ..checks import StepError
from ..models import Appointment, Person
from ..models.people import PostKind
from . import login, second_factor, signed
from .frame import frame, staff_page
from .onward import onward

SIGNERS = (PostKind.LEADER, PostKind.PRINCIPAL, PostKind.INSPECTOR)  # whose acts ask the signing code
CODE = {"inputmode": "numeric", "class": "code-input", "maxlength": 20}


class OwnPasswordForm(PasswordChangeForm):
    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "现在的密码不对，请重新输入。", "password_mismatch": "两次输的新密码不一样。",
    }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("old_password", "现在的密码"), ("new_password1", "新密码"), ("new_password2", "再输一遍")):
            self.fields[name].label = label
        self.fields["new_password1"].help_text = "至少 10 个字符，不能全是数字，别用姓名、账号和太常见的密码。"
        self.fields["new_password2"].help_text = ""


class CodeForm(forms.Form):
    """The signing code: the old one (or the activation word the first time), and the new one twice."""

    old = forms.CharField(label="原签发码", widget=forms.PasswordInput(attrs=CODE | {"autocomplete": "off"}))
    code = forms.CharField(
        label="新签发码", help_text="至少六位数字。只您一个人知道，不要和密码、生日、手机号有关。",
        widget=forms.PasswordInput(attrs=CODE | {"autocomplete": "off"}),
    )  # fmt: skip
    again = forms.CharField(label="再输一遍", widget=forms.PasswordInput(attrs=CODE | {"autocomplete": "off"}))

    def __init__(self, *args, first: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if first:
            self.fields["old"].label = "启用码"
            self.fields["old"].help_text = "确认您任职的那位领导手里有，八位数字，请当面问。"

    def clean(self):
        given = super().clean() or {}
        if given.get("code") and given.get("again") and given["code"] != given["again"]:
            self.add_error("again", "两次输的不一样。")
        return given


@never_cache
@staff_page
def me(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    kinds = {seat.kind for seat in rights.seats(request.user)}
    signer = bool(kinds & set(SIGNERS))
    rows = list(signed.in_the_name_of(request.user, since=None)[: signed.MOST]) if signer else []
    context = {
        "person": person, "posts": _posts(person), "signer": signer,
        "has_code": bool(person and Person.objects.get(pk=person.pk).has_code),
        "signs": bool(kinds & {PostKind.LEADER, PostKind.PRINCIPAL}), "lines": signed.lines(request.user, rows),
        "second_factor": second_factor.state(request), "required": settings.SECOND_FACTOR == "required",
    }  # fmt: skip
    return render(request, "desk/me.html", context | frame(request, "desk:me"))


def _posts(person: Person | None) -> list[dict]:
    """The person's appointments: in force now, to come, and waiting for confirmation."""
    now, found = clock.now(), []
    mine = Appointment.objects.filter(person=person, ended_row=None, refused_row=None).select_related("post")
    for appointment in mine.exclude(ends__lte=now):
        mark = {"deputy": "（代）", "duty": "（值班）"}.get(appointment.mode, "")
        if appointment.confirmed_row is None:
            state = "等另一位领导确认"
        elif appointment.starts > now:
            state = f"{timezone.localtime(appointment.starts):%Y-%m-%d} 起"
        else:
            state = "在任"
        found.append({"title": appointment.post.title + mark, "state": state, "until": until(appointment)})
    return found


def until(appointment: Appointment) -> str:
    """The last day of an appointment, as people say it."""
    if appointment.ends is None:
        return "长期"
    last = timezone.localtime(appointment.ends - timedelta(microseconds=1))
    return f"到 {last:%Y-%m-%d}"


@never_cache
@sensitive_post_parameters()
@staff_page
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password: this session goes on under a new key, all others end."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        accounts.change_own_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码改好了，在别处的登录都已退出。")
        return redirect(onward(request) or "desk:me")
    must = request.user.must_change_password
    context = {"form": form, "must": must, "next": onward(request)} | frame(request, "desk:me")
    return render(request, "desk/password.html", context | ({"desk_menu": []} if must else {}))


@never_cache
@sensitive_post_parameters()
@staff_page
def code(request: HttpRequest) -> HttpResponse:
    person = request.user.person and Person.objects.get(pk=request.user.person_id)
    first = not (person and person.has_code)
    form = CodeForm(request.POST or None, first=first)
    if form.is_valid():
        given = form.cleaned_data
        try:
            appointments.set_code(request.user, given["code"], **{"activation" if first else "old": given["old"]})
        except StepError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "签发码设好了。签发时要输它，请记牢，不要写在纸上。")
            return redirect("desk:me")
    return render(request, "desk/code.html", {"form": form, "first": first} | frame(request, "desk:me"))


urlpatterns = [
    *login.urlpatterns,
    path("me/", me, name="me"),
    path("me/password/", password, name="password"),
    path("me/code/", code, name="code"),
    *signed.urlpatterns,
    *second_factor.urlpatterns,
]
