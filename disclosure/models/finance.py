"""季度财政收支: what came in, what was spent, how far the year's budget is used, and why anything lags."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from audit.facts import Fact
from audit.models import Edition, Item, TableField
from audit.states import OPEN
from disclosure.finance import limits
from disclosure.finance.amounts import kept, settled
from disclosure.finance.checks import Doubt, cautions, doubts, faults
from disclosure.finance.editions import QUARTERLY, Published, live_quarter
from disclosure.finance.figures import HEAD, THREE_HEAD, Figures, side
from disclosure.finance.quarters import NUMERALS, Quarter
from disclosure.finance.sealed import NOTES, facts_of, quarter_of_facts
from disclosure.finance.sheet import sheet_of

from .workbook import FromWorkbook

MOST_TOLD = 4  # sentences of one sort of doubt; the rest is counted


class QuarterlyFinance(FromWorkbook):
    """Amounts are texts in 万元 with two decimals; each table ends with its row 合计."""

    KIND = QUARTERLY
    KIND_LABEL = "财政收支"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    SHEET_FIRST = True
    SHEET = "disclosure/_finance.html"
    REVIEW = "disclosure/_finance_review.html"
    SHOWN_BY_SHEET = (
        "year", "quarter", "unit", "opening", "closing", "lag", "compiled_by", "checked_by", *NOTES,
    )  # fmt: skip
    CONTENT_FIELDS = (
        *Item.CONTENT_FIELDS, "income", "spending", "three", "opening", "closing", "lags", *NOTES,
        "compiled_by", "checked_by", *FromWorkbook.OWN,
    )  # fmt: skip
    READ_FIELDS = ("income", "spending", "three", "opening", "closing")

    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    quarter = models.PositiveSmallIntegerField("季度", choices=[(n, f"第{NUMERALS[n]}季度") for n in range(1, 5)])
    income = TableField("收入", head=HEAD, help_text="单位万元，两位小数；最后一行写“合计”。")
    spending = TableField("支出", head=HEAD, help_text="单位万元，两位小数；最后一行写“合计”。")
    three = TableField("“三公”经费", head=THREE_HEAD, help_text="没有发生的填 0；最后一行写“合计”。")
    opening = models.CharField("期初结余（万元）", max_length=20, blank=True)
    closing = models.CharField("期末结余（万元）", max_length=20, blank=True)
    lags = TableField("为什么慢", head=("科目", "原因"), help_text="比时间进度慢得多的科目，写明原因，群众看得到。")
    balance_note = models.CharField("期初期末对不上的原因", max_length=200, blank=True)
    tie_note = models.CharField("和上季对不上的原因", max_length=200, blank=True)
    jump_note = models.CharField("变化大的原因", max_length=300, blank=True)
    notes = models.CharField("编表说明", max_length=300, blank=True, help_text="口径变化等要让群众知道的。")
    compiled_by = models.CharField("编表人", max_length=30, blank=True)
    checked_by = models.CharField("复核人", max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "季度财政收支"

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def lag_points(self) -> str:
        return str(limits.in_force().lag)

    def figures(self) -> Figures:
        income, spending, three = side(self.income), side(self.spending), side(self.three)
        return Figures(self.period, income, spending, three, kept(self.opening), kept(self.closing))

    def clean(self):
        super().clean()
        for name in ("opening", "closing"):
            if getattr(self, name).strip() and kept(getattr(self, name)) is None:
                raise ValidationError({name: "要填一个数，单位万元，例如 45.65。"})

    def settle(self) -> None:
        """Amounts are kept in one form, however they were typed."""
        for name in ("income", "spending", "three"):
            setattr(self, name, [[row[0], *map(settled, row[1:])] for row in getattr(self, name)])
        self.opening, self.closing = settled(self.opening), settled(self.closing)

    def facts(self) -> list[Fact]:
        return facts_of(self)

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return sheet_of(facts)

    @classmethod
    def review(cls, edition: Edition) -> dict:
        """These figures beside the quarter before as it is public, and the notes."""
        from disclosure.finance.review import beside_the_quarter_before

        quarter = quarter_of_facts(edition.facts_data)
        before = live_quarter(quarter.before()) if quarter else None
        return beside_the_quarter_before(edition.facts_data, before.figures if before else None)

    # --- rules ---
    def lacking(self) -> list[str]:
        found = [f"{sentence}。" for sentence in faults(self.figures(), limits.in_force().rounding)]
        if twin := self.twin():
            found.append(f"{self.period.full}已经有一条（{twin.title}），更正请在那一条上改。")
        if found:
            return found
        found += [f"{doubt.text}。{asks}" for doubt, asks in self._unanswered()]
        if not (self.compiled_by and self.checked_by):
            found.append("请写明编表人和复核人。")
        if self.compiled_by and self.compiled_by == self.checked_by:
            found.append("编表人和复核人不能是同一个人。")
        return found

    def cautions(self) -> list[str]:
        """Every doubt with the note that answers it; what else the reviewers should see."""
        told, found = dict[str, int](), []
        for doubt in self.doubts():
            told[doubt.note] = told.get(doubt.note, 0) + 1
            if told[doubt.note] <= MOST_TOLD:
                answer = self._answer(doubt)
                found.append(f"{doubt.text}。" + (f"写明的原因：{answer}" if answer else "没有写原因。"))
        found += [f"同样的还有 {times - MOST_TOLD} 处。" for times in told.values() if times > MOST_TOLD]
        before = self._published_before()
        found += cautions(self.figures(), before.figures if before else None)
        return found + self._next_does_not_tie() + self.changed_by_hand()

    def doubts(self) -> list[Doubt]:
        before = self._published_before()
        return doubts(self.figures(), before.figures if before else None, limits.in_force())

    def _published_before(self) -> Published | None:
        return live_quarter(self.period.before(), but=self.pk)

    def _next_does_not_tie(self) -> list[str]:
        """A correction may leave the quarter after it, public already, with another opening."""
        after = live_quarter(self.period.after(), but=self.pk)
        if after is None or kept(self.closing) == after.figures.opening:
            return []
        return [f"{after.quarter.name}已经公开，期初结余写的不是这个数，要一并更正。"]

    def _answer(self, doubt: Doubt) -> str:
        if doubt.note == "lag":
            return next((why for name, why in self.lags if name == doubt.name and why), "")
        return getattr(self, f"{doubt.note}_note")

    def _unanswered(self) -> list[tuple[Doubt, str]]:
        """The first unanswered doubt of each note; every lagging line asks for its own."""
        found: dict[str, tuple[Doubt, str]] = {}
        for doubt in self.doubts():
            if not self._answer(doubt):
                where = "为什么慢" if doubt.note == "lag" else NOTES[f"{doubt.note}_note"]
                found.setdefault(doubt.note + doubt.name, (doubt, f"请在“{where}”里写明原因。"))
        return list(found.values())

    def twin(self) -> "QuarterlyFinance | None":
        """Another item of the same quarter that is public or on its way."""
        others = QuarterlyFinance.objects.filter(year=self.year, quarter=self.quarter).exclude(pk=self.pk)
        return others.filter(editions__state__in=(*OPEN, "published")).first()


def proposed_title(quarter: Quarter) -> str:
    return f"{settings.TOWN_NAME}{quarter.full}财政收支情况"
