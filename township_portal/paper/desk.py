"""/desk/walls/: what should hang on which wall and does not, what hangs and must come down; one button a row."""

import re

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from audit import clock, rights
from audit import files as private
from audit.desk.frame import frame, staff_page
from audit.models import Column, Edition
from services_center import outlets, outreach

from . import by_hand, records, runs, tasks, village, walls
from .codes import grouped
from .drawing import draw
from .models import Paper, Posting, PrintRun, Wall, WallPhoto
from .public import pdf_response


@staff_page
@require_safe
def wall_list(request):
    shown = _readable(request)
    at = clock.now()
    known = walls.candidates(at)
    rows = []
    for wall in shown:
        stand = walls.standing(wall, at, known)
        rows.append({"wall": wall, "missing": stand.to_put_up, "down": len(stand.down), "stays": len(stand.stays)})
    rooms = {
        "outlets": outlets.readable(request.user).exists(),
        "outreach": outreach.may(request.user, outreach.READERS),
    }
    return render(request, "desk/walls.html", {"rows": rows} | rooms | frame(request, "paper:walls"))


def _readable(request) -> list[Wall]:
    if not (rights.can(request.user, "draft") or any(rights.can(request.user, right) for right in walls.READERS)):
        raise Http404
    return list(walls.readable(request.user).select_related("unit"))


AT_A_GLANCE = 8  # sheets a phone shows without scrolling far: more are folded by column, and can be searched


def _called(said: str, rows: list[dict]) -> list[dict]:
    return [row for row in rows if said in row["title"]]


def _sections(rows: list[dict]) -> list[dict]:
    """The sheets that hang, by column, in the order of the column tree."""
    held: dict[Column, list[dict]] = {}
    for row in sorted(rows, key=lambda row: row["paper"].edition.column.path):
        held.setdefault(row["paper"].edition.column, []).append(row)
    return [{"name": column.name, "rows": ones} for column, ones in held.items()]


@staff_page
@require_safe
def wall(request, pk: int):
    shown = get_object_or_404(walls.readable(request.user).select_related("unit"), pk=pk)
    at = clock.now()
    stand = walls.standing(shown, at)
    said = request.GET.get("q", "").strip()[:40]
    signs = by_hand.signs_of(edition for edition, _ in stand.missing)
    stays = _called(said, [_posted(posting, verdict) for posting, verdict in stand.stays])
    context = {
        "wall": shown, "keeps": walls.kept_by(request.user).filter(pk=pk).exists(), "to_put_up": stand.to_put_up,
        "missing": _called(said, [_missing(edition, paper, signs) for edition, paper in stand.missing]),
        "village": stand.village if stand.village and stand.village.due else None,
        "down": _called(said, [_posted(posting, verdict) for posting, verdict in stand.down]),
        "stays": len(stays), "sections": _sections(stays), "open": bool(said) or len(stays) <= AT_A_GLANCE,
        "q": said, "searched": said or len(stand.stays) + len(stand.missing) > AT_A_GLANCE,
        "runs": shown.runs.all()[:5], "month": f"{clock.local_date(at):%Y-%m}",
        "photos": WallPhoto.objects.filter(run__wall=shown)[:12],
    }  # fmt: skip
    return render(request, "desk/wall.html", context | frame(request, "paper:walls"))


def _missing(edition: Edition, paper: Paper | None, signs: dict[int, list[str]]) -> dict:
    return {
        "edition": edition, "title": edition.title, "unit": edition.unit.short_name, "paper": paper,
        "code": grouped(paper.code) if paper else "", "until": edition.expires_on,
        "by_hand": by_hand.told(signs.get(edition.pk, [])),
    }  # fmt: skip


def _posted(posting: Posting, verdict) -> dict:
    paper = posting.paper
    return {"posting": posting, "paper": paper, "code": grouped(paper.code), "verdict": verdict,
            "title": paper.title}  # fmt: skip


def _kept(request, pk: int) -> Wall:
    if not walls.readable(request.user).filter(pk=pk).exists():
        raise Http404
    return get_object_or_404(walls.kept_by(request.user), pk=pk)


