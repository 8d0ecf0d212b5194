"""Quarterly finances and budgets in the admin: their fields, and the way in by a workbook."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path

from audit import clock
from audit.admin.items import ItemAdmin
from audit.admin.site import site

from .finance import limits, upload
from .finance.amounts import WAN
from .finance.budget_reading import read_budget
from .finance.budgets import NO_DATA, sheet_of
from .finance.drafts import answer, fill_quarter
from .finance.marked import marked_sides, notes_asked
from .finance.quarters import last_finished
from .finance.reading import read_quarter
from .finance.template import XLSX, budget_template, template
from .finance.upload_forms import BudgetUploadForm, QuarterUploadForm
from .models import Budget, QuarterlyFinance
from .models.budget import proposed_title as budget_title
from .models.finance import proposed_title as quarter_title


class WorkbookAdmin(ItemAdmin):
    """`begin`, `read`, `fill` and `shown` tell what `finance.upload` needs to know of the kind."""

    change_form_template = "admin/finance_form.html"
    change_list_template = "admin/finance_list.html"
    SORTS = ("归类", {"fields": ("publicity",)})
    WRITE = ("内容", {"fields": ("title", ("unit", "column"), "uploads")})

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(lambda request, **named: view(self, request, **named))

        name = f"disclosure_{self.opts.model_name}"
        own = [
            path("upload/", page(upload.upload), name=f"{name}_upload"),
            path("template/", page(download_template), name=f"{name}_template"),
            path("<uuid:pk>/upload/", page(upload.upload), name=f"{name}_again"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        more = {"upload_address": self.address("upload"), "template_address": self.address("template")}
        return super().changelist_view(request, more | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "upload_address": self.address("again", obj.pk) if obj else self.address("upload"),
            "template_address": self.address("template"),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)


def download_template(kind, request) -> HttpResponse:
    if not kind.has_add_permission(request):
        raise PermissionDenied
    response = HttpResponse(kind.make_template(), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{kind.opts.model_name}.xlsx"'
    return response


def most_rounding():
    """Yuan."""
    return limits.in_force().rounding * WAN


@admin.register(QuarterlyFinance, site=site)
class QuarterlyFinanceAdmin(WorkbookAdmin):
    hint = "每季度的收入、支出、结余和“三公”经费，上传财政所的表就行。"
    asked_with_word = ("year", "quarter")
    upload_form = QuarterUploadForm
    list_display = ("title", "year", "quarter", "unit_short", "state_badge", "changed")

    def own_fieldsets(self):
        return [
            ("哪一季", {"fields": (("year", "quarter"), ("opening", "closing"), ("compiled_by", "checked_by"))}),
            ("要写明的原因", {"fields": ("lags", "balance_note", "tie_note", "jump_note", "notes")}),
            (
                "各表的数",
                {"fields": ("income", "spending", "three"), "description": "一般从表格上传，这里可以逐格改。"},
            ),
        ]

    def make_template(self) -> bytes:
        from django.conf import settings

        return template(settings.TOWN_NAME, last_finished(clock.local_date(clock.now())))

    def begin(self, given: dict) -> QuarterlyFinance:
        item = QuarterlyFinance(**{name: given[name] for name in ("unit", "column", "year", "quarter")})
        item.title = quarter_title(item.period)
        item.keywords = f"财政收支 {item.period.short} {item.year}年"
        item.audience = "全镇居民"
        return item

    def read(self, data: bytes, item: QuarterlyFinance):
        reading = read_quarter(data, item.period, most_rounding())
        return reading.report, reading.problems

    def fill(self, item: QuarterlyFinance, report, given) -> None:
        fill_quarter(item, report)
        if given:
            answer(item, item.doubts(), given)

    def shown(self, item: QuarterlyFinance) -> dict:
        doubts = item.doubts()
        return {
            "sides": marked_sides(item.figures(), doubts),
            "balance": [("期初结余", item.opening), ("期末结余", item.closing)],
            "people": [("编表人", item.compiled_by), ("复核人", item.checked_by)],
            "asked": notes_asked(item, doubts),
            "cautions": [] if doubts else item.cautions(),
            "sentence": item.summary,
        }


@admin.register(Budget, site=site)
class BudgetAdmin(WorkbookAdmin):
    hint = "政府和部门的预算、决算，批准后二十天内公开；没有数的公布空表。"
    asked_with_word = ("year", "sort", "approved_on", "approved_by")
    upload_form = BudgetUploadForm
    list_display = ("title", "year", "sort", "approved_on", "unit_short", "state_badge", "changed")

    def own_fieldsets(self):
        return [
            ("哪一份", {"fields": (("year", "sort", "body_name"), ("approved_on", "approved_by"))}),
            ("说明", {"fields": ("empty_note", "changes_note", "performance", "purchases")}),
            ("各表的数", {"fields": ("figures",), "description": "一般从表格上传，这里可以逐格改。"}),
        ]

    def make_template(self) -> bytes:
        from django.conf import settings

        return budget_template(settings.TOWN_NAME, clock.local_date(clock.now()).year)

    def begin(self, given: dict) -> Budget:
        names = ("unit", "column", "year", "sort", "body_name", "approved_on", "approved_by")
        item = Budget(**{name: given[name] for name in names})
        item.title = budget_title(item.year, item.sort, item.body_name)
        item.keywords = f"{item.get_sort_display()} {item.year}年 财政"
        item.audience = "全镇居民"
        return item

    def read(self, data: bytes, item: Budget):
        return read_budget(data, item.sort, most_rounding())

    def fill(self, item: Budget, report, given) -> None:
        item.figures = report
        item.summary = item.summary or f"{item.name}，{item.approved_on:%Y年%-m月%-d日}批准。"

    def shown(self, item: Budget) -> dict:
        shown = sheet_of(item.facts())
        sides = [{"title": table["title"], "head": table["head"], "total": table["total"],
                  "rows": [{"cells": row, "marked": False} for row in table["rows"]]} for table in shown["filled"]]  # fmt: skip
        return {"sides": sides, "empty": shown["empty"], "empty_note": NO_DATA, "cautions": item.cautions()}
