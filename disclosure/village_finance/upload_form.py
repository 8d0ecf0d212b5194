"""What is asked with a village's workbook: which village, which quarter or month."""

from django import forms

from audit import clock
from audit.models import Account, Column
from disclosure.finance.upload_forms import UploadForm

from .periods import CHOICES, last_quarter


class VillageUploadForm(UploadForm):
    year = forms.TypedChoiceField(label="年度", coerce=int)
    period = forms.ChoiceField(label="哪一期", choices=CHOICES, help_text="一般按季度；收支多的村按月。")

    def __init__(self, account: Account, *args, **kwargs):
        super().__init__(account, *args, **kwargs)
        due = last_quarter(clock.local_date(clock.now()))
        self.offer("year", [(year, f"{year}年") for year in range(due.year + 1, due.year - 8, -1)])
        self.initial.update({"year": due.year, "period": due.code})
        own = [one for one in self.columns() if one.level == Column.Level.VILLAGE and "财务" in one.name]
        if len(own) == 1:
            self.initial["column"] = own[0].pk
        self.fields["workbook"].help_text = ".xlsx、.xls、.ods 都行，代理记账单位导出的收支明细就行，不用照模板改。"
        self.order_fields(["workbook", "year", "period", "unit", "column"])
