"""The poster of an item as residents take it home, and the page behind a cover sheet's QR: photos of one wall."""

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from audit import clock
from audit.characters import one_line
from audit.models import Edition
from disclosure.items import live_edition
from disclosure.tombstone import tombstone

from . import follow, records, throttle
from .drawing import Stamp, draw
from .models import Paper, PrintRun, WallPhoto, link_digest

KEPT = 24 * 3600  # seconds a poster stays in the cache; a withdrawal takes it out
MOST_PHOTOS = 6
MOST_TRIES = 20


@require_safe
def poster(request: HttpRequest, number: str) -> HttpResponse:
    """The A4 poster of what is public now, with the code it got when it was published."""
    edition = live_edition(number)
    if edition is None:
        return tombstone(request, number)
    paper = Paper.objects.filter(edition=edition, form=follow.PUBLIC_FORM).first()
    etag = f'"{edition.seal}-{paper.code if paper else ""}"'
    response = get_conditional_response(request, etag=etag) or pdf_response(
        _poster(request, edition, paper), edition.title
    )
    response.headers["ETag"] = etag
    patch_cache_control(response, no_cache=True)  # asked again each time: a withdrawn one is gone at once
    if edition.lists_persons:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _poster(request: HttpRequest, edition: Edition, paper: Paper | None) -> bytes:
    """Until the follower has given it its code (seconds after publication) it is still a draft to hold."""
    site = records.site_of(request)
    key = follow.poster_key(edition, follow.PUBLIC_FORM, paper.code if paper else "")
    held = cache.get(key)
    if held and held[0] == site:
        return held[1]
    pdf = draw(edition, follow.PUBLIC_FORM, records.stamp(paper, site) if paper else Stamp()).pdf
    if paper:
        cache.set(key, (site, pdf), KEPT)
    return pdf


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    shown = f"{one_line(name)[:80] or '海报'}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(False, shown) or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@csrf_exempt  # whoever holds the cover sheet has no session; the word in the address is what counts
@require_http_methods(["GET", "HEAD", "POST"])
def wall_photo(request: HttpRequest, word: str) -> HttpResponse:
    """Photos of the wall the cover sheet is for: once, no login, nothing else can be seen or done here."""
    if throttle.is_over(request, "photo", MOST_TRIES):
        response = render(request, "public/verify_slow.html", {"town_phone": settings.TOWN_PHONE}, status=429)
        response["Retry-After"] = str(throttle.WINDOW)
        return response
    run = PrintRun.objects.select_related("wall").filter(link=link_digest(word)).first()
    if run is None:
        throttle.count(request, "photo")
        raise Http404
    if run.link_used_at or run.link_until is None or run.link_until < clock.now():
        return _photo_page(request, run, closed=True, status=410)
    if request.method != "POST":
        return _photo_page(request, run)
    throttle.count(request, "photo")
    return _take_photos(request, run)


def _take_photos(request: HttpRequest, run: PrintRun) -> HttpResponse:
    sent = request.FILES.getlist("photos")
    if not sent:
        return _photo_page(request, run, wrong="还没有照片。请点“拍照”，拍好再送。", status=422)
    if len(sent) > MOST_PHOTOS:
        return _photo_page(request, run, wrong=f"一次最多送 {MOST_PHOTOS} 张，请挑几张清楚的。", status=422)
    try:
        kept = [records.picture(file) for file in sent]
    except records.PaperError as error:
        return _photo_page(request, run, wrong=str(error), status=422)
    used = PrintRun.objects.filter(pk=run.pk, link_used_at=None).update(link_used_at=clock.now())
    if not used:
        return _photo_page(request, run, closed=True, status=410)
    for sha256 in dict.fromkeys(kept):
        WallPhoto.objects.create(run=run, sha256=sha256, person_name="扫拍照码的人", at=clock.now())
    return _photo_page(request, run, thanks=len(kept))


def _photo_page(request: HttpRequest, run: PrintRun, status: int = 200, **more) -> HttpResponse:
    context = {"wall": run.wall, "run": run, "most": MOST_PHOTOS, "noindex": True, "town_phone": settings.TOWN_PHONE}
    return render(request, "public/wall_photo.html", context | more, status=status)
