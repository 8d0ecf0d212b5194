"""Which columns have, besides their list, a page of their own made from what is public in them."""

from django.urls import NoReverseMatch, reverse

from audit.models import Unit

from .tree import Node

# column → name of the address, what the page shows
PAGES = {
    "leaders": ("leaders", "镇领导的照片、分工和电话"),
    "departments": ("departments", "哪个部门管什么、电话多少"),
    "institution": ("departments", "哪个部门管什么、电话多少"),
    "finance-information": ("finance", "镇里的账，图和总账"),
    "quarterly-finance": ("finance", "各季度的收支，图和总账"),
    "budget-final-accounts": ("finance", "各年的预算和决算，图和总账"),
    "work-targets": ("targets", "今年要办的事，做到哪里"),
    "convenience": ("services", "要办什么事，带几样、找谁"),
    "service-guides": ("services", "要办什么事，带几样、找谁"),
    "village-disclosure": ("villages", "我的村：办事、名单、村里的钱、电话"),
}


def own_page(node: Node) -> dict | None:
    """{"url", "label"} for the column's page, None where it has none."""
    unit = node.column.responsible_unit
    if unit and unit.is_active and unit.kind == Unit.Kind.VILLAGE:
        url, label = address("village", unit.slug), f"{unit.short_name}：办事、名单、村里的钱、电话"
    else:
        name, label = PAGES.get(node.slug, ("", ""))
        url = address(name)
    return {"url": url, "label": label} if url else None


def address(name: str, *args: str) -> str:
    """Of a page another app makes, "" where this installation has none."""
    try:
        return reverse(name, args=args) if name else ""
    except NoReverseMatch:
        return ""
