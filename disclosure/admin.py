"""The kinds of disclosure in the admin; everything but their fields is `audit.admin.items`."""

from django import forms
from django.contrib import admin

from audit.admin.item_form import ItemForm
from audit.admin.items import ItemAdmin
from audit.admin.rules import DatedAdmin
from audit.admin.settings import LinesField
from audit.admin.site import site

from . import (  # noqa: F401 (they register themselves)
    emergency_admin,
    finance_admin,
    list_admin,
    organisation_admin,
    targets_admin,
    timed_admin,
    village_finance_admin,
)
from .item_named import ItemNamedField
from .models import Classification, ForwardedDocument, Interpretation, Notice, Statement, StatutoryItem

PLAIN_SORTS = ("归类", {"fields": ("publicity", "lists_persons")})  # a kind that is no document has no genre or theme


class DocumentForm(ItemForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("theme", "genre"):
            if self.stored and name in self.fields:
                self.fields[name].keep(getattr(self.stored, name))


@admin.register(Notice, site=site)
class NoticeAdmin(ItemAdmin):
    form = DocumentForm
    hint = "通知、公告、报告等本镇自己写的。"


@admin.register(ForwardedDocument, site=site)
class ForwardedDocumentAdmin(ItemAdmin):
    form = DocumentForm
    hint = "上级或其他机关的文件，转给群众看；要写清从哪里来。"
    asked_with_word = ("source_organ",)

    def own_fieldsets(self):
        fields = ("source_organ", ("original_number", "original_date"), "original_url")
        return [("从哪里转来", {"fields": fields, "description": "先看原文是不是已经公开，没有公开的不能转发。"})]


def file_field() -> ItemNamedField:
    return ItemNamedField(
        label="解读的文件", max_length=120, help_text="填文号或索引号；没有文号的填标题。",
        error_messages={"required": "请写解读的是哪份文件。"},
    )  # fmt: skip


class InterpretationForm(ItemForm):
    interprets = file_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "interprets" in self.fields:
            self.fields["interprets"].account = self.account


@admin.register(Interpretation, site=site)
class InterpretationAdmin(ItemAdmin):
    hint = "文件是什么意思，用群众听得懂的话说；和文件互相链接。"
    form = InterpretationForm
    asked_with_word = ("interprets",)
    SORTS = PLAIN_SORTS

    def own_fieldsets(self):
        return [("解读什么", {"fields": (("interprets", "form"),)})]

    def field_with_word(self, name, account):
        field = file_field()
        field.account = account
        return field


@admin.register(Statement, site=site)
class StatementAdmin(ItemAdmin):
    hint = "栏目空着的，说明为什么没有、哪天核对、下次什么时候核对。"
    asked_with_word = ("reason", "checked_on", "next_check_on")
    SORTS = PLAIN_SORTS

    def own_fieldsets(self):
        return [("为什么空着", {"fields": ("reason", "elsewhere", ("checked_on", "next_check_on"))})]


class StatutoryItemForm(forms.ModelForm):
    columns = LinesField(label="公开在哪些栏目", help_text="一行一个栏目代号，含它下面的栏目。")


@admin.register(StatutoryItem, site=site)
class StatutoryItemAdmin(DatedAdmin):
    hint = "条例第二十条、第二十一条的事项，对应哪些栏目。"
    form = StatutoryItemForm
    fixed = ("key",)
    list_display = ("text", "article", "number", "source", "valid_from")
    fieldsets = (
        (None, {"fields": ("text", "key", ("article", "number"), "columns")}),
        ("依据", {"fields": ("source", ("valid_from", "valid_until"))}),
    )


@admin.register(Classification, site=site)
class ClassificationAdmin(DatedAdmin):
    hint = "写通知、转文件时选的主题分类和体裁；改叫法就停旧的、加新的，已公开的不跟着变。"
    fixed = ("sort", "code", "name")
    list_display = ("name", "sort", "code", "source", "valid_from", "valid_until")
    list_filter = ("sort",)
    fieldsets = (
        (None, {"fields": ("name", ("sort", "code"), "order")}),
        ("依据", {"fields": ("source", ("valid_from", "valid_until"))}),
    )
