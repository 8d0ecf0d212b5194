"""念一张纸的号: what a code answers, read over the counter by the window's staff, who stay in their own room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from audit import rights
from audit.desk.frame import frame, staff_page

from .codes import grouped, is_sound
from .models import Paper
from .verdict import told, verdict_of
from .verify import hung_at, new_url


@staff_page
@require_safe
def read_aloud(request: HttpRequest, code: str) -> HttpResponse:
    if not rights.can(request.user, "window"):
        raise Http404
    paper = Paper.objects.with_edition().filter(code=code).first() if is_sound(code) else None
    context = {"paper": paper, "code": grouped(code)}
    if paper:
        verdict = verdict_of(paper)
        context |= told(verdict) | {"verdict": verdict, "new_url": new_url(verdict), "hung_at": hung_at(paper, verdict)}
    context |= frame(request, "window:find")
    return render(request, "desk/paper_told.html", context, status=200 if paper else 404)


urlpatterns = [path("window/code/<slug:code>/", read_aloud, name="read_aloud")]
