"""The leadership and the unit profiles in the admin: their facts come first, the text is a supplement."""

from django.contrib import admin

from audit.admin.item_form import ItemForm
from audit.admin.items import ItemAdmin
from audit.admin.site import site
from audit.models import Unit

from .models import Leadership, UnitProfile


class LeadershipForm(ItemForm):
    """Offers the units' short names and the pictures among the attachments while the table is typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if table := self.fields.get("leaders"):
            units = Unit.objects.filter(is_active=True).values_list("short_name", flat=True)
            files = (
                self.stored.attachments.filter(inline=False, content_type__startswith="image/") if self.stored else ()
            )
            table.widget.suggestions = {"分管部门": list(units), "照片": [row.name for row in files]}


class FactsAdmin(ItemAdmin):
    """A kind that stands on its facts: they come first, the text is a supplement."""

    SORTS = ("归类", {"fields": ("publicity",)})
    WRITE = ("标题和栏目", {"fields": ("title", ("unit", "column"))})
    TEXT: tuple = ("内容", {"fields": ("body", "uploads")})

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        own = [one for one in sets if one[0] in {name for name, _ in self.own_fieldsets()}]
        rest = [one for one in sets if one not in own]
        place = next(n for n, one in enumerate(rest) if one[0] == self.WRITE[0]) + 1
        name, options = self.TEXT
        writes = self.writes(request, obj)
        text = (name, options if writes else {"fields": self.for_reading(options["fields"])})
        return [*rest[:place], *own, text, *rest[place:]]


@admin.register(Leadership, site=site)
class LeadershipAdmin(FactsAdmin):
    hint = "镇领导的职务、分工、电话和照片，全镇只有一条。有人来、有人走，就在这一条上改。"
    form = LeadershipForm

    def own_fieldsets(self):
        return [("镇领导", {"fields": ("leaders",)})]


@admin.register(UnitProfile, site=site)
class UnitProfileAdmin(FactsAdmin):
    hint = "一个单位一条：管什么、在哪里、几点开门、谁负责、打哪个电话。"

    def own_fieldsets(self):
        fields = ("standing", "functions", ("head", "head_post"), "office", "hours", "phones", "checked_on")
        return [("这个单位", {"fields": fields})]
