"""The forms of 任职: who, for which post, how and until when; and a new post with what it reaches."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from .. import clock, rights
from ..characters import one_line
from ..models import Appointment, Column, Unit
from ..models.people import REVIEWING, PostKind

DAY = {"type": "date"}


class ProposalForm(forms.Form):
    person = forms.ModelChoiceField(label="谁", queryset=None, empty_label="请选择")
    mode = forms.ChoiceField(
        label="方式", choices=Appointment.Mode.choices, initial="holder", widget=forms.RadioSelect,
        help_text="代理、值班替在任的人办事，每一步都会写明代谁。",
    )  # fmt: skip
    starts = forms.DateField(
        label="从哪天起", required=False, help_text="不填就是马上。", widget=forms.DateInput(attrs=DAY)
    )
    ends = forms.DateField(
        label="到哪天为止", required=False, help_text="含这一天。代理和值班必须填，任职可以不填。",
        widget=forms.DateInput(attrs=DAY),
    )  # fmt: skip
    remark = forms.CharField(label="说明", required=False, max_length=100, help_text="例如：李示例外出学习期间。")

    def __init__(self, *args, persons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons

    def clean_remark(self):
        return one_line(self.cleaned_data["remark"])

    def clean_starts(self):
        """None for now; a day to come begins at midnight."""
        day, today = self.cleaned_data["starts"], clock.local_date(clock.now())
        if day and day < today:
            raise forms.ValidationError("不能早于今天：任职不能倒填日期。")
        return _midnight(day) if day and day > today else None

    def clean_ends(self):
        day = self.cleaned_data["ends"]
        if day and day < clock.local_date(clock.now()):
            raise forms.ValidationError("已经过去了，请核对年月日。")
        if day and day.year > 2100:
            raise forms.ValidationError("太远了，请核对年份。")
        return _midnight(day + timedelta(days=1)) if day else None

    def clean(self):
        given = super().clean() or {}
        if given.get("mode") in ("deputy", "duty") and not given.get("ends") and "ends" not in self.errors:
            self.add_error("ends", "代理和值班要写明到哪天为止。")
        if given.get("starts") and given.get("ends") and given["ends"] <= given["starts"]:
            self.add_error("ends", "要晚于开始的日子。")
        return given


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class PostForm(forms.Form):
    title = forms.CharField(label="岗位名称", max_length=50, help_text="例如：古桥畈村报送员。定下不改。")
    kind = forms.ChoiceField(label="种类", widget=forms.RadioSelect)
    units = forms.ModelMultipleChoiceField(
        label="管哪些单位", queryset=Unit.objects.filter(is_active=True), required=False,
        widget=forms.CheckboxSelectMultiple, help_text="报送员、单位负责人要选。",
    )  # fmt: skip
    columns = forms.ModelMultipleChoiceField(
        label="管哪些栏目", queryset=Column.objects.filter(is_active=True, parent=None), required=False,
        widget=forms.CheckboxSelectMultiple, help_text="信息员、领导要选。选了上级，下级全在内。",
    )  # fmt: skip

    def __init__(self, *args, leads: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [kind for kind in PostKind.choices if leads or kind[0] not in REVIEWING]
        if not leads:
            del self.fields["columns"]

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean(self):
        given = super().clean() or {}
        kind = given.get("kind")
        if kind:
            by = "units" if kind in rights.BY_UNIT else "columns"
            reaches = kind in rights.PERMISSION
            given["objects"] = list(given.get(by) or []) if reaches else []
            if reaches and not given["objects"] and by not in self.errors:
                self.add_error(by, "这种岗位要选管哪些单位。" if by == "units" else "这种岗位要选管哪些栏目。")
        return given
