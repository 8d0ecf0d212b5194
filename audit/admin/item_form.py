"""The form behind every kind of item: what a person may type, and that nothing typed is lost."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from .. import clock, drafting, rights
from ..characters import clean_text, one_line
from ..differences import compare_fields
from ..models import Account, Unit
from .fields import ColumnField, FilesField, RichTextWidget, readable

EARLIEST = 1949
DATES = (
    "formed_on",
    "originally_published_on",
    "expires_on",
    "lapsed_on",
    "amended_on",
    "original_date",
    "checked_on",
    "next_check_on",
    "starts_on",
    "opens_on",
    "closes_on",
)
LABELS_LEFT_OUT = ("uploads", "seen")


class ItemForm(forms.ModelForm):
    """`account` is set on the class made for the request."""

    account: Account
    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办单位", empty_label="请选择")
    column = ColumnField(help_text="选到最细的一层。灰色的是上级，不能选。")
    body = forms.CharField(
        label="正文", required=False, widget=RichTextWidget,
        help_text="可以从 Word 里整段复制粘贴，字体字号会自动去掉，标题、表格保留。",
    )  # fmt: skip
    uploads = FilesField(
        label="添加附件", required=False,
        help_text="可以一次选几个。照片里的拍摄地点、时间会自动去掉。",
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(readable(data), *args, **kwargs)
        self.differences: list = []
        self.stored = None if self.instance._state.adding else type(self.instance).objects.get(pk=self.instance.pk)
        if "body" in self.fields:
            self.fields["body"].widget.item = self.stored
        self._offer_places()
        if "uploads" in self.fields:
            most = settings.UPLOAD_MAX_BYTES // 1048576
            self.fields["uploads"].help_text += f"每个不超过 {most} MB，一共不超过 {settings.UPLOAD_MAX_FILES} 个。"
            self.fields["uploads"].widget.attrs["data-most"] = settings.UPLOAD_MAX_BYTES
        if "seen" in self.fields:
            self.initial["seen"] = self.instance.revision if self.stored else None

    def _offer_places(self):
        if "unit" not in self.fields:
            return
        kept = self.stored.unit_id if self.stored else None
        units = rights.units(self.account) | Unit.objects.filter(pk=kept)
        self.fields["unit"].queryset = units.distinct()
        if self.stored is None and units.count() == 1:
            self.initial.setdefault("unit", units.first().pk)
        self.fields["column"].offer(self.account, keep=self.stored.column_id if self.stored else None)

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean(self):
        data = super().clean()
        for name, value in list(data.items()):
            if isinstance(value, str) and name != "body":
                data[name] = clean_text(value)
        self._dates_are_believable(data)
        unit, column = data.get("unit"), data.get("column")
        if unit and column and not drafting.may_draft(self.account, unit, column):
            self.add_error("column", "您的岗位不能往这个单位的这个栏目里写，请另选。")
        if self.stored and "seen" in self.fields and data.get("seen") != self.stored.revision:
            self._show_both(data)
        self._count_files(data)
        return data

    def _dates_are_believable(self, data):
        last = clock.local_date(clock.now()).year + 30
        for name in DATES:
            value = data.get(name)
            if value and not EARLIEST <= value.year <= last:
                self.add_error(name, f"{value.year}年？请核对年份（{EARLIEST} 年到 {last} 年之间）。")

    def _count_files(self, data):
        kept = self.stored.attachments.filter(inline=False).count() if self.stored else 0
        if kept + len(data.get("uploads") or []) > settings.UPLOAD_MAX_FILES:
            self.add_error(
                "uploads", f"一条信息最多 {settings.UPLOAD_MAX_FILES} 个附件，现在已有 {kept} 个，请少选几个。"
            )

    def _show_both(self, data):
        """Stale: keep what was typed, show what differs from what is stored, let the next save decide."""
        labels = {
            name: field.label for name, field in self.fields.items()
            if name not in LABELS_LEFT_OUT and name not in ("unit", "column")
        }  # fmt: skip
        self.differences = compare_fields(
            {name: getattr(self.stored, name) for name in labels}, {name: data.get(name) for name in labels}, labels
        )
        self.data = self.data.copy()
        self.data["seen"] = str(self.stored.revision)
        raise ValidationError(
            "您打开之后，别人也改过这条信息，还没有保存。您写的都在下面，没有丢：“原来”是现在存着的，“改为”是您写的。"
            "核对后再点一次保存，就以您的为准。"
        )

    def _post_clean(self):
        """Only what was changed touches the instance that was loaded; its own checks speak Chinese."""
        super()._post_clean()
        if self.stored is None and "kind" in self._errors:
            del self._errors["kind"]
