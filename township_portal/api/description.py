"""The interface described: OpenAPI 3.1 for programs, a page in Chinese for people; both made from the same lists."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit.models.item import kinds
from disclosure.tree import breadcrumb
from township_portal.fresh import fresh

from .door import rate
from .published import LAST_PAGE, MOST_A_PAGE, USUAL_PAGE

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
STRINGS = {"type": "array", "items": TEXT}
REFERENCE = {"type": "object", "required": ["slug", "name"], "properties": {"slug": TEXT, "name": TEXT}}
ERRORS = {
    "400": "参数写错了", "404": "没有这个地址或信息", "405": "只能读", "410": "信息已撤下", "429": "问得太勤，见 Retry-After",
}  # fmt: skip


def parameters() -> list[dict]:
    """Of the list of items: name, what it is, its schema."""
    told = [
        ("page", "第几页，从 1 起", WHOLE | {"minimum": 1, "maximum": LAST_PAGE}),
        ("page_size", f"一页几条，不写是 {USUAL_PAGE}", WHOLE | {"minimum": 1, "maximum": MOST_A_PAGE}),
        ("column", "栏目代号，连同下级", TEXT), ("unit", "单位代号", TEXT),
        ("kind", "信息种类", TEXT | {"enum": sorted(kinds())}),
        ("year", "首次公开的年份，例如 2026", TEXT | {"pattern": "^20[0-9]{2}$"}),
        ("updated_since", "这一天（含）以后公开或更正的，例如 2026-11-02", TEXT | {"format": "date"}),
        ("q", "搜索，几个词用空格隔开；最多给最新的 1000 条", TEXT),
    ]  # fmt: skip
    return [{"name": name, "in": "query", "description": said, "schema": schema} for name, said, schema in told]


def schemas() -> dict:
    brief = _texts(
        "index_number number url api_url title summary kind kind_label first_published_at published_at expires_on"
        " being_corrected_since"
    ) | {"column": REFERENCE, "unit": REFERENCE, "keywords": STRINGS}
    fact = _texts("key label value") | {"head": STRINGS, "rows": {"type": "array", "items": STRINGS}}
    file = _texts("name url sha256") | {"size": WHOLE}
    own = "body_html document_number formed_on originally_published_on audience correction_note publisher"
    whole = brief | _texts(own) | {
        "facts": {"type": "array", "items": {"type": "object", "required": ["key", "label"], "properties": fact}},
        "attachments": {"type": "array", "items": _all_of(file)},
    }  # fmt: skip
    column = _texts("slug name parent url description responsible_unit legal_basis feed_url") | {"count": WHOLE}
    unit = _texts("slug name short_name kind phone address hours feed_url")
    listed = {"count": WHOLE, "page": WHOLE, "page_size": WHOLE, "next": TEXT, "previous": TEXT}
    return {
        "Items": _all_of(listed | {"items": {"type": "array", "items": _all_of(brief)}}),
        "Item": _all_of(whole),
        "Columns": _all_of({"columns": {"type": "array", "items": _all_of(column)}}),
        "Units": _all_of({"units": {"type": "array", "items": _all_of(unit)}}),
        "Error": _all_of({"error": _all_of({"code": TEXT, "message": TEXT})}),
    }


def _texts(names: str) -> dict:
    return dict.fromkeys(names.split(), TEXT)


def _all_of(properties: dict) -> dict:
    return {"type": "object", "required": list(properties), "properties": properties}


def _path(summary: str, schema: str, parameters: list[dict] | None = None, errors=("400", "405", "429")) -> dict:
    responses = {"200": {"description": "找到了", "content": _json(schema)}, "304": {"description": "没有变化"}}
    responses |= {status: {"description": ERRORS[status], "content": _json("Error")} for status in errors}
    return {
        "get": {
            "summary": summary,
            "operationId": schema.lower(),
            "parameters": parameters or [],
            "responses": responses,
        }
    }


def _json(schema: str) -> dict:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def document(request: HttpRequest) -> dict:
    number = {
        "name": "number", "in": "path", "required": True, "description": "索引号斜线后面的部分，例如 202611-00037",
        "schema": TEXT | {"pattern": "^[0-9]{6}-[0-9]{5,9}$"},
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME}接口", "version": "1",
            "description": f"只读。只有正在公开的信息，不含人员名单。每个地址每分钟最多问 {rate()} 次。",
        },
        "servers": [{"url": request.build_absolute_uri(reverse("api")).rstrip("/")}],
        "paths": {
            "/items/": _path("公开信息，新的在前", "Items", parameters(), ("400", "404", "405", "429")),
            "/items/{number}/": _path("一条信息", "Item", [number], ("400", "404", "405", "410", "429")),
            "/columns/": _path("栏目", "Columns"),
            "/units/": _path("单位", "Units"),
        },
        "components": {"schemas": schemas()},
    }  # fmt: skip


@require_safe
@fresh
def openapi(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(document(request), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def human(request: HttpRequest) -> HttpResponse:
    context = {
        "breadcrumb": breadcrumb([], "开放接口"),
        "paths": [
            {
                "address": request.build_absolute_uri(reverse("api").rstrip("/")) + path,
                "try": reverse("api").rstrip("/") + path if "{" not in path else "",
                "summary": told["get"]["summary"],
            }
            for path, told in document(request)["paths"].items()
        ],
        "parameters": parameters(), "errors": ERRORS, "rate": rate(), "feed": request.build_absolute_uri(reverse("feed")),
        "sitemap": request.build_absolute_uri(reverse("sitemap")),
    }  # fmt: skip
    return render(request, "public/api.html", context)
