"""到村检查: one question a thing the outlet must have, the day, photos, until when it must be remedied."""

from django import forms

from audit import clock
from audit.admin.fields import DateInput, FilesField, ManyFilesInput, readable
from audit.models import Unit
from audit.uploads import Upload

from . import outlets
from .models import OutletCheck, OutletNeed
from .reception_book import private

MOST_PHOTOS = 9
ANSWERS = ((outlets.Found.GOOD, "有"), (outlets.Found.BROKEN, "坏了"), (outlets.Found.MISSING, "没有"))


class OutletCheckForm(forms.ModelForm):
    photos = FilesField(
        label="照片", required=False, widget=ManyFilesInput({"accept": "image/*"}), help_text=f"最多 {MOST_PHOTOS} 张，不要拍到群众的脸和证件。"
    )  # fmt: skip

    class Meta:
        model = OutletCheck
        fields = ("checked_on", "note", "remedy_by")
        widgets = {"checked_on": DateInput(), "remedy_by": DateInput(), "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, village: Unit, data=None, files=None, **kwargs):
        super().__init__(readable(data), files, **kwargs)
        self.village, today = village, clock.local_date(clock.now())
        self.initial.setdefault("checked_on", today)
        self.fields["remedy_by"].help_text = "以前答应过还没补的，还按头一次答应的日期算。"
        self.needs = list(OutletNeed.objects.in_force(today))
        for need in self.needs:
            self.fields[f"need-{need.pk}"] = forms.ChoiceField(
                label=need.name, choices=ANSWERS, widget=forms.RadioSelect,
                error_messages={"required": f"“{need.name}”还没有选。"},
            )  # fmt: skip
        self.order_fields(["checked_on", *(f"need-{need.pk}" for need in self.needs), "note", "photos", "remedy_by"])

    def clean_checked_on(self):
        day, last = self.cleaned_data["checked_on"], outlets.last_check(self.village)
        if day > clock.local_date(clock.now()):
            raise forms.ValidationError("检查日期晚于今天，请核对。")
        if last and day < last.checked_on:
            raise forms.ValidationError(f"{last.checked_on:%-m月%-d日}已经查过，这次的日期不能更早。")
        return day

    def clean_note(self):
        if trouble := private(self.cleaned_data["note"]):
            raise forms.ValidationError(trouble.replace("接访登记", "检查记录"))
        return self.cleaned_data["note"]

    def clean_photos(self) -> list[Upload]:
        given = self.cleaned_data["photos"] or []
        if len(given) > MOST_PHOTOS:
            raise forms.ValidationError(f"最多 {MOST_PHOTOS} 张照片，请挑要紧的。")
        if wrong := next((one for one in given if not one.is_picture), None):
            raise forms.ValidationError(f"“{wrong.name}”不是照片。请用手机拍照，或选一张照片。")
        return given

    @property
    def answers(self) -> dict[OutletNeed, str]:
        return {
            need: self.cleaned_data[f"need-{need.pk}"] for need in self.needs if f"need-{need.pk}" in self.cleaned_data
        }

    def clean(self):
        data = super().clean() or {}
        short = any(found != outlets.Found.GOOD for found in self.answers.values())
        until, day = data.get("remedy_by"), data.get("checked_on")
        if short and "remedy_by" not in self.errors and not until:
            self.add_error("remedy_by", "有缺的、坏的，请写明哪天前补齐、修好。")
        if until and day and until < day:
            self.add_error("remedy_by", "补齐的日期不能早于检查的日期。")
        return data
