"""What a drafter has in hand: texts not sent yet, and what stands in public and may be corrected."""

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from .. import rights
from ..models import Account, Attachment, Edition, Item
from ..states import OPEN
from . import withheld
from .deadlines import moment
from .frame import frame, staff_page
from .waiting import units_of

PER_PAGE = 20
ENDED = ("published", "superseded", "withdrawn", "expired", "not_adopted")


def hers(account: Account) -> QuerySet[Item]:
    """Items she may draft: those she began, and those of the units she reports for."""
    mine = Q(drafter=account.person_id)
    if units := units_of(account):
        mine |= Q(unit__in=units)
    return rights.items(account, "draft").filter(mine)


def unsent(items: QuerySet[Item], *also: str) -> QuerySet[Item]:
    """Texts that say what nobody has been sent: new, taken back, or changed since their last edition ended; and those
    whose last edition is in one of the states `also`."""
    last = Edition.objects.filter(item=OuterRef("pk")).order_by("-number")
    reopened = Edition.objects.filter(withheld.reopened(), item=OuterRef("pk"), state="withheld")
    files = Attachment.history.filter(item_id=OuterRef("pk"), history_date__gt=OuterRef("sent"))
    items = items.annotate(last=Subquery(last.values("state")[:1]), sent=Subquery(last.values("submitted_at")[:1]))
    changed = Q(changed_at__gt=F("sent")) | Exists(files)
    return items.filter(
        Q(last=None)
        | Q(last__in=("recalled", *also))
        | (Q(last__in=ENDED) & changed)
        | (Q(last="withheld") & Exists(reopened))
    )


def draft_row(item: Item) -> dict:
    """Variables of parts/queue_row.html for one of `unsent`."""
    return {
        "title": item.title or "（还没有标题）", "url": reverse("desk:write_edit", args=[item.pk]), "state": "draft",
        "meta": [item.unit.short_name, f"{moment(item.changed_at)} 改过，没有送审"], "button": "接着写",
        "correction": item.is_public,  # type: ignore[attr-defined]
    }  # fmt: skip


def drafts(account: Account, most: int) -> list[Item]:
    """Her unsent texts, the last changed first; is_public: residents read an edition of it now."""
    if not rights.can(account, "draft"):
        return []
    public = Exists(Edition.objects.filter(item=OuterRef("pk"), state="published"))
    found = unsent(hers(account)).annotate(is_public=public).select_related("unit")
    return list(found.order_by("-changed_at")[:most])


@staff_page
@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """已公开的: where a correction begins. An officer finds everything in her columns, a reporter her units'."""
    if not rights.can(request.user, "draft"):
        raise Http404
    wanted = request.GET.get("q", "").strip()[:60]
    found = rights.editions(request.user, "draft").filter(state="published")
    if wanted:
        found = found.filter(title__icontains=wanted)
    open_one = Edition.objects.filter(item=OuterRef("item"), state__in=OPEN)
    found = found.annotate(busy=Exists(open_one)).select_related("unit", "publication").without_content()
    page = Paginator(found.order_by("-published_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [_row(edition) for edition in page], "wanted": wanted}
    return render(request, "desk/published.html", context | frame(request, "desk:write"))


def _row(edition: Edition) -> dict:
    """Variables of parts/queue_row.html: a correction under review is looked at, else one begins."""
    review = reverse("desk:review", args=[edition.item_id])
    day = timezone.localtime(edition.published_at)
    return {
        "title": edition.title, "url": review, "state": "published",
        "meta": [edition.unit.short_name, f"{day:%Y-%m-%d} 上网"] + ["只上墙"] * edition.board_only + ["更正正在审"] * edition.busy,
        "button": "看看" if edition.busy else "更正",
        "button_url": review if edition.busy else reverse("desk:write_edit", args=[edition.item_id]),
    }  # fmt: skip


urlpatterns = [path("write/published/", published, name="published")]
