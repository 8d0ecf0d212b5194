"""登录: the one way in for all staff, with a limit on guessing. The typed password is kept nowhere; a name
nobody bears (it may be a password typed in the wrong field) is kept only as a keyed digest."""

from datetime import timedelta

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.contrib import auth
from django.contrib.auth.forms import AuthenticationForm
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .. import clock, ledger, rights
from ..models import Account, LedgerEntry
from ..models.people import PostKind
from . import device, second_factor, signed
from .frame import address
from .onward import onward

WINDOW = timedelta(minutes=15)  # of one lockout, and of counting failures by address
FROM_ONE_ADDRESS = 40  # failures, whatever the names; a town hall shares one address
UNKNOWN = "不存在的账号"
WRONG = "账号或密码不对，请看清大小写再试。连错 5 次要等 15 分钟。"


class LoginForm(AuthenticationForm):
    """One sentence for a wrong password, an unknown name and a switched-off account."""

    error_messages = dict.fromkeys(("invalid_login", "inactive"), WRONG)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "username"}
        self.fields["password"].label = "密码"


@never_cache
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(destination(request))
        return _page(request, LoginForm(request))
    if _too_many_from_here(request):
        record_lockout("同一地址连续输错密码", get_client_ip_address(request))
        return render(request, "lockout.html", status=429)
    form = LoginForm(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    account = form.get_user()
    before = account.last_login
    auth.login(request, account)  # gives the session a new key
    for stale in ("since", "seen", second_factor.KEY):
        request.session.pop(stale, None)
    target = destination(request)
    if signed.in_the_name_of(account, since=before).exists():
        request.session["signed_since"] = before.isoformat() if before else ""
        target = signed.address(target)
    return device.remember(request, redirect(target))


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return redirect("desk:login")


def _page(request: HttpRequest, form: LoginForm) -> HttpResponse:
    context = {"form": form, "next": onward(request), "desk_url": reverse("desk:login")}
    return render(request, "desk/login.html", context)


def destination(request: HttpRequest) -> str:
    """Where to go after login: where the person was going, else where her post works."""
    if wanted := onward(request):
        return wanted
    kinds = {seat.kind for seat in rights.seats(request.user)}
    if not kinds:
        return reverse("desk:me")
    if kinds == {PostKind.INSPECTOR}:
        return reverse("inspection:acts")
    if kinds == {PostKind.ADMINISTRATOR}:
        return reverse("admin:index")
    if PostKind.WINDOW in kinds and kinds <= {PostKind.WINDOW, PostKind.REPORTER}:  # many clerks write for the hall too
        return address("window:find") or reverse("desk:today")
    return reverse("desk:today")


def _too_many_from_here(request: HttpRequest) -> bool:
    attempts = AccessAttempt.objects.filter(
        ip_address=get_client_ip_address(request), attempt_time__gt=timezone.now() - WINDOW
    )
    return (attempts.aggregate(n=Sum("failures_since_start"))["n"] or 0) >= FROM_ONE_ADDRESS


def attempt_name(request: HttpRequest, credentials: dict | None) -> str:
    """The name failures are counted under (AXES_USERNAME_CALLABLE): our own accounts by name, others by digest."""
    typed = (credentials or {}).get("username") or ""
    if Account.objects.filter(username=typed).exists():
        return typed
    return "?" + salted_hmac("attempt", typed).hexdigest()[:32]


def record_lockout(who: str, address: str | None) -> None:
    """One row a lockout, not a row a failure: for inspection, in the system's name."""
    with transaction.atomic():
        ledger.lock_head()
        since = clock.microseconds(clock.now() - WINDOW)
        if not LedgerEntry.objects.filter(act="lockout", subject=who, at_us__gt=since).exists():
            ledger.append(
                rights.system_actor(),
                "lockout",
                subject=who,
                texts={"来自": address or "不明"},
                visibility="inspection",
            )


def on_lockout(sender, username: str, ip_address: str | None, **_) -> None:
    account = Account.objects.select_related("person").filter(username=username).first()
    record_lockout(f"账号{account.username}（{account.display_name}）连续输错密码" if account else UNKNOWN, ip_address)


user_locked_out.connect(on_lockout, dispatch_uid="ledger row of a lockout")  # the library's own signal

urlpatterns = [
    path("login/", log_in, name="login"),
    path("logout/", log_out, name="logout"),
]
