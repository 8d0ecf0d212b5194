"""核对一张纸: by QR or by eight digits typed on any phone. The page of a code is also a file (`verify_files.py`)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from disclosure.tree import breadcrumb

from . import throttle
from .codes import LENGTH, grouped, is_sound, typed
from .models import Paper
from .verdict import Verdict, told, verdict_of

MOST_WRONG = 30  # codes that were none, from one address in ten minutes
NEEDS_DIGITS = f"核对码是 {LENGTH} 个数字，分成两组，印在二维码旁边。请再看一遍，全部输进来。"
NO_SUCH = "没有这个核对码。多半是抄错了一位，请对着纸再输一遍。"


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The form; with ?code= on to the code's own address."""
    said = request.GET.get("code", "")
    code = typed(said)
    if len(code) == LENGTH and code.isascii() and code.isdigit():
        return redirect("verify_paper", code=code)
    return _form(request, NEEDS_DIGITS if said.strip() else "", said[:40])


@require_safe
def verify_paper(request: HttpRequest, code: str) -> HttpResponse:
    if throttle.is_over(request, "verify", MOST_WRONG):
        response = render(request, "public/verify_slow.html", frame(), status=429)
        response["Retry-After"] = str(throttle.WINDOW)
        return response
    paper = Paper.objects.with_edition().filter(code=code).first() if is_sound(code) else None
    if paper is None:
        throttle.count(request, "verify")
        return _form(request, NO_SUCH, grouped(code), status=404)
    return HttpResponse(page(paper, request))


def page(paper: Paper, request: HttpRequest | None) -> str:
    """The page of a paper; nothing in it depends on who asks or when. request None: for the file."""
    verdict = verdict_of(paper)
    context = told(verdict) | {
        "verdict": verdict, "code": grouped(paper.code), "new_url": new_url(verdict), "noindex": True,
        "hung_at": hung_at(paper, verdict),
    }  # fmt: skip
    return render_to_string("public/verify_paper.html", context | frame(grouped(paper.code)), request)


def hung_at(paper: Paper, verdict: Verdict):
    """Since when “本信息正在更正” hangs on what residents read now, or None."""
    return verdict.current.hung_at if verdict.current else paper.hung_at


def new_url(verdict: Verdict) -> str:
    if verdict.paper and verdict.paper.village:
        return reverse("village", args=[verdict.paper.village.slug])
    current = verdict.current or (verdict.edition if verdict.key == "valid" else None)
    if verdict.edition.board_only or current is None or current.publication is None:
        return ""
    return reverse("item", args=[current.publication.slug])


def frame(last: str = "") -> dict:
    trail = breadcrumb([], "核对一张纸")
    return {"breadcrumb": trail, "town_phone": settings.TOWN_PHONE, "noindex": bool(last)}


def _form(request: HttpRequest, wrong: str, said: str, status: int = 200) -> HttpResponse:
    return render(request, "public/verify.html", {"wrong": wrong, "said": said} | frame(), status=status)
