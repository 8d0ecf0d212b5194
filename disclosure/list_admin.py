"""名单 in the admin: begun by uploading a table, its rows never typed; the words around them are edited as any item's."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from audit.admin.items import ItemAdmin
from audit.admin.site import site

from . import list_builder
from .models import PersonList
from .person_list import village_tables


@admin.register(PersonList, site=site)
class PersonListAdmin(ItemAdmin):
    hint = "补贴、救助等名单：上传办公室的表，删去身份证号、账号、电话，和上一期比过再送审。"
    change_list_template = "admin/person_list_list.html"
    change_form_template = "admin/person_list_form.html"
    list_display = ("title", "period", "unit_short", "column", "state_badge", "changed")
    search_fields = ("title", "programme")
    search_help_text = "按标题或名单名称找"

    WRITE = ("内容", {"fields": ("title", ("unit", "column"), "table_shown")})
    SORTS = ("归类", {"fields": ("publicity",)})

    def own_fieldsets(self):
        text = {"fields": ("body",), "description": "名单前后要说的话，没有可以空着。"}
        series = {"fields": (("programme", "period"), "basis"), "description": "每一期写法一样，才能和上一期比。"}
        return [("是什么名单", series), ("文字说明", text)]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "table_shown")

    @admin.display(description="名单")
    def table_shown(self, obj):
        tables = village_tables(obj.facts())
        told = "；".join(
            f"{one.village or '全部'} {one.count} 户" + (f"，{one.total} 元" if one.total else "") for one in tables
        )
        return format_html("{}", told or "还是空的，请上传名单。")

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(lambda request, **named: view(self, request, **named))

        own = [
            path("build/", page(list_builder.begin), name="disclosure_personlist_build"),
            path("build/<slug:upload>/", page(list_builder.table), name="disclosure_personlist_table"),
            path("<uuid:pk>/build/", page(list_builder.begin), name="disclosure_personlist_rebuild"),
        ]
        return own + [one for one in super().get_urls() if one.name != "audit_personlist_word"]

    def address(self, what, *args):
        """A list begins with a table, not with a Word file."""
        return reverse("admin:disclosure_personlist_build") if what == "word" else super().address(what, *args)

    def add_view(self, request, form_url="", extra_context=None):
        return HttpResponseRedirect(self.address("build"))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["rebuild"] = self.address("rebuild", obj.pk) if obj else ""
        return super().render_change_form(request, context, add, change, form_url, obj)
