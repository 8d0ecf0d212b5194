"""两步验证: a code from the phone after the password. Staff may switch it on; SECOND_FACTOR=required demands it
of everybody at /desk/, /admin/ and /audit/. Also holds whoever must first change a temporary password."""

import io
from base64 import b32encode
from urllib.parse import urlencode

import django_otp
import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, path, resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import ledger, rights
from ..models import Account
from .frame import frame, staff_page
from .onward import onward

KEY = "second_factor"  # in the session: "none", "due" or "passed"
STAFF_PATHS = ("/admin/", "/desk/", "/audit/")
SET_UP = ("desk:second_factor", "desk:second_factor_start", "desk:second_factor_qr", "desk:second_factor_on")
ALWAYS = ("desk:login", "desk:logout")
RECOVERY_CODES = 10
WRONG = "验证码不对，或已经用过。请等手机上换出新的 6 位数再输。"
WAIT = "试得太快，请过一会儿再输。"


class TokenForm(forms.Form):
    token = forms.CharField(
        label="验证码", max_length=16, help_text="手机验证器里现在的 6 位数字。手机不在身边，可以用一个备用码。",
        widget=forms.TextInput(attrs={"class": "code-input", "autocomplete": "one-time-code", "autocapitalize": "none"}),
    )  # fmt: skip

    def clean_token(self):
        return "".join(self.cleaned_data["token"].split()).lower()


def state(request: HttpRequest) -> str:
    """Asked of the database once a session."""
    if KEY not in request.session:
        has = TOTPDevice.objects.filter(user=request.user, confirmed=True).exists()
        request.session[KEY] = "due" if has else "none"
    return request.session[KEY]


def demand(get_response):
    """Middleware: nobody goes on before the code was entered, the temporary password changed, the factor set up."""

    def middleware(request):
        if request.path_info.startswith(STAFF_PATHS) and request.user.is_authenticated:
            wanted, free = _still_to_do(request)
            if wanted and _name_of(request) not in (*free, *ALWAYS):
                after = request.get_full_path() if request.method == "GET" else reverse("desk:today")
                return redirect(f"{reverse(wanted)}?{urlencode({'next': after})}")
        return get_response(request)

    return middleware


def _still_to_do(request: HttpRequest) -> tuple[str, tuple[str, ...]]:
    """The page that must come first ('' for none), and the pages open meanwhile."""
    factor = state(request)
    if factor == "due":
        return "desk:verify", ("desk:verify",)
    if request.user.must_change_password:
        return "desk:password", ("desk:password",)
    if factor == "none" and settings.SECOND_FACTOR == "required":
        return "desk:second_factor", SET_UP
    return "", ()


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _matches(account: Account, token: str, *, recovery: bool) -> bool:
    """Try the token on the phone's device, and where allowed on the recovery codes; each throttles itself."""
    kinds = (TOTPDevice, StaticDevice) if recovery else (TOTPDevice,)
    with transaction.atomic():
        for kind in kinds:
            device = kind.objects.select_for_update().filter(user=account, confirmed=True).first()
            if device and len(token) == (6 if kind is TOTPDevice else 8) and device.verify_token(token):
                return True
    return False


def _pass(request: HttpRequest) -> None:
    device = TOTPDevice.objects.get(user=request.user, confirmed=True)
    django_otp.login(request, device)
    request.session[KEY] = "passed"
    request.session.cycle_key()


@never_cache
@staff_page
def verify(request: HttpRequest) -> HttpResponse:
    if state(request) != "due":
        return redirect(onward(request) or "desk:today")
    form = TokenForm(request.POST or None)
    if form.is_valid():
        if _matches(request.user, form.cleaned_data["token"], recovery=True):
            _pass(request)
            return redirect(onward(request) or "desk:today")
        form.add_error("token", WRONG)
    return render(
        request, "desk/verify.html", {"form": form, "next": onward(request), "desk_url": reverse("desk:verify")}
    )


