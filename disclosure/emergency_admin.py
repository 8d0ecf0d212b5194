"""应急模板 in the admin. A notice is not written here: its own form on the desk fills the blanks (emergency/desk.py)."""

from django.contrib import admin

from audit.admin.fields import ColumnField
from audit.admin.item_form import ItemForm
from audit.admin.site import site

from .models import EmergencyTemplate
from .organisation_admin import FactsAdmin


class TemplateForm(ItemForm):
    goes_to = ColumnField(label="发出的信息放在", required=False, help_text="用这个模板发的应急信息放进哪个栏目。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(column := self.fields.get("goes_to"), ColumnField):
            column.offer(self.account, keep=self.stored.goes_to_id if self.stored else None)


@admin.register(EmergencyTemplate, site=site)
class EmergencyTemplateAdmin(FactsAdmin):
    hint = "平时就审好、签好的用语，急的时候只填空：地点、时间、路线、电话。"
    form = TemplateForm
    TEXT = ("什么时候用", {"fields": ("body",), "description": "可以不写。写给发的人和群众看，不会跟着发出去。"})

    def own_fieldsets(self):
        return [("用语", {"fields": ("headline", "wording", "goes_to")})]
