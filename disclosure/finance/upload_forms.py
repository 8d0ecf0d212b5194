"""What is asked with a workbook: whose it is, which quarter or budget. Nothing is read here."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from audit import clock, drafting, rights
from audit.admin.fields import ColumnField, DateInput
from audit.models import Account, Column, Unit

from .budgets import SORTS
from .quarters import NUMERALS, last_finished

ENDINGS = ".xlsx,.xls,.ods,.et"


class UploadForm(forms.Form):
    """Of a new item. For one that exists already, place and period are its own: see `for_item`."""

    SLUG = ""  # of the column offered first

    workbook = forms.FileField(
        label="表格文件", widget=forms.FileInput(attrs={"accept": ENDINGS}),
        help_text=".xlsx、.xls、.ods 都行，财政所自己的表就行，不用照模板改。",
        error_messages={"required": "请选择表格文件。", "empty": "这个文件是空的（0 字节），请重新选择。"},
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办单位", empty_label="请选择")
    column = ColumnField(help_text="选到最细的一层。")

    def __init__(self, account: Account, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account
        units = rights.units(account)
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = units
        if len(found := list(units[:2])) == 1:
            self.initial["unit"] = found[0].pk
        cast(ColumnField, self.fields["column"]).offer(account)
        own = self.columns().filter(slug=self.SLUG).first()
        if own:
            self.initial["column"] = own.pk

    def columns(self) -> QuerySet[Column]:
        """Those that are offered."""
        offered = cast(ColumnField, self.fields["column"]).queryset
        assert offered is not None
        return offered

    def offer(self, name: str, rows: list[tuple]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = rows

    def clean(self):
        data = super().clean() or {}
        unit, column = data.get("unit"), data.get("column")
        if unit and column and not drafting.may_draft(self.account, unit, column):
            self.add_error("column", "您的岗位不能往这个单位的这个栏目里写，请另选。")
        return data

    def for_item(self) -> None:
        """A correction: only the file is asked for."""
        for name in [name for name in self.fields if name != "workbook"]:
            del self.fields[name]


class QuarterUploadForm(UploadForm):
    SLUG = "quarterly-finance"

    year = forms.TypedChoiceField(label="年度", coerce=int)
    quarter = forms.TypedChoiceField(
        label="季度", coerce=int, choices=[(n, f"第{NUMERALS[n]}季度") for n in range(1, 5)]
    )

    def __init__(self, account: Account, *args, **kwargs):
        super().__init__(account, *args, **kwargs)
        due = last_finished(clock.local_date(clock.now()))
        self.offer("year", [(year, f"{year}年") for year in range(due.year + 1, due.year - 8, -1)])
        self.initial.setdefault("year", due.year)
        self.initial.setdefault("quarter", due.number)
        self.order_fields(["workbook", "year", "quarter", "unit", "column"])


class BudgetUploadForm(UploadForm):
    SLUG = "budget-final-accounts"

    year = forms.TypedChoiceField(label="年度", coerce=int)
    sort = forms.ChoiceField(label="种类", choices=list(SORTS.items()))
    body_name = forms.CharField(label="部门名称", max_length=60, required=False, help_text="部门预算、部门决算才填。")
    approved_on = forms.DateField(
        label="批准（批复）日期", widget=DateInput, help_text="从第二天起算二十日，过了期限页面会写明晚了几天。"
    )
    approved_by = forms.CharField(label="批准（批复）机关", max_length=60)

    def __init__(self, account: Account, *args, **kwargs):
        super().__init__(account, *args, **kwargs)
        year = clock.local_date(clock.now()).year
        self.offer("year", [(one, f"{one}年") for one in range(year + 1, year - 8, -1)])
        self.initial.setdefault("year", year)
        self.order_fields(["workbook", "year", "sort", "body_name", "approved_on", "approved_by", "unit", "column"])

    def clean(self):
        data = super().clean()
        if data.get("sort", "").startswith("unit") and not data.get("body_name", "").strip():
            self.add_error("body_name", "部门预算、部门决算要写是哪个部门。")
        if data.get("approved_on") and data["approved_on"] > clock.local_date(clock.now()):
            self.add_error("approved_on", "批准日期晚于今天，请核对年月日。")
        return data
