"""预算和决算: of the town and of its departments, with the twenty days after approval; no data is an empty table."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from audit import clock
from audit.facts import Fact
from audit.models import Item, TableField
from audit.states import OPEN
from disclosure.finance import limits
from disclosure.finance.amounts import settled
from disclosure.finance.budget_checks import faults
from disclosure.finance.budgets import BUDGET, FIGURES_HEAD, SORTS, WANTED, Approval, by_table, facts_of, sheet_of

from .workbook import FromWorkbook


class Budget(FromWorkbook):
    KIND = BUDGET
    KIND_LABEL = "预算决算"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    SHEET_FIRST = True
    SHEET = "disclosure/_budget.html"
    SHOWN_BY_SHEET = (
        "year", "sort", "body_name", "approved_on", "approved_by", "days", "unit", "empty_note", "changes_note",
        "performance", "purchases",
    )  # fmt: skip
    CONTENT_FIELDS = (
        *Item.CONTENT_FIELDS, "body_name", "figures", "approved_by", "empty_note", "changes_note", "performance",
        "purchases", *FromWorkbook.OWN,
    )  # fmt: skip
    READ_FIELDS = ("figures",)

    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    sort = models.CharField("种类", max_length=20, choices=list(SORTS.items()))
    body_name = models.CharField("部门名称", max_length=60, blank=True, help_text="部门预算、部门决算才填。")
    approved_on = models.DateField(
        "批准（批复）日期",
        null=True,
        blank=True,
        help_text="人民代表大会批准或财政局批复的那一天，从第二天起算二十日。",
    )
    approved_by = models.CharField("批准（批复）机关", max_length=60, blank=True)
    figures = TableField(
        "各表的数", head=FIGURES_HEAD, help_text="单位万元，两位小数。法定的表没有数的，空着就会公布空表和说明。"
    )
    empty_note = models.CharField("空表说明", max_length=200, blank=True, help_text="没有数的表为什么没有数。")
    changes_note = models.CharField("“三公”经费增减说明", max_length=300, blank=True)
    performance = models.CharField("绩效情况", max_length=300, blank=True)
    purchases = models.CharField("政府采购", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预算决算"

    @property
    def term_days(self) -> str:
        return str(limits.values(self.approved_on)["finance_budget_days"])

    @property
    def approval(self) -> Approval | None:
        return Approval(self.year, self.sort, self.approved_on, int(self.term_days)) if self.approved_on else None

    @property
    def name(self) -> str:
        """2026年政府预算, 2026年农业农村办部门预算."""
        return f"{self.year}年{self.body_name if self.of_unit else ''}{SORTS[self.sort]}"

    @property
    def of_unit(self) -> bool:
        return self.sort.startswith("unit")

    def clean(self):
        super().clean()
        if self.sort.startswith("unit") and not self.body_name.strip():
            raise ValidationError({"body_name": "部门预算、部门决算要写是哪个部门。"})
        if self.approved_on and self.approved_on > clock.local_date(clock.now()):
            raise ValidationError({"approved_on": "批准日期晚于今天，请核对年月日。"})
        if self.approved_on and self.year and not -1 <= self.approved_on.year - self.year <= 2:
            raise ValidationError(
                {"approved_on": f"{self.year}年度的预算决算，批准日期写的是 {self.approved_on.year} 年？"}
            )

    def settle(self) -> None:
        self.figures = [[*row[:2], *map(settled, row[2:])] for row in self.figures]

    def facts(self) -> list[Fact]:
        return facts_of(self)

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return sheet_of(facts)

    def lacking(self) -> list[str]:
        found = [f"{sentence}。" for sentence in faults(self.figures, limits.in_force().rounding)]
        if self.approved_on is None or not self.approved_by.strip():
            found.append("请填批准（批复）日期和机关，二十日从那天的第二天起算。")
        if not self.figures and not self.empty_note.strip():
            found.append("一张表也没有数：请上传表格；确实没有的，在“空表说明”里写明为什么。")
        if twin := self.twin():
            found.append(f"{self.name}已经有一条（{twin.title}），更正请在那一条上改。")
        return found

    def cautions(self) -> list[str]:
        found, approval, today = [], self.approval, clock.local_date(clock.now())
        if approval and approval.days_late(today) and not self._was_public():
            days = (today - approval.on).days
            found.append(
                f"{approval.on.isoformat()}批准，今天是第 {days} 天，已经过了 {approval.days} 天的期限，页面上会写明晚了几天。"
            )
        empty = [name for name in WANTED[self.sort] if name not in by_table(self.figures)]
        if empty:
            found.append(f"这些表没有数，将公布空表：{'、'.join(empty)}。")
        return found + self.changed_by_hand()

    def _was_public(self) -> bool:
        return not self._state.adding and self.editions.filter(publication__isnull=False).exists()

    def twin(self) -> "Budget | None":
        """Another item of the same budget that is public or on its way."""
        others = Budget.objects.filter(year=self.year, sort=self.sort, body_name=self.body_name).exclude(pk=self.pk)
        return others.filter(editions__state__in=(*OPEN, "published")).first()


def proposed_title(year: int, sort: str, body_name: str) -> str:
    who = body_name.strip() if sort.startswith("unit") else settings.TOWN_NAME
    return f"{who}{year}年{SORTS[sort]}"
