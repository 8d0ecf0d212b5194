"""公开栏 in the admin: which boards there are, whose, for which channel, how large the paper."""

from django.contrib import admin

from audit.admin.base import PortalAdmin
from audit.admin.site import site

from .models import Wall


@admin.register(Wall, site=site)
class WallAdmin(PortalAdmin):
    hint = "哪里有公开栏、归谁管、贴多大的纸。该贴什么由栏目的公开渠道决定。"
    list_display = ("name", "unit", "channel", "size", "is_active")
    list_select_related = ("unit",)
    fieldsets = ((None, {"fields": ("name", "unit", "channel", "size", "address", "order", "is_active")}),)
