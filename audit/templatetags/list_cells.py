"""The cells of an admin list with the heading of their column: on a phone a line becomes a card and the head row goes."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def headed(cells: list[str], headers: list[dict]) -> list[SafeString]:
    """Django's finished cells (`<td class=…>…</td>`), each told its heading; the box to tick has none."""
    return [_headed(cell, header) for cell, header in zip(cells, headers, strict=True)]


def _headed(cell: str, header: dict) -> SafeString:
    if not cell.startswith("<td") or "action-checkbox" in header.get("class_attrib", ""):
        return mark_safe(cell)
    return format_html('<td data-label="{}"{}', header["text"], mark_safe(cell.removeprefix("<td")))
