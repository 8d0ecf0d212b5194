"""Guides, agents, life events and vague words in the admin; the window's registers are not here, they have their own pages."""

from uuid import UUID

from django.contrib import admin

from audit import rights
from audit.admin.items import ItemAdmin
from audit.admin.rules import DatedAdmin
from audit.admin.site import site

from . import village_admin  # noqa: F401 (registers itself)
from .guide_form import GuideForm, copied
from .models import AgentList, Guide, LifeEvent, VagueWord


@admin.register(Guide, site=site)
class GuideAdmin(ItemAdmin):
    hint = "一件事一页：谁可以办、带什么、怎么走、多久、多少钱、找谁。"
    form = GuideForm
    search_fields = ("title", "also_called", "slug")
    search_help_text = "按名称、俗称找"
    change_form_template = "admin/guide_form.html"

    WRITE = ("内容", {
        "fields": ("title", "summary", ("unit", "column"), "also_called", "life_events", "uploads"),
        "description": "名称用群众听得懂的话；摘要写最要紧的一句：带什么、跑几趟、收不收钱。样表、结果样本传成附件。",
    })  # fmt: skip
    FINDING = ("网址和编码", {"fields": (("slug", "matter_code"), "related", "keywords")})
    SORTS = ("归类", {"fields": ("publicity", "body"), "description": "正文一般空着；表里写不下的才写在这里。"})

    def own_fieldsets(self):
        return [
            ("一　谁可以办", {
                "fields": ("conditions", "exclusions", ("served", "quantity_limit")),
                "description": "写群众自己能对上号的话，不抄文件。",
            }),
            ("二　要带什么", {
                "fields": ("questions", "materials"),
                "description": "一样一行，写全名。不许写“等材料”“有关证件”“其他”。窗口自己能查到的，就不要群众带。",
            }),
            ("三　怎么办", {"fields": (
                "steps", ("statutory_days", "promised_days"), "time_note", ("season", "season_from", "season_until"), "ways",
                "place", "hours", "trips", ("by_others", "by_others_note"), "villages", "intermediary",
            ), "description": "步骤按先后；承诺的时限不能比法定的长。"}),
            ("四　要交多少钱", {"fields": ("charge", "fees", "fee_basis")}),
            ("五　常有人问", {"fields": ("faq",), "description": "窗口天天有人问的，就写在这里。"}),
            ("六　依据和其他要素", {"fields": (
                "basis", "implementing_body", ("matter_type", "coverage"), ("result_name", "result_sample"), "delivery",
                ("consult_phone", "complaint_phone"), "query_way", "rating_way", "rights_and_duties", "check_by",
            )}),
        ]  # fmt: skip

    def get_changeform_initial_data(self, request):
        """?copy=<uuid>: begin after an existing guide one may read."""
        found = super().get_changeform_initial_data(request)
        try:
            wanted = UUID(found.pop("copy", ""))
        except ValueError:
            return found
        mine = rights.items(request.user, "read").values("pk")
        source = Guide.objects.filter(pk=wanted, pk__in=mine).first()
        return found | (copied(source) if source else {})


@admin.register(AgentList, site=site)
class AgentListAdmin(ItemAdmin):
    hint = "每个村的代办员、电话、什么时候在。"
    SORTS = ("归类", {"fields": ("publicity",)})

    def own_fieldsets(self):
        return [("代办员", {"fields": ("agents",)})]


@admin.register(LifeEvent, site=site)
class LifeEventAdmin(DatedAdmin):
    hint = "生育、入学、看病：群众按这个找办事指南。"
    fixed = ("slug", "name")
    list_display = ("name", "note", "order", "valid_from", "valid_until")
    fieldsets = ((None, {"fields": (("name", "slug"), "note", "order", "source", ("valid_from", "valid_until"))}),)


@admin.register(VagueWord, site=site)
class VagueWordAdmin(DatedAdmin):
    hint = "材料清单里写了就送不了审的词。"
    fixed = ("word",)
    list_display = ("word", "instead", "source", "valid_from", "valid_until")
    fieldsets = ((None, {"fields": ("word", "instead", "source", ("valid_from", "valid_until"))}),)
