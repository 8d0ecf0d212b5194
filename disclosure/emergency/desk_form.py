"""The form of an emergency notice: where it goes, its blanks, until when. Not a word besides."""

from django import forms

from audit import drafting, rights
from audit.admin.fields import ColumnField, MomentInput, readable
from audit.characters import clean_text, one_line
from audit.models import Account, Unit
from disclosure.models import EmergencyNotice

from .editions import Wording
from .limits import values as limits
from .wording import is_phone


class NoticeForm(forms.Form):
    """Boxes `blank-<n>` in the order of the wording; what is missing is said, but kept as a draft all the same."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办单位", empty_label="请选择")
    column = ColumnField(help_text="一般照模板定的，不用改。")
    until = forms.DateTimeField(
        label="到什么时候为止", widget=MomentInput,
        help_text="过了这个时刻，首页不再挂；过了这一天，自动撤下。还说不准的，先写短些，到时再延长。",
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, account: Account, item: EmergencyNotice, used: Wording | None, data=None):
        self.account, self.item = account, item
        self.stored = not item._state.adding
        initial = {"unit": item.unit_id, "column": item.column_id, "until": item.until, "seen": item.revision}
        super().__init__(readable(data), initial=initial)
        self.names = used.blanks if used else []
        most = limits()["emergency_blank_length"]
        for position, name in enumerate(self.names):
            self.fields[f"blank-{position}"] = forms.CharField(
                label=name, max_length=most, initial=item.values.get(name, ""),
                widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel" if is_phone(name) else "text"}),
                help_text="对外公布的值班座机，不写个人手机。" if is_phone(name) else "",
                error_messages={"max_length": f"最多 {most} 个字，只填这个空该填的。"},
            )  # fmt: skip
        self._offer_places()

    def _offer_places(self) -> None:
        units = rights.units(self.account) | Unit.objects.filter(pk=self.item.unit_id)
        unit, column = self.fields["unit"], self.fields["column"]
        assert isinstance(unit, forms.ModelChoiceField) and isinstance(column, ColumnField)
        unit.queryset = units.distinct()
        column.offer(self.account, keep=self.item.column_id)
        if not self.initial["unit"] and (only := rights.units(self.account)[:2]) and len(only) == 1:
            self.initial["unit"] = only[0].pk
        if self.stored and self.item.editions.filter(state="published").exists():
            note = self.item._meta.get_field("correction_note").formfield(required=False)  # type: ignore[union-attr]
            assert note
            self.fields["correction_note"] = note
            self.initial["correction_note"] = self.item.correction_note
            del self.fields["unit"], self.fields["column"]

    def full_clean(self) -> None:
        """A draft may lack what the notice may not: asked for on the page, not insisted on before it is sent in."""
        asked = [field for name, field in self.fields.items() if name == "until" or name.startswith("blank-")]
        for field in asked:
            field.required = False
        super().full_clean()
        for field in asked:
            field.required = True

    @property
    def blanks(self) -> list[forms.BoundField]:
        return [self[f"blank-{position}"] for position in range(len(self.names))]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        unit, column = data.get("unit"), data.get("column")
        if unit and column and not drafting.may_draft(self.account, unit, column):
            self.add_error("column", "您的岗位不能往这个单位的这个栏目里写，请另选。")
        if self.stored and data.get("seen") != self.item.revision:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["seen"] = str(self.item.revision)  # type: ignore[index]
            raise forms.ValidationError(
                "您打开之后，别人也改过，还没有保存。您填的都在下面。核对后再点一次保存，就以您的为准。"
            )
        return data

    def save(self) -> None:
        """Raises StepError. The wording is never in the form: `EmergencyNotice.compose` writes it."""
        data, item = self.cleaned_data, self.item
        for name in ("unit", "column", "until", "correction_note"):
            if name in data:
                setattr(item, name, data[name])
        given = {name: one_line(clean_text(data.get(f"blank-{n}") or "")) for n, name in enumerate(self.names)}
        item.filled = [[name, value] for name, value in given.items() if value]
        drafting.save(self.account, item, seen=data.get("seen") if self.stored else None)
