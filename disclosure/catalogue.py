"""/catalogue/: the catalogue of what this town publishes, entry by entry, filtered without a script, and as a sheet.

Entries that go to the wall alone, or were switched off, are in neither: all of it comes from the residents' tree.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.catalogue import writing
from audit.catalogue.headings import CHANNELS
from audit.models import Column
from disclosure.columns import meta_tags, open_section
from disclosure.holdings import Holding, channels_of, chosen, field_of, holdings_of
from disclosure.tree import breadcrumb, tree_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = ("field", "unit", "level", "channel")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    node = open_section(request)
    every = holdings_of(request).leaves()
    asked = {name: request.GET.get(name, "")[:60] for name in FILTERS}
    found = chosen(every, **asked)
    context = {
        "groups": _grouped(found),
        "count": len(found),
        "total": len(every),
        "items": sum(holding.count for holding in found),
        "filters": _filters(every, asked),
        "narrowed": any(asked.values()),
        "breadcrumb": breadcrumb([node] if node else [], "公开目录"),
        "town_phone": settings.TOWN_PHONE,
    }
    return render(request, "public/catalogue.html", context | (meta_tags(node, "公开目录") if node else {}))


def _grouped(found: list[Holding]) -> list[dict]:
    groups: dict[str, list[dict]] = {}
    for holding in found:
        groups.setdefault(field_of(holding.node), []).append(_entry(holding))
    return [{"name": name, "entries": entries} for name, entries in groups.items()]


def _entry(holding: Holding) -> dict:
    column = holding.node.column
    unit = column.responsible_unit
    return {
        "holding": holding,
        "name": column.name,
        "matter": column.level2_matter if column.level2_matter != column.name else "",
        "elements": "、".join(column.content_elements) or column.description or column.name,
        "basis": column.legal_basis or "《政府信息公开条例》",
        "limit": f"{column.time_limit} 个{column.get_time_limit_unit_display()}" if column.time_limit else "及时",
        "unit": unit.short_name if unit else "党政办",
        "channels": "、".join(channels_of(holding.node)) or "政府网站",
        "level": column.get_level_display(),
        "audience": column.get_audience_display(),
        "mode": column.get_mode_display(),
    }


def _filters(every: list[Holding], asked: dict[str, str]) -> list[dict]:
    """The four select boxes, each offering only what some entry has."""
    units = {h.node.column.responsible_unit for h in every if h.node.column.responsible_unit}
    held = {channel for holding in every for channel in channels_of(holding.node)}
    levels = {holding.node.column.level for holding in every}
    offered = {
        "field": ("领域", [(name, name) for name in dict.fromkeys(field_of(holding.node) for holding in every)]),
        "unit": ("公开主体", [(u.slug, u.short_name) for u in sorted(units, key=lambda u: (u.order, u.pk))]),
        "level": ("公开层级", [(value, str(label)) for value, label in Column.Level.choices if value in levels]),
        "channel": ("渠道", [(name, name) for name in (*CHANNELS, *sorted(held - set(CHANNELS))) if name in held]),
    }
    return [
        {"name": name, "label": label, "options": options, "chosen": asked[name]}
        for name, (label, options) in offered.items()
    ]


@require_safe
def catalogue_sheet(request: HttpRequest) -> HttpResponse:
    """The public part of the tree as a spreadsheet in the national columns."""
    tree = tree_of(request)
    nodes = [node for root in tree.roots for node in _with_children(root)]
    for node in nodes:
        node.column.parent = node.parent.column if node.parent else None
    data = writing.workbook([node.column for node in nodes], f"{settings.TOWN_NAME}政府信息公开目录")
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename*=UTF-8''%E5%85%AC%E5%BC%80%E7%9B%AE%E5%BD%95.xlsx"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _with_children(node) -> list:
    return [node, *(found for child in node.children for found in _with_children(child))]
