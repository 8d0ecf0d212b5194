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
    """A post of one kind: its title, and the units or columns it is for."""

    title = forms.CharField(label="岗位名称", max_length=50, help_text="例如：古桥畈村报送员。定下不改。")
    objects = forms.ModelMultipleChoiceField(label="", queryset=None, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        reach = self.fields["objects"]
        if kind in rights.BY_UNIT:
            reach.label, reach.queryset = "管哪些单位", Unit.objects.filter(is_active=True)
        elif kind in rights.PERMISSION:
            reach.label, reach.queryset = "管哪些栏目", Column.objects.filter(is_active=True, parent=None)
            reach.help_text = "下级栏目全在内。"
        else:
            del self.fields["objects"]

    def clean_title(self):
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError("请写岗位名称。")
        return title


def kinds_to_make(leads: bool) -> list[tuple[str, str]]:
    """The kinds of post this person may make: (kind, label)."""
    return [(kind, label) for kind, label in PostKind.choices if leads or kind not in REVIEWING]
