"""An item as residents read it: its page, its tombstone, its earlier texts where the column keeps them, its files."""

from django.conf import settings
from django.db.models import OuterRef, Subquery, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from audit import files
from audit.characters import one_line
from audit.models import Edition
from audit.models.edition import being_corrected
from audit.page import Page, page_of
from audit.qr_code import qr
from disclosure.columns import meta_tags
from disclosure.derived import with_derived
from disclosure.interpretations import file_of, interpretations_of
from disclosure.models import Visits
from disclosure.tombstone import tombstone, withdrawn_for_privacy
from disclosure.tree import Node, breadcrumb, tree_of

# Shown in the browser; everything else is only ever downloaded.
SHOWN_INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"}


@require_safe
def item(request: HttpRequest, number: str) -> HttpResponse:
    edition = live_edition(number)
    if edition is None:
        return tombstone(request, number)
    page = with_derived(page_of(edition, file_address=address_in(edition)), edition)
    earlier = earlier_editions(edition) if edition.number > 1 else []
    node = node_of(request, edition)
    keeps = keeps_old(node, edition)
    url = request.build_absolute_uri(reverse("item", args=[number]))
    context = {
        "page": page,
        "edition": edition,
        "number": number,
        "page_url": url,
        "share_image": request.build_absolute_uri(page.first_image) if page.first_image else "",
        "qr": qr(url),
        "earlier": [with_address(old, number) for old in earlier if old.state == "superseded"] if keeps else [],
        "corrected_at": edition.published_at if earlier else None,
        "node": node,
        "breadcrumb": item_breadcrumb(node),
        "noindex": page.lists_persons,
        "interpretations": interpretations_of(edition),
        "interpreted": file_of(edition),
        "visits": edition.visits,
        "being_corrected": being_corrected(edition),
    }
    return render(request, "public/item.html", context | article_tags(request, edition, page, node))


@require_safe
def item_edition(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """An earlier text, kept readable only where the column says so, while the item itself is public."""
    current = live_edition(number)
    if current is None:
        return tombstone(request, number)
    if current.number == n:
        return redirect("item", number=number)
    node = node_of(request, current)
    old = Edition.objects.filter(item_id=current.item_id, number=n, publication__isnull=False, board_only=False)
    edition = old.exclude(state="published").select_related("publication", "moved_by__words").first()
    if edition is None:
        raise Http404
    if edition.state != "superseded":
        return tombstone(request, number, edition)
    if not keeps_old(node, current) or edition.lists_persons or withdrawn_for_privacy(current.item_id):
        raise Http404
    page = page_of(edition, file_address=address_in(current))
    context = {
        "page": page, "edition": edition, "old": True, "number": number, "node": node, "noindex": True,
        "current_url": reverse("item", args=[number]), "ended_at": edition.ended_at,
        "breadcrumb": item_breadcrumb(node, "旧文"),
    }  # fmt: skip
    return render(request, "public/item.html", context | article_tags(request, edition, page, node))


@require_safe
def item_file(request: HttpRequest, number: str, position: int, name: str) -> HttpResponse:
    """One file of the published edition; everything else is not found, by any address."""
    edition = live_edition(number)
    file = next((f for f in edition.files if f["position"] == position), None) if edition else None
    if file is None or file["paper_only"] or file_name(file) != name:
        raise Http404
    if response := get_conditional_response(request, etag=f'"{file["sha256"]}"'):
        return response
    try:
        opened = files.opened(file["sha256"])
    except (OSError, ValueError):
        raise Http404 from None
    shown = file["content_type"] in SHOWN_INLINE
    response = FileResponse(
        opened,
        as_attachment=not shown,
        filename=file_name(file),
        content_type=file["content_type"] if shown else "application/octet-stream",
    )
    response.headers["ETag"] = f'"{file["sha256"]}"'
    response.headers["Cache-Control"] = "no-cache"  # asked again each time: a withdrawn file is gone at once
    response.headers["X-Content-Type-Options"] = "nosniff"
    if edition.lists_persons:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def live_edition(number: str) -> Edition | None:
    """The published edition under an index number as it stands in addresses."""
    month, _, serial = number.partition("-")
    found = Edition.objects.live().filter(publication__month=month, publication__serial=int(serial))
    found = found.with_hung().select_related("publication", "unit").annotate(visits=Subquery(_visits()))
    edition = found.defer("plain_text", "salts", "digests").first()
    return edition if edition and edition.registered.slug == number else None


def _visits():
    """How often the item was looked at; none where no log was counted yet."""
    rows = Visits.objects.filter(item_id=OuterRef("item_id")).order_by().values("item_id")
    return rows.annotate(total=Sum("count")).values("total")


def earlier_editions(edition: Edition) -> list[Edition]:
    """What was public before under the same number, newest first; the ones taken down too."""
    older = Edition.objects.filter(item_id=edition.item_id, number__lt=edition.number, publication__isnull=False)
    return list(older.only("number", "state", "published_at", "ended_at", "lists_persons").order_by("-number")[:50])


def with_address(old: Edition, number: str) -> dict:
    url = "" if old.lists_persons else reverse("item_edition", args=[number, old.number])
    return {"published_at": old.published_at, "ended_at": old.ended_at, "url": url}


def keeps_old(node: Node | None, current: Edition) -> bool:
    return bool(node and node.column.keeps_old_editions and not current.lists_persons)


def node_of(request: HttpRequest, edition: Edition) -> Node | None:
    node = tree_of(request).by_id.get(edition.column_id)
    if node:
        request.section = node.root.slug  # type: ignore[attr-defined]
    return node


def file_name(file: dict) -> str:
    return one_line(file["name"]) or "附件"


def address_in(edition: Edition):
    """Where a file of this published edition is served; "" for one it does not hold, or only on paper."""
    number = edition.registered.slug
    held = {file["sha256"]: file for file in edition.files if not file["paper_only"]}

    def address(file: dict) -> str:
        own = held.get(file["sha256"])
        return reverse("item_file", args=[number, own["position"], file_name(own)]) if own else ""

    return address


def item_breadcrumb(node: Node | None, last: str = "正文") -> list[tuple[str, str]]:
    return breadcrumb(node.trail if node else [], last)


def sealed_tags(page: Page) -> dict:
    """The column's tags where the column itself is no longer there to ask: its name as it was sealed."""
    names = [step["name"] for step in page.trail] or [page.kind_label]
    return {
        "column_name": names[-1], "column_description": f"{settings.TOWN_NAME}{names[-1]}公开信息",
        "column_keywords": ",".join(dict.fromkeys(reversed(names))), "column_type": names[0],
    }  # fmt: skip


def article_tags(request: HttpRequest, edition: Edition, page: Page, node: Node | None) -> dict:
    """The article's tags besides those of its column; only those that have something to say."""
    tags = {
        "ArticleTitle": page.title,
        "PubDate": f"{timezone.localtime(edition.registered.first_published_at):%Y-%m-%d %H:%M}",
        "ContentSource": page.source,
        "Keywords": ",".join(page.keywords),
        "Author": page.unit["name"],
        "Description": page.description,
        "Image": request.build_absolute_uri(page.first_image) if page.first_image else "",
        "Url": request.build_absolute_uri(reverse("item", args=[edition.registered.slug])),
    }
    column = meta_tags(node) if node else sealed_tags(page)
    return column | {"article_tags": [(name, value) for name, value in tags.items() if value]}
