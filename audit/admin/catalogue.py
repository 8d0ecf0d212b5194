"""单位和栏目 in the admin."""

from django import forms
from django.contrib import admin
from django.urls import path

from ..models import Column, Unit
from . import catalogue_sheet
from .fields import INDENT
from .settings import LinesField, SettingAdmin
from .site import site


@admin.register(Unit, site=site)
class UnitAdmin(SettingAdmin):
    hint = "名称、电话等群众看得到，改动要领导确认。"
    list_display = ("name", "kind", "phone", "head", "active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "short_name")
    search_help_text = "按名称找"
    fieldsets = (
        ("名称", {"fields": (("name", "short_name"), ("slug", "kind"), "division_code", "order")}),
        ("群众怎么找到它", {"fields": ("phone", "address", "hours")}),
        ("办法", {"fields": ("head_submits", "is_active")}),
    )

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        return sets if obj else _without(sets, "is_active")

    @admin.display(description="负责人送审")
    def head(self, unit):
        return "是" if unit.head_submits else "—"

    @admin.display(description="启用")
    def active(self, unit):
        return "启用" if unit.is_active else "停用"


def _without(sets, name):
    """A new one is switched on by the confirmation, not by the form."""
    return [(title, {"fields": tuple(f for f in given["fields"] if f != name)}) for title, given in sets]


class ColumnForm(forms.ModelForm):
    content_elements = LinesField(label="公开内容（要素）")
    channels = LinesField(label="公开渠道和载体")


@admin.register(Column, site=site)
class ColumnAdmin(SettingAdmin):
    hint = "公开目录的一棵树，改动要领导确认。"
    form = ColumnForm
    change_list_template = "admin/column_list.html"
    list_display = ("indented", "responsible_unit", "limit", "wall", "active")
    list_filter = ("is_active", "board_only", "lists_persons")
    list_select_related = ("responsible_unit",)
    list_per_page = 400
    search_fields = ("name", "level1_matter", "level2_matter")
    search_help_text = "按名称或事项找"
    ordering = ("path",)
    fieldsets = (
        ("栏目", {"fields": ("name", "slug", "parent", "order", "description")}),
        ("公开目录要求的项目", {"fields": (
            ("level1_matter", "level2_matter"), "content_elements", "legal_basis", ("time_limit", "time_limit_unit"),
            "responsible_unit", "channels", ("audience", "mode"), ("level", "update_cycle"),
        )}),
        ("办法", {"fields": ("board_only", "lists_persons", "keeps_old_editions", "needs_principal", "is_active")}),
    )  # fmt: skip

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        return sets if obj else _without(sets, "is_active")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "parent" and field:
            field.queryset = Column.objects.order_by("path")
            field.label_from_instance = lambda column: INDENT * column.depth + column.name
            field.empty_label = "（最上一层）"
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        wrapped = getattr(field, "widget", None)
        if db_field.name in ("parent", "responsible_unit") and hasattr(wrapped, "widget"):
            field.widget = wrapped.widget  # without the small icons beside it
        return field

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(lambda request: view(self, request))

        own = [
            path("sheet/", page(catalogue_sheet.page), name="audit_column_sheet"),
            path("sheet.xlsx", page(catalogue_sheet.download), name="audit_column_sheet_file"),
        ]
        return own + super().get_urls()

    @admin.display(description="栏目", ordering="path")
    def indented(self, column):
        return INDENT * column.depth + column.name

    @admin.display(description="只上墙")
    def wall(self, column):
        return "是" if column.board_only else "—"

    @admin.display(description="启用")
    def active(self, column):
        return "启用" if column.is_active else "停用"

    @admin.display(description="时限")
    def limit(self, column):
        return f"{column.time_limit} 个{column.get_time_limit_unit_display()}" if column.time_limit else "—"
