"""The year's targets and the quarter's progress in the admin; a new quarter begins with the rows of the year."""

from django.contrib import admin

from audit import clock
from audit.admin.item_form import ItemForm
from audit.admin.site import site
from audit.models import Unit

from .finance.quarters import last_finished
from .models import TargetProgress, WorkTargets
from .models.work_targets import began
from .organisation_admin import FactsAdmin
from .targets.editions import live_years
from .targets.rows import STATES


class WorkTargetsForm(ItemForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if table := self.fields.get("targets"):
            units = Unit.objects.filter(is_active=True).values_list("short_name", flat=True)
            table.widget.suggestions = {"责任单位": list(units)}


@admin.register(WorkTargets, site=site)
class WorkTargetsAdmin(FactsAdmin):
    hint = "一年一条：今年答应办的事、办到多少、谁负责、什么时候办完。"
    form = WorkTargetsForm
    asked_with_word = ("year",)
    list_display = ("title", "year", "unit_short", "state_badge", "changed")

    def own_fieldsets(self):
        return [("今年的目标", {"fields": (("year", "basis"), "targets")})]


class TargetProgressForm(ItemForm):
    """Offers the three states and the attachments' names while the table is typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if table := self.fields.get("progress"):
            files = self.stored.attachments.filter(inline=False) if self.stored else ()
            table.widget.suggestions = {"状态": list(STATES), "佐证": [row.name for row in files]}


@admin.register(TargetProgress, site=site)
class TargetProgressAdmin(FactsAdmin):
    hint = "一季一条：年度目标每项做到多少，慢了写明为什么。打开时年度目标已经填好。"
    form = TargetProgressForm
    asked_with_word = ("year", "quarter")
    list_display = ("title", "year", "quarter", "unit_short", "state_badge", "changed")

    def own_fieldsets(self):
        return [("这个季度", {"fields": (("year", "quarter"), "progress")})]

    def get_changeform_initial_data(self, request):
        """The last quarter that is over, with a row for every target of its year."""
        quarter = last_finished(clock.local_date(clock.now()))
        year = live_years().get(quarter.year)
        rows = began(year.edition) if year and year.edition else []
        given = {"year": quarter.year, "quarter": quarter.number, "progress": rows}
        return given | super().get_changeform_initial_data(request)
