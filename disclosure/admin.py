"""Notices and forwarded documents in the admin; everything but their fields is `audit.admin.items`."""

from django.contrib import admin

from audit.admin.items import ItemAdmin
from audit.admin.site import site

from .models import ForwardedDocument, Notice


@admin.register(Notice, site=site)
class NoticeAdmin(ItemAdmin):
    hint = "通知、公告、报告等本镇自己写的。"


@admin.register(ForwardedDocument, site=site)
class ForwardedDocumentAdmin(ItemAdmin):
    hint = "上级或其他机关的文件，转给群众看；要写清从哪里来。"
    asked_with_word = ("source_organ",)

    def own_fieldsets(self):
        fields = ("source_organ", ("original_number", "original_date"), "original_url")
        return [("从哪里转来", {"fields": fields, "description": "先看原文是不是已经公开，没有公开的不能转发。"})]
