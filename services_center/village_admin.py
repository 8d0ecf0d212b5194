"""Wall rules; what a village's board must show and its outlet must have: dated words an administrator changes and a
leader confirms."""

from django.contrib import admin

from audit.admin.items import ItemAdmin
from audit.admin.rules import DatedAdmin
from audit.admin.site import site

from .models import BoardMatter, OutletNeed, WallRule


@admin.register(BoardMatter, site=site)
class BoardMatterAdmin(DatedAdmin):
    hint = "村里公开栏的党务、村务、财务，各要公开什么、多久一次。"
    fixed = ("matter",)
    list_display = ("matter", "section", "often", "by_day", "source", "valid_from", "valid_until")
    fieldsets = (
        (
            None,
            {"fields": ("matter", "section", ("often", "by_day"), "order", "source", ("valid_from", "valid_until"))},
        ),
    )


@admin.register(WallRule, site=site)
class WallRuleAdmin(ItemAdmin):
    hint = "首问负责制、一次性告知制：贴在窗口和各村代办点墙上的，一条一句话。"
    SORTS = ("归类", {"fields": ("publicity", "body"), "description": "正文一般空着。"})

    def own_fieldsets(self):
        return [("制度", {"fields": ("need", "points", "watch_phone")})]


@admin.register(OutletNeed, site=site)
class OutletNeedAdmin(DatedAdmin):
    hint = "村级代办点应有的设备和上墙制度，补一样大约多少钱。"
    fixed = ("name",)
    list_display = ("name", "sort", "price", "source", "valid_from", "valid_until")
    fieldsets = ((None, {"fields": ("name", "sort", "price", "order", "source", ("valid_from", "valid_until"))}),)
