"""工作目标 and 目标进度: what the town promises for a year, and how far each promise came by the end of a quarter."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from audit import facts
from audit.facts import Fact
from audit.models import Edition, Item, Person, TableField
from audit.models.people import SYSTEM_NUMBER
from audit.states import OPEN
from disclosure.finance.quarters import NUMERALS, Quarter
from disclosure.targets.checks import progress_cautions, progress_faults, target_changes, target_faults
from disclosure.targets.editions import PROGRESS, TARGETS, live_years, numbered
from disclosure.targets.rows import (
    PROGRESS_HEAD,
    TARGETS_HEAD,
    Step,
    Target,
    sealed_targets,
    steps,
    targets,
)
from disclosure.targets.sheet import quarter_sheet, year_sheet

YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


class WorkTargets(Item):
    """One item a year; whoever answers is named by post, not by name."""

    KIND = TARGETS
    KIND_LABEL = "工作目标"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    SHEET_FIRST = True
    SHEET = "disclosure/_targets.html"
    SHOWN_BY_SHEET = ("year", "basis")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "targets", "basis")
    IMPACT = {"targets/责任人": "post"}

    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    targets = TableField(
        "目标", head=TARGETS_HEAD,
        help_text="一行一项。目标值写成一个数加单位（12公里），页面才画得出进度；责任人写职务，不写姓名；"
        "完成时限写 2026-10-31 或 2026-10。",
    )  # fmt: skip
    basis = models.CharField(
        "从哪里来", max_length=120, blank=True, help_text="例如：2026年2月镇人民代表大会通过的工作报告"
    )

    class Meta:
        verbose_name = verbose_name_plural = "年度工作目标"

    def facts(self) -> list[Fact]:
        if not self.targets:
            return []
        told = [facts.line("year", "年度", str(self.year))]
        told += [facts.line("basis", "从哪里来", self.basis)] if self.basis else []
        return [*told, facts.table("targets", "工作目标", TARGETS_HEAD, self.targets)]

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return year_sheet(facts)

    @property
    def rows(self) -> list[Target]:
        return targets(self.targets)

    def lacking(self) -> list[str]:
        persons = Person.objects.exclude(staff_number=SYSTEM_NUMBER).values_list("name", flat=True)
        said = target_faults(self.rows, self.year, {name for name in persons if len(name) > 1})
        others = type(self).objects.filter(year=self.year, editions__state__in=(*OPEN, "published")).exclude(pk=self.pk)
        if twin := others.first():
            said.append(f"{self.year}年的目标已经有一条（{twin.title}），更正请在那一条上改")
        return said

    def cautions(self) -> list[str]:
        public = self.editions.filter(state="published").first()
        return target_changes(sealed_targets(public.facts_data), self.rows) if public else []


class TargetProgress(Item):
    """One item a quarter: a row for every target of the year."""

    KIND = PROGRESS
    KIND_LABEL = "目标进度"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    SHEET_FIRST = True
    SHEET = "disclosure/_targets.html"
    SHOWN_BY_SHEET = ("year", "quarter")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "progress")

    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    quarter = models.PositiveSmallIntegerField("季度", choices=[(n, f"第{NUMERALS[n]}季度") for n in range(1, 5)])
    progress = TableField(
        "进度", head=PROGRESS_HEAD, long=("进度说明",),
        help_text="每项目标一行，事项和目标值照抄年度目标。已做到写数字加单位（8公里）；状态写正常、滞后、完成；"
        "滞后的在进度说明里写明原因和什么时候补上；佐证写附件的文件名，或者公开信息的索引号。",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "季度目标进度"

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def rows(self) -> list[Step]:
        return steps(self.progress)

    def facts(self) -> list[Fact]:
        if not self.progress:
            return []
        told = [facts.line("year", "年度", str(self.year)), facts.line("quarter", "季度", str(self.quarter))]
        return [*told, facts.table("progress", "目标进度", PROGRESS_HEAD, self.progress)]

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return quarter_sheet(facts)

    def lacking(self) -> list[str]:
        own = live_years().get(self.year)
        if own is None or not own.targets:
            return [f"{self.year}年的工作目标还没有公开。先公开年度目标，再报进度"]
        said = [] if self.progress else ["进度一行也没有写"]
        said += progress_faults(self.rows, own.targets, self._proofs()) if self.progress else []
        others = type(self).objects.filter(year=self.year, quarter=self.quarter).exclude(pk=self.pk)
        if twin := others.filter(editions__state__in=(*OPEN, "published")).first():
            said.append(f"{self.period.full}的进度已经有一条（{twin.title}），更正请在那一条上改")
        return said

    def _proofs(self) -> set[str]:
        """Names of the attachments, and those of the numbers named that are public."""
        files = set(self.attachments.filter(inline=False).values_list("name", flat=True))
        return files | set(numbered([proof for row in self.rows for proof in row.proofs if proof not in files]))

    def cautions(self) -> list[str]:
        own = live_years(but=self.pk).get(self.year)
        if own is None:
            return []
        _, before = own.quarters.get(self.period.before(), (None, []))
        return progress_cautions(self.rows, own.targets, before, self.period.last_day)


def began(edition: Edition) -> list[list[str]]:
    """Rows a quarter's progress begins with: every target of the year as it is public."""
    return [[target.matter, target.value, "", "", "", ""] for target in sealed_targets(edition.facts_data)]