@never_cache
@staff_page
def page(request: HttpRequest) -> HttpResponse:
    """What stands: off, being set up (the picture to scan), or on."""
    device = TOTPDevice.objects.filter(user=request.user).first()
    context = {"device": device, "form": TokenForm(), "required": settings.SECOND_FACTOR == "required"}
    return render(request, "desk/second_factor.html", context | _key(device) | frame(request, "desk:me"))


def _key(device: TOTPDevice | None) -> dict:
    """The key for typing by hand, in groups of four, while it is being set up."""
    if device is None or device.confirmed:
        return {}
    text = b32encode(device.bin_key).decode()
    return {"key": " ".join(text[i : i + 4] for i in range(0, len(text), 4))}


@require_POST
@staff_page
def start(request: HttpRequest) -> HttpResponse:
    if TOTPDevice.objects.filter(user=request.user, confirmed=True).exists():
        messages.info(request, "两步验证已经开着。要换手机，先关掉再开。")
    else:
        TOTPDevice.objects.filter(user=request.user).delete()
        TOTPDevice.objects.create(user=request.user, name="手机验证器", confirmed=False)
    return redirect("desk:second_factor")


@never_cache
@staff_page
def qr(request: HttpRequest) -> HttpResponse:
    """The key as a picture for the phone; only while it is being set up."""
    device = TOTPDevice.objects.filter(user=request.user, confirmed=False).first()
    if device is None:
        raise Http404
    picture = io.BytesIO()
    segno.make(device.config_url, error="m").save(picture, kind="svg", scale=6, border=4, light="#fff")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@never_cache
@require_POST
@staff_page
def switch_on(request: HttpRequest) -> HttpResponse:
    """The first right code switches it on and shows the recovery codes, once."""
    device = TOTPDevice.objects.filter(user=request.user, confirmed=False).first()
    if device is None:
        return redirect("desk:second_factor")
    form = TokenForm(request.POST)
    in_time = device.verify_is_allowed()[0]
    if not form.is_valid() or not device.verify_token(form.cleaned_data["token"]):
        if form.is_valid():
            form.add_error("token", WRONG if in_time else WAIT)
        context = {"device": device, "form": form} | _key(device) | frame(request, "desk:me")
        return render(request, "desk/second_factor.html", context)
    with transaction.atomic():
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        codes = _fresh_codes(request.user)
        _record(request.user, "开启两步验证")
    _pass(request)
    return render(request, "desk/recovery_codes.html", {"codes": codes} | frame(request, "desk:me"))


@require_POST
@staff_page
def switch_off(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST)
    if settings.SECOND_FACTOR == "required":
        messages.error(request, "这里规定人人都要开，不能关。")
        return redirect("desk:second_factor")
    if not form.is_valid() or not _matches(request.user, form.cleaned_data["token"], recovery=False):
        messages.error(request, f"没有关掉：{WRONG}")
        return redirect("desk:second_factor")
    with transaction.atomic():
        remove(request.user)
        _record(request.user, "关闭两步验证")
    request.session[KEY] = "none"
    messages.success(request, "两步验证已关掉。")
    return redirect("desk:me")


def remove(account: Account) -> None:
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()


def _fresh_codes(account: Account) -> list[str]:
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name="备用码")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _record(account: Account, what: str) -> None:
    ledger.append(rights.actor(account), "change_account", subject=f"{account.username}{what}", visibility="inspection")


urlpatterns = [
    path("verify/", verify, name="verify"),
    path("me/second-factor/", page, name="second_factor"),
    path("me/second-factor/start/", start, name="second_factor_start"),
    path("me/second-factor/qr.svg", qr, name="second_factor_qr"),
    path("me/second-factor/on/", switch_on, name="second_factor_on"),
    path("me/second-factor/off/", switch_off, name="second_factor_off"),
]