@staff_page
@require_POST
def print_sheet(request, pk: int, edition: int):
    """Print one missing sheet for this wall: gives the code, leaves the record, answers the PDF."""
    held = _kept(request, pk)
    wanted = {found.pk for found in walls.wanted(held, clock.now())}
    if edition not in wanted:
        messages.warning(request, "这一张现在不用贴在这面墙上，可能刚刚更新或撤下。请看下面的新清单。")
        return redirect("paper:wall", pk)
    found = Edition.objects.select_related("publication").get(pk=edition)
    try:
        paper = records.printed(request.user, found, held.size, 1, held)
    except records.PaperError as error:
        messages.error(request, str(error))
        return redirect("paper:wall", pk)
    drawn = draw(found, held.size, records.stamp(paper, records.site_of(request)))
    return pdf_response(drawn.pdf, found.title)


@staff_page
@require_POST
def print_village(request, pk: int):
    """我的村 for a village's wall, as it is now: gives the code, leaves the record, answers the PDF."""
    held = _kept(request, pk)
    sheet = village.composed(held.unit, clock.local_date(clock.now()))
    try:
        paper = village.printed(request.user, sheet, held)
    except records.PaperError as error:
        messages.error(request, str(error))
        return redirect("paper:wall", pk)
    drawn = village.draw(sheet, held.size, records.stamp(paper, records.site_of(request)))
    return pdf_response(drawn.pdf, paper.title)


@staff_page
@require_POST
def post_sheet(request, pk: int, paper: int, act: str):
    held = _kept(request, pk)
    if act not in Posting.Act.values:
        raise Http404
    found = get_object_or_404(Paper.objects.with_edition(), pk=paper)
    try:
        records.posted(request.user, held, found, act, request.FILES.get("photo"))
    except records.PaperError as error:
        messages.error(request, str(error))
    else:
        done = "已张贴" if act == Posting.Act.UP else "已揭下"
        messages.success(request, f"“{found.title}”记下{done}。")
    return redirect("paper:wall", pk)


DIGEST = re.compile("[0-9a-f]{64}")


@staff_page
@require_safe
def photo(request, pk: int, sha256: str):
    shown = get_object_or_404(walls.readable(request.user), pk=pk)
    known = DIGEST.fullmatch(sha256) and (
        Posting.objects.filter(wall=shown, photo=sha256).exists()
        or WallPhoto.objects.filter(run__wall=shown, sha256=sha256).exists()
    )
    if not known:
        raise Http404
    try:
        content = private.opened(sha256)
    except OSError:
        raise Http404 from None
    start = content.read(4)
    content.seek(0)
    kind = "image/png" if start == b"\x89PNG" else "image/webp" if start == b"RIFF" else "image/jpeg"
    response = FileResponse(content, content_type="image/gif" if start == b"GIF8" else kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@staff_page
@require_POST
def run_start(request, pk: int):
    """整栏打印: everything missing on the wall as one PDF, in the background."""
    held = _kept(request, pk)
    month = f"{clock.local_date(clock.now()):%Y-%m}"
    run = runs.start(request.user, held, month, records.site_of(request))
    transaction.on_commit(tasks.wake)
    return redirect("paper:run", run.pk)


@staff_page
@require_safe
def run(request, pk: int):
    shown = _run(request, pk)
    context = {"run": shown, "wall": shown.wall, "photos": shown.photos.all()}
    response = render(request, "desk/wall_run.html", context | frame(request, "paper:walls"))
    if shown.stage in (PrintRun.Stage.WAITING, PrintRun.Stage.RUNNING):
        response["Refresh"] = "2"  # progress without a script
    return response


@staff_page
@require_safe
def run_pdf(request, pk: int):
    shown = _run(request, pk)
    if not shown.pdf:
        raise Http404
    try:
        pdf = private.read(shown.pdf)
    except OSError:
        raise Http404 from None
    return pdf_response(pdf, f"{shown.wall.name}{shown.month_words}")


def _run(request, pk: int) -> PrintRun:
    readable = walls.readable(request.user)
    return get_object_or_404(PrintRun.objects.select_related("wall__unit").filter(wall__in=readable), pk=pk)


urlpatterns = [
    path("walls/", wall_list, name="walls"),
    path("walls/<int:pk>/", wall, name="wall"),
    path("walls/<int:pk>/print/<int:edition>/", print_sheet, name="print_sheet"),
    path("walls/<int:pk>/village/", print_village, name="print_village"),
    path("walls/<int:pk>/papers/<int:paper>/<str:act>/", post_sheet, name="post_sheet"),
    path("walls/<int:pk>/photos/<str:sha256>/", photo, name="photo"),
    path("walls/<int:pk>/run/", run_start, name="run_start"),
    path("walls/runs/<int:pk>/", run, name="run"),
    path("walls/runs/<int:pk>/pdf/", run_pdf, name="run_pdf"),
]
