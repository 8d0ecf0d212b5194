"""The tables of a published item as CSV and XLSX, made from its sealed facts whenever they are asked for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from audit.facts import tables
from disclosure.finance.downloads import CSV, XLSX, as_csv, as_xlsx, lines
from disclosure.items import live_edition
from disclosure.tombstone import tombstone

KINDS = {"csv": CSV, "xlsx": XLSX}


@require_safe
def item_data(request: HttpRequest, number: str, ending: str) -> HttpResponse:
    """410 where the item was taken down; never for a list of persons."""
    edition = live_edition(number)
    if edition is None:
        return tombstone(request, number)
    facts = edition.facts_data
    if edition.lists_persons or not tables(facts):
        raise Http404
    etag = f'"{edition.seal[:32]}-{ending}"'
    if response := get_conditional_response(request, etag=etag):
        return response
    address = request.build_absolute_uri(reverse("item", args=[number]))
    rows = lines(edition.title, facts, address)
    data = as_csv(rows) if ending == "csv" else as_xlsx(rows, edition.published_at)
    response = HttpResponse(data, content_type=KINDS[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.{ending}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"  # asked again each time: a corrected table is a new one at once
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
