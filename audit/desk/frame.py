"""What every desk page shares: the bar's menu, who sits here, and login before anything else."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, get_script_prefix, reverse

from .. import pending, rights
from ..models import Account
from . import device

# url name, label, the rights of which one shows it (none named: every member of staff)
MENU = (
    ("desk:today", "今天", ()),
    ("desk:write", "写一条", ("draft",)),
    ("emergency:room", "应急", ("draft", "lead", "countersign", "inspect")),
    ("paper:walls", "公开栏", ("draft", "window", "lead", "countersign", "inspect")),
    ("window:find", "窗口", ("window",)),
    ("receptions:list", "群众接访", ("window", "lead", "countersign", "inspect", "draft")),
    ("outlets:list", "代办点", ("review", "window", "lead", "countersign", "inspect")),
    ("outreach:list", "宣传", ("review", "window", "lead", "countersign", "inspect")),
    ("desk:appointments", "任职", ("appoint", "administer")),
    ("inspection:acts", "纪检查阅", ("inspect",)),
    ("admin:index", "管理", ("draft", "administer")),
    ("desk:me", "我的", ()),
)
COUNTED = ("desk:today", "desk:appointments")

# url name → who else may enter, where a right's name alone does not say it; whoever keeps the room adds it
ALSO: dict[str, Callable[[Account], bool]] = {}


def frame(request: HttpRequest, current: str = "", waiting: int | None = None) -> dict:
    """Context of templates/desk.html: current is a url name of the menu, waiting a number beside 今天."""
    seats = rights.seats(request.user)
    counts = {"desk:today": waiting, "desk:appointments": _to_decide(request, current)}
    menu = [
        {
            "label": label, "url": address(name), "current": name == current,
            "count": counts.get(name, 0),
        }
        for name, label, wanted in MENU
        if address(name) and _enters(request.user, name, wanted)
    ]  # fmt: skip
    return {
        "root": get_script_prefix(),
        "desk_url": reverse("desk:today"),
        "desk_menu": menu,
        "staff_post": seats[0].post if seats else "",
    }


def _to_decide(request: HttpRequest, current: str) -> int:
    """The number beside 任职, where one looks what there is to do: like that of 今天, not on every screen."""
    return pending.decisions(request.user) if current in COUNTED else 0


def _enters(account: Account, name: str, wanted: tuple[str, ...]) -> bool:
    if not wanted or any(rights.can(account, right) for right in wanted):
        return True
    return name in ALSO and ALSO[name](account)


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a room of the office that this installation does not have
        return ""


def staff_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Login first; a form sent after the session ran out comes back to its page, with what was typed."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            if request.method != "POST":
                return redirect_to_login(request.get_full_path())
            messages.warning(request, "登录已过期，请重新登录。您刚才写的字还在这台设备上，登录后接着办。")
            return redirect_to_login(_page_behind(request))
        return device.remember(request, view(request, *args, **kwargs))

    return wrapper


def _page_behind(request: HttpRequest) -> str:
    """The page whose form was sent: the item's screen for what is done to an item, else the page itself."""
    item = request.resolver_match.kwargs.get("uuid") if request.resolver_match else None
    return reverse("desk:review", args=[item]) if item else request.path
