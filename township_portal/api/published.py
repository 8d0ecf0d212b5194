"""The four addresses of the interface: items, one item, columns, units."""

import json
import re
from datetime import datetime, time

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from audit.models import Column, Edition, Unit
from audit.models.item import kinds
from audit.page import page_of
from disclosure.items import address_in
from disclosure.tree import Node, counts, tree_of
from township_portal.search import index

from .door import Wrong, day, door, number

MOST_A_PAGE, USUAL_PAGE, LAST_PAGE = 100, 20, 100_000


@door("page", "page_size", "column", "unit", "kind", "year", "updated_since", "q")
def items(request: HttpRequest) -> dict:
    page, size = number(request, "page", 1, LAST_PAGE), number(request, "page_size", USUAL_PAGE, MOST_A_PAGE)
    narrow = _narrow(request)
    if "q" in request.GET:
        total, editions = _searched(request, narrow, (page - 1) * size, size)
    else:
        matching = _matching(request, narrow)
        total, editions = matching.count(), list(_listed(matching)[(page - 1) * size : page * size])
    if page > 1 and not editions:
        raise Wrong(404, "not_found", f"没有第 {page} 页，一共 {total} 条。")
    last = page * size >= total
    return {
        "count": total, "page": page, "page_size": size, "next": "" if last else _page_url(request, page + 1),
        "previous": _page_url(request, page - 1) if page > 1 else "", "items": [_brief(request, one) for one in editions],
    }  # fmt: skip


@door()
def item(request: HttpRequest, number: str) -> dict:
    month, _, serial = number.partition("-")
    named = {"publication__month": month, "publication__serial": int(serial)}
    found = Edition.objects.searchable().with_hung().filter(**named)
    edition = found.select_related("publication", "unit", "column").first()
    if edition is None or edition.publication.slug != number:
        if Edition.objects.tombstones().filter(**named, lists_persons=False).exists():
            raise Wrong(410, "gone", "这条信息已经撤下，不再公开。请不要再使用先前取得的内容。")
        raise Wrong(404, "not_found", "没有这个索引号的信息。")
    given = address_in(edition)

    def absolute(file: dict) -> str:
        return request.build_absolute_uri(address) if (address := given(file)) else ""

    page, meta = page_of(edition, file_address=absolute), edition.meta_data
    files = [file for file in edition.files if not file["inline"] and not file["paper_only"]]
    return _brief(request, edition) | {
        "body_html": str(page.body),
        "facts": [{name: fact[name] for name in ("key", "label", "value", "head", "rows") if name in fact}
                  for fact in edition.facts_data],
        "document_number": meta.get("document_number", ""), "formed_on": meta.get("formed_on", ""),
        "originally_published_on": meta.get("originally_published_on", ""), "audience": meta.get("audience", ""),
        "correction_note": page.correction_note, "publisher": page.source,
        "attachments": [
            {"name": file["name"], "url": absolute(file), "size": file["size"], "sha256": file["sha256"]} for file in files
        ],
    }  # fmt: skip


@door()
def columns(request: HttpRequest) -> dict:
    tree = tree_of(request)
    shown = counts(tree.by_id.values())
    return {"columns": [_column(request, node, shown) for root in tree.roots for node in _with_below(root)]}


@door()
def units(request: HttpRequest) -> dict:
    found = Unit.objects.filter(is_active=True)
    return {"units": [
        {
            "slug": unit.slug, "name": unit.name, "short_name": unit.short_name, "kind": unit.kind, "phone": unit.phone,
            "address": unit.address, "hours": unit.hours,
            "feed_url": request.build_absolute_uri(reverse("unit_feed", args=[unit.slug])),
        }
        for unit in found
    ]}  # fmt: skip


