"""Village finances in the admin: their fields, and the way in by the accounts agency's workbook."""

from django.contrib import admin

from audit import clock
from audit.admin.site import site

from .finance_admin import WorkbookAdmin
from .models import VillageFinance
from .models.village_finance import proposed_summary, proposed_title
from .village_finance.periods import last_quarter
from .village_finance.reading import read_village
from .village_finance.rules import HEAD
from .village_finance.sheet import sheet_of
from .village_finance.template import village_template
from .village_finance.upload_form import VillageUploadForm


@admin.register(VillageFinance, site=site)
class VillageFinanceAdmin(WorkbookAdmin):
    hint = "各村的收入和支出，逐项逐笔；上传代理记账单位的表，附监督委员会签字的照片。"
    asked_with_word = ("year", "period")
    upload_form = VillageUploadForm
    list_display = ("title", "year", "period", "unit_short", "state_badge", "changed")

    def own_fieldsets(self):
        return [
            ("哪一期", {"fields": (("year", "period"), ("opening", "closing"))}),
            ("谁审核、谁记账", {"fields": (("supervisors", "reviewed_on"), "compiled_by")}),
            ("要写明的", {"fields": ("tie_note", "notes")}),
            ("逐笔收支", {"fields": ("entries",), "description": "一般从表格上传，这里可以逐格改。"}),
        ]

    def make_template(self) -> bytes:
        return village_template(last_quarter(clock.local_date(clock.now())))

    def begin(self, given: dict) -> VillageFinance:
        item = VillageFinance(**{name: given[name] for name in ("unit", "column", "year", "period")})
        item.title = proposed_title(item.unit, item.span)
        item.keywords = f"村财务 {item.unit.short_name} {item.span.full}"
        item.audience = f"{item.unit.short_name}村民"
        return item

    def read(self, data: bytes, item: VillageFinance):
        reading = read_village(data, item.span)
        return reading.report, reading.problems

    def fill(self, item: VillageFinance, report, given) -> None:
        before = proposed_summary(item) if item.entries else ""
        item.entries, item.opening, item.closing = report.entries, report.opening, report.closing
        if item.summary in ("", before):
            item.summary = proposed_summary(item)

    def shown(self, item: VillageFinance) -> dict:
        own = sheet_of(item.facts())
        rows = [{"cells": row, "marked": False} for row in own["rows"]]
        return {
            "sides": [{"title": "逐笔收支", "head": HEAD, "rows": rows, "total": own["total"]}], "unit": "元",
            "balance": [("上期结余", item.opening), ("本期结余", item.closing)],
            "cautions": item.cautions(), "sentence": item.summary,
        }  # fmt: skip
