"""sitemap.xml: an index, and under it every public address worth finding. Lists of persons stand in none."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index as index_view
from django.contrib.sitemaps.views import sitemap as section_view
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.models import Column, Edition
from disclosure.tree import Tree
from township_portal.fresh import fresh

LIMIT = 5000
# Addresses without arguments that are no pages to be found: feeds, files for machines, the style guide of the staff.
NO_PAGES = {"styleguide", "feed", "sitemap", "robots", "api_openapi", "api_items", "api_columns", "api_units"}


def public_patterns() -> list[URLPattern]:
    """Every pattern of the residents' addresses."""
    from township_portal import public_urls

    return [pattern for pattern in public_urls.urlpatterns if isinstance(pattern, URLPattern)]


def is_page(pattern: URLPattern) -> bool:
    return not pattern.pattern.converters and pattern.name not in NO_PAGES


class Pages(Sitemap):
    """Pages without arguments, as the addresses name them: a new one is in here by itself."""

    def items(self):
        return [pattern.name for pattern in public_patterns() if is_page(pattern)]

    def location(self, name):
        return reverse(name)

    def lastmod(self, name):
        return self.newest

    @property
    def newest(self):
        if not hasattr(self, "_newest"):
            self._newest = Edition.objects.searchable().aggregate(at=Max("published_at"))["at"]
        return self._newest


class Columns(Sitemap):
    """Every public column, with when something in it or below it was published last."""

    limit = LIMIT

    def items(self):
        columns = Column.objects.public().select_related("responsible_unit", "counter")
        nodes = list(Tree(columns).by_id.values())
        newest = Edition.objects.searchable().values_list("column__path").annotate(Max("published_at")).order_by()
        last: dict[int, object] = {}
        for path, at in newest:
            for pk in map(int, path.strip("/").split("/")):
                last[pk] = max(filter(None, (last.get(pk), at)))
        return [(node.url, last.get(node.column.pk)) for node in nodes]

    def location(self, found):
        return found[0]

    def lastmod(self, found):
        return found[1]


class Items(Sitemap):
    limit = LIMIT

    def items(self):
        rows = Edition.objects.searchable().select_related("publication").order_by("pk")
        return rows.only("published_at", "publication__index_number")

    def location(self, edition):
        return reverse("item", args=[edition.publication.slug])

    def lastmod(self, edition):
        return timezone.localtime(edition.published_at)

    def get_latest_lastmod(self):
        return Edition.objects.searchable().aggregate(at=Max("published_at"))["at"]


SECTIONS = {"pages": Pages, "columns": Columns, "items": Items}


@require_safe
@fresh
def sitemap(request: HttpRequest) -> HttpResponse:
    return index_view(request, SECTIONS, sitemap_url_name="sitemap_section")


@require_safe
@fresh
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return section_view(request, SECTIONS, section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    prefix = (settings.FORCE_SCRIPT_NAME or "") + "/"
    lines = ["User-agent: *", *(f"Disallow: {prefix}{part}" for part in ("admin/", "desk/", "audit/", "search/?"))]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