def _narrow(request: HttpRequest) -> index.Narrow:
    tree, asked = tree_of(request), request.GET
    column = unit = None
    if "column" in asked:
        node = tree.by_slug.get(asked["column"])
        if node is None:
            raise Wrong(400, "bad_parameter", "没有这个栏目（column）。栏目代号见 /api/v1/columns/。")
        column = node.column
    if "unit" in asked:
        unit = Unit.objects.filter(slug=asked["unit"].replace("\0", ""), is_active=True).first()
        if unit is None:
            raise Wrong(400, "bad_parameter", "没有这个单位（unit）。单位代号见 /api/v1/units/。")
    year, kind = asked.get("year", ""), asked.get("kind", "")
    if "year" in asked and not re.fullmatch(r"20[0-9]{2}", year):
        raise Wrong(400, "bad_parameter", "year 要写成 2026 这样的年份。")
    if "kind" in asked and kind not in kinds():
        raise Wrong(400, "bad_parameter", f"没有这个种类（kind）。可用：{'、'.join(sorted(kinds()))}。")
    return index.Narrow(column, unit, year, kind)


def _matching(request: HttpRequest, narrow: index.Narrow) -> QuerySet[Edition]:
    found = Edition.objects.searchable()
    if narrow.column:
        found = found.filter(column__path__startswith=narrow.column.path)
    if narrow.unit:
        found = found.filter(unit=narrow.unit)
    if narrow.year:
        found = found.filter(publication__month__startswith=narrow.year)
    if narrow.kind:
        found = found.filter(kind=narrow.kind)
    if since := day(request, "updated_since"):
        found = found.filter(published_at__gte=timezone.make_aware(datetime.combine(since, time.min)))
    return found


def _listed(found: QuerySet[Edition]) -> QuerySet[Edition]:
    rows = found.with_hung().select_related("publication", "unit", "column").order_by("-published_at", "-pk")
    return rows.defer("body", "facts", "attachments", "plain_text", "salts", "digests")


def _searched(request: HttpRequest, narrow: index.Narrow, start: int, size: int) -> tuple[int, list[Edition]]:
    if "updated_since" in request.GET:
        raise Wrong(400, "bad_parameter", "q 和 updated_since 不能一起用。")
    order = index.order(request.GET["q"], narrow).ids[: index.MOST]
    rows = {
        edition.pk: edition
        for edition in _listed(Edition.objects.searchable().filter(pk__in=order[start : start + size]))
    }
    return len(order), [rows[pk] for pk in order[start : start + size] if pk in rows]


def _page_url(request: HttpRequest, page: int) -> str:
    asked = [(name, value) for name, value in request.GET.items() if name != "page"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*asked, ('page', page)])}")


def _brief(request: HttpRequest, edition: Edition) -> dict:
    number, meta = edition.publication.slug, json.loads(edition.meta)
    kind = kinds().get(edition.kind)
    return {
        "index_number": edition.publication.index_number,
        "number": number,
        "url": request.build_absolute_uri(reverse("item", args=[number])),
        "api_url": request.build_absolute_uri(reverse("api_item", args=[number])),
        "title": edition.title,
        "summary": edition.summary,
        "kind": edition.kind,
        "kind_label": kind.KIND_LABEL if kind else "信息",
        "column": {"slug": edition.column.slug, "name": edition.column.name},
        "unit": {"slug": edition.unit.slug, "name": edition.unit.name},
        "keywords": meta.get("keywords", []),
        "first_published_at": _moment(edition.publication.first_published_at),
        "published_at": _moment(edition.published_at),
        "expires_on": edition.expires_on.isoformat() if edition.expires_on else "",
        "being_corrected_since": _moment(edition.hung_at) if edition.hung_at else "",
    }


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _with_below(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in _with_below(child))]


def _column(request: HttpRequest, node: Node, shown: dict[int, int]) -> dict:
    column: Column = node.column
    unit = column.responsible_unit
    return {
        "slug": node.slug, "name": node.name, "parent": node.parent.slug if node.parent else "",
        "url": request.build_absolute_uri(node.url), "description": column.description, "count": shown.get(column.pk, 0),
        "responsible_unit": unit.slug if unit else "", "legal_basis": column.legal_basis,
        "feed_url": request.build_absolute_uri(reverse("column_feed", args=[node.slug])),
    }  # fmt: skip
