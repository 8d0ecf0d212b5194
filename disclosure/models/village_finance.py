"""村级财务: what a village took in and spent in a quarter or a month, item by item, with the supervisors' signatures."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from audit import clock
from audit.facts import Fact, line, table, value
from audit.models import Edition, Item, TableField, Unit
from audit.states import OPEN
from disclosure.finance.amounts import kept, plain, settled, shown
from disclosure.village_finance import rules
from disclosure.village_finance.periods import CHOICES, NotADay, Period, day_of
from disclosure.village_finance.sheet import ENTRIES, KIND, sheet_of

from .workbook import FromWorkbook


class VillageFinance(FromWorkbook):
    """Amounts are texts in yuan with two decimals, days are 2026-07-08."""

    KIND = KIND
    KIND_LABEL = "村级财务"
    STANDS_ON_FACTS = True
    SHEET_FIRST = True
    SHEET = "disclosure/_village_finance.html"
    SHOWN_BY_SHEET = (
        "section", "period", "period_until", "money_unit", "opening", "closing", "total_income", "total_spending",
        "supervisors", "reviewed_on", "compiled_by", "tie_note", "notes",
    )  # fmt: skip
    CONTENT_FIELDS = (
        *Item.CONTENT_FIELDS, "entries", "opening", "closing", "supervisors", "compiled_by", "tie_note", "notes",
        *FromWorkbook.OWN,
    )  # fmt: skip
    READ_FIELDS = ("entries", "opening", "closing")

    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    period = models.CharField("哪一期", max_length=3, choices=CHOICES, help_text="一般按季度；收支多的村按月。")
    entries = TableField(
        "逐笔收支", head=rules.HEAD, help_text="一笔一行，收入、支出只填一边，单位元。日期写成 7月8日 或 2026-07-08。"
    )
    opening = models.CharField("上期结余（元）", max_length=20, blank=True)
    closing = models.CharField("本期结余（元）", max_length=20, blank=True)
    tie_note = models.CharField("和上期对不上的原因", max_length=200, blank=True)
    notes = models.CharField(
        "说明", max_length=300, blank=True, help_text="要让村民知道的，例如债权债务、大额支出的来由。"
    )
    supervisors = models.CharField(
        "村务监督委员会审核人",
        max_length=60,
        blank=True,
        help_text="逐笔审核并签字的人，用顿号隔开；签字的照片传成附件。",
    )
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    compiled_by = models.CharField("记账单位和人", max_length=60, blank=True, help_text="例如：镇三资代理中心　郑示例")

    class Meta:
        verbose_name = verbose_name_plural = "村级财务"

    @property
    def span(self) -> Period:
        return Period(self.year, self.period)

    @property
    def sums(self) -> rules.Sums:
        return rules.sums(self.entries, self.opening, self.closing)

    def clean(self):
        super().clean()
        for name in ("opening", "closing"):
            if getattr(self, name).strip() and kept(getattr(self, name)) is None:
                raise ValidationError({name: "要填一个数，单位元，例如 311600。"})

    def settle(self) -> None:
        """Amounts and days are kept in one form, however they were typed; what cannot be read stays and is told."""
        self.entries = [self._settled(row) for row in self.entries]
        self.opening, self.closing = settled(self.opening), settled(self.closing)

    def _settled(self, row: list[str]) -> list[str]:
        row = list(row)
        for place in (rules.INCOME, rules.SPENDING):
            row[place] = settled(row[place])
        with suppress(NotADay):
            row[rules.DAY] = day_of(row[rules.DAY], self.span).isoformat()
        return row

    def facts(self) -> list[Fact]:
        if not self.entries:
            return []
        whole = self.sums
        found = [
            line("section", "三务", "财务"), line("period", "哪一期", self.span.full),
            line("period_until", "截止", self.span.last_day.isoformat()), line("money_unit", "金额单位", "元"),
            line("opening", "上期结余", self.opening), line("total_income", "收入合计", plain(whole.income)),
            line("total_spending", "支出合计", plain(whole.spending)), line("closing", "本期结余", self.closing),
            table(ENTRIES, "逐笔收支", rules.HEAD, self.entries),
            line("tie_note", "和上期对不上的原因", self.tie_note), line("notes", "说明", self.notes),
            line("supervisors", "村务监督委员会", self.supervisors),
            line("reviewed_on", "审核日期", self.reviewed_on.isoformat() if self.reviewed_on else ""),
            line("compiled_by", "记账", self.compiled_by),
        ]  # fmt: skip
        return [fact for fact in found if fact.get("value", True)]

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return sheet_of(facts)

    # --- rules ---
    def lacking(self) -> list[str]:
        if self.unit.kind != Unit.Kind.VILLAGE:
            return ["承办单位要选村：村级财务是各村的账。"]
        if twin := self.twin():
            return [f"{self.span.full}已经有一条（{twin.title}），更正请在那一条上改。"]
        if not self.entries:
            return ["还没有一笔收支：上传代理记账单位的表格，或逐笔填写。"]
        found = rules.faults(self.entries, self.opening, self.closing, self.span)
        if (told := self._does_not_tie()) and not self.tie_note:
            found.append(f"{told}请在“和上期对不上的原因”里写明。")
        today = clock.local_date(clock.now())
        if not self.supervisors or not self.reviewed_on:
            found.append("请写明村务监督委员会审核人和审核日期：先审核，后公开。")
        elif not self.span.last_day <= self.reviewed_on <= today:
            found.append(f"审核日期要在{self.span.full}结束以后，不晚于今天。")
        if not any(row.content_type.startswith("image/") and not row.inline for row in self.attachments.all()):
            found.append("还没有村务监督委员会签字的照片：拍清楚签字页，传成附件（jpg 或 png）。")
        return found

    def cautions(self) -> list[str]:
        told = self._does_not_tie()
        return [
            *([f"{told}写明的原因：{self.tie_note}"] if told else []),
            *rules.cautions(self.entries),
            *self.changed_by_hand(),
        ]

    def _does_not_tie(self) -> str:
        """The opening is not what the period before left, as that is public; "" where it is, or nothing is public."""
        before = self._published_before()
        left = kept(value(before.facts_data, "closing")) if before else None
        if left is None or kept(self.opening) is None or kept(self.opening) == left:
            return ""
        period = value(before.facts_data, "period") if before else ""
        return f"上期结余写的是 {shown(self.opening)} 元，公开过的{period}期末结余是 {shown(left)} 元。"

    def _published_before(self) -> Edition | None:
        """The live edition of the period that ended the day before this one began."""
        until = self.span.first_day
        live = Edition.objects.live().filter(kind=self.KIND, unit=self.unit).exclude(item_id=self.pk)
        told = [(value(one.facts_data, "period_until"), one) for one in live.order_by("-published_at")[:12]]
        earlier = [(day, one) for day, one in told if day and day < until.isoformat()]
        last = max(earlier, key=lambda pair: pair[0], default=None)
        return last[1] if last and (until - until.fromisoformat(last[0])).days == 1 else None

    def twin(self) -> "VillageFinance | None":
        """Another item of the same village and period that is public or on its way."""
        same = VillageFinance.objects.filter(unit=self.unit, year=self.year, period=self.period).exclude(pk=self.pk)
        return same.filter(editions__state__in=(*OPEN, "published")).first()


def proposed_title(village: Unit, period: Period) -> str:
    return f"{village.short_name}{period.full}财务逐笔公开"


def proposed_summary(item: VillageFinance) -> str:
    whole = item.sums
    left = f"结余 {shown(whole.closing)} 元" if whole.closing is not None else ""
    return f"收入 {shown(whole.income)} 元，支出 {shown(whole.spending)} 元，{left}，共 {len(item.entries)} 笔。"
