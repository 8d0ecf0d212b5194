"""订阅: Atom feeds of what was published newest - all, of a column with all below it, of a unit. No lists of persons."""

import uuid

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from audit.characters import one_line
from audit.models import Edition, Unit
from disclosure.columns import find_column
from disclosure.tree import Node
from township_portal.fresh import fresh

NEWEST = 50
HUNG = "正在更正"


def feed_id(text: str) -> str:
    """The same for ever, whatever host or path the site is served under."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.CREDIT_CODE}/{text}").urn


class OurFeed(Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self):
        return super().root_attributes() | {"xml:lang": "zh-CN"}


class NewestFeed(Feed):
    """Of everything, or of what `narrow` leaves."""

    feed_type = OurFeed
    author_name = f"{settings.COUNTY_NAME}{settings.TOWN_NAME}人民政府"
    subtitle = "新公开和更正的信息。"

    def __init__(self, narrowed: QuerySet[Edition], name: str, link: str, own: str):
        self.narrowed, self.name, self.page, self.own = narrowed, name, link, own

    def title(self, _) -> str:
        return f"{self.name} - {settings.SITE_NAME}" if self.name else settings.SITE_NAME

    def link(self, _) -> str:
        return self.page

    def feed_url(self, _) -> str:
        return self.own

    def feed_guid(self, _) -> str:
        return feed_id(f"feed:{self.own.rpartition('/')[0].rpartition('/')[2]}")

    def items(self, _) -> list[Edition]:
        rows = self.narrowed.with_hung().select_related("publication", "unit", "column")
        return list(
            rows.defer("body", "facts", "attachments", "salts", "digests").order_by("-published_at", "-pk")[:NEWEST]
        )

    def item_title(self, edition: Edition) -> str:
        return one_line(edition.title)

    def item_description(self, edition: Edition) -> str:
        said = edition.summary or edition.plain_text.removeprefix(edition.title).replace("\n", " ").strip()
        words = one_line(said)[:200] or one_line(edition.title)
        return f"【{HUNG}】{words}" if edition.hung_at else words

    def item_link(self, edition: Edition) -> str:
        return reverse("item", args=[edition.publication.slug])

    def item_guid(self, edition: Edition) -> str:
        return feed_id(edition.publication.index_number)

    def item_pubdate(self, edition: Edition):
        return edition.publication.first_published_at

    def item_updateddate(self, edition: Edition):
        """Hanging the sentence is news to who has read the entry before."""
        return max(filter(None, (edition.published_at, edition.hung_at)))

    def item_author_name(self, edition: Edition) -> str:
        return edition.unit.name

    def item_categories(self, edition: Edition) -> list[str]:
        return [edition.column.name, *([HUNG] if edition.hung_at else [])]


@require_safe
@fresh
def everything(request: HttpRequest) -> HttpResponse:
    return NewestFeed(Edition.objects.searchable(), "", reverse("home"), reverse("feed"))(request)


@require_safe
@fresh
def of_column(request: HttpRequest, slug: str) -> HttpResponse:
    node: Node = find_column(request, slug)
    below = Edition.objects.searchable().filter(column__path__startswith=node.column.path)
    return NewestFeed(below, node.name, node.url, reverse("column_feed", args=[slug]))(request)


@require_safe
@fresh
def of_unit(request: HttpRequest, slug: str) -> HttpResponse:
    unit = Unit.objects.filter(slug=slug, is_active=True).first()
    if unit is None:
        raise Http404
    page = f"{reverse('search')}?unit={slug}"
    return NewestFeed(
        Edition.objects.searchable().filter(unit=unit), unit.name, page, reverse("unit_feed", args=[slug])
    )(request)
