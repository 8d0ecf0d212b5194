"""审查问题、退回用语、时限 in the admin: dated, with their source."""

from django import forms
from django.contrib import admin

from ..models import HolidayNotice, Phrase, Question, Threshold
from ..models.item import kinds
from .fields import DateInput
from .settings import SettingAdmin
from .site import site

DATES = {"widget": DateInput}


class QuestionForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label="只问这些种类",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一个也不勾，就是每种信息都问。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kinds" in self.fields:
            self.fields["kinds"].choices = [(name, kind.KIND_LABEL) for name, kind in kinds().items()]


class DatedAdmin(SettingAdmin):
    list_filter = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("valid_from", "valid_until"):
            kwargs |= DATES
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Question, site=site)
class QuestionAdmin(DatedAdmin):
    hint = "初审时逐条要答的保密审查问题。"
    form = QuestionForm
    fixed = ("key",)
    list_display = ("text", "source", "valid_from", "valid_until")
    fieldsets = (
        ("问题", {"fields": ("text", "hint", "key", "order")}),
        ("什么时候问", {"fields": ("kinds", "only_lists")}),
        ("依据", {"fields": ("source", ("valid_from", "valid_until"))}),
    )


@admin.register(Phrase, site=site)
class PhraseAdmin(DatedAdmin):
    hint = "退回时点一下就能填的话。"
    fixed = ()
    list_display = ("text", "valid_from", "valid_until")
    fieldsets = ((None, {"fields": ("text", "order", "source", ("valid_from", "valid_until"))}),)


@admin.register(Threshold, site=site)
class ThresholdAdmin(DatedAdmin):
    hint = "几小时内要初审、几天内要公开。"
    fixed = ("key",)
    list_display = ("label", "value", "unit", "source", "valid_from")
    fieldsets = ((None, {"fields": ("label", "key", ("value", "unit"), "source", ("valid_from", "valid_until"))}),)


@admin.register(HolidayNotice, site=site)
class HolidayNoticeAdmin(SettingAdmin):
    hint = "每年国务院办公厅的通知一出来就贴进来，工作日按它算。"
    fixed = ("year",)
    list_display = ("year", "source")
    fieldsets = ((None, {"fields": ("year", "text", "source")}),)
