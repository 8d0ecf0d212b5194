"""The residents' addresses. An index number stands in them as YYYYMM-NNNNN; they never change once given."""

from django.urls import path, register_converter

from disclosure import board, columns, data_files, departments, items, leaders
from disclosure.finance import years
from disclosure.targets import years as target_years
from disclosure.tombstone import tombstone
from services_center import guides
from township_portal import feeds, home, phones, site, sitemaps, styleguide, villages
from township_portal.api import description, published
from township_portal.paper import public as paper
from township_portal.paper import verify
from township_portal.search.page import search


class IndexNumber:
    regex = r"[0-9]{6}-[0-9]{5,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Code(IndexNumber):
    """The code on a paper."""

    regex = r"[0-9]{8}"


class Small(IndexNumber):
    """A whole number no database chokes on."""

    regex = r"[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Tabular(IndexNumber):
    """How a download ends."""

    regex = r"csv|xlsx"


register_converter(IndexNumber, "index")
register_converter(Code, "code")
register_converter(Small, "small")
register_converter(Tabular, "tabular")

# Given to an app that knows no other: what stands where an item was, where a file of it is served.
GONE = {"tombstone": tombstone}

urlpatterns = [
    path("", home.home, name="home"),
    path("columns/", site.site_map, name="columns"),
    path("columns/<slug:slug>/", columns.column, name="column"),
    path("columns/<slug:slug>/<small:number>/", columns.column_page, name="column_page"),
    path("items/<index:number>/", items.item, name="item"),
    path("items/<index:number>/editions/<small:n>/", items.item_edition, name="item_edition"),
    path("items/<index:number>/files/<small:position>/<path:name>", items.item_file, name="item_file"),
    path("items/<index:number>/poster.pdf", paper.poster, name="item_poster"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<code:code>/", verify.verify_paper, name="verify_paper"),
    path("walls/photos/<slug:word>/", paper.wall_photo, name="wall_photo"),
    path("services/", guides.services, name="services"),
    path("services/by/<slug:how>/", guides.by, name="services_by"),
    path("services/<slug:slug>/", guides.guide, GONE | {"address_in": items.address_in}, name="guide"),
    path("services/<slug:slug>/sheet/", guides.guide_sheet, GONE, name="guide_sheet"),
    path("board/", board.board, name="board"),
    path("leaders/", leaders.leaders, name="leaders"),
    path("departments/", departments.departments, name="departments"),
    path("departments/<slug:slug>/", departments.department, name="department"),
    path("villages/", villages.villages, name="villages"),
    path("villages/<slug:slug>/", villages.village, name="village"),
    path("search/", search, name="search"),
    path("feed.xml", feeds.everything, name="feed"),
    path("columns/<slug:slug>/feed.xml", feeds.of_column, name="column_feed"),
    path("units/<slug:slug>/feed.xml", feeds.of_unit, name="unit_feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("api/v1/", description.human, name="api"),
    path("api/v1/openapi.json", description.openapi, name="api_openapi"),
    path("api/v1/items/", published.items, name="api_items"),
    path("api/v1/items/<index:number>/", published.item, name="api_item"),
    path("api/v1/columns/", published.columns, name="api_columns"),
    path("api/v1/units/", published.units, name="api_units"),
    path("items/<index:number>/data.<tabular:ending>", data_files.item_data, name="item_data"),
    path("finance/", years.finance, name="finance"),
    path("finance/<small:year>/", years.finance_year, name="finance_year"),
    path("targets/", target_years.targets, name="targets"),
    path("targets/<small:year>/", target_years.targets_year, name="targets_year"),
    path("phones/", phones.phones, name="phones"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
