"""What the screening found in a file or text, and what people decided about it."""

from django.db import models
from django.db.models import Q

from .item import Item
from .people import Account, Person


class Scan(models.Model):
    """One look at one content under one set of rules; ordinary rows, made anew when rules improve.

    Findings hold masks only, never what was found.
    """

    sha256 = models.CharField(max_length=64)
    rules = models.CharField("规则版本", max_length=40)
    readable = models.BooleanField("读得出", default=True)
    why = models.CharField("为什么读不出", max_length=300, blank=True)
    needs_eyes = models.JSONField("要人看的部分", default=list)
    notes = models.JSONField("提示", default=list)
    findings = models.JSONField("查出的问题", default=list)
    scanned_at = models.DateTimeField("检查时间")

    class Meta:
        verbose_name = verbose_name_plural = "检查结果"
        constraints = [models.UniqueConstraint(fields=["sha256", "rules"], name="one_scan_of_a_content")]


class ScanJob(models.Model):
    """A file a worker still has to look through, in a process of its own; gone once its `Scan` is there.

    Ordinary rows: the queue only wakes the worker, these say what is left to do. A refused one stays for whoever
    handed it in: it says why the file is not there any more.
    """

    class Stage(models.TextChoices):
        WAITING = "waiting", "等着检查"
        RUNNING = "running", "正在检查"
        REFUSED = "refused", "没有保存"

    item = models.ForeignKey(Item, models.CASCADE, related_name="scan_jobs", verbose_name="信息")
    account = models.ForeignKey(Account, models.PROTECT, null=True, verbose_name="谁传的")
    sha256 = models.CharField(max_length=64)
    name = models.CharField("文件名", max_length=120)
    stage = models.CharField("到哪一步", max_length=10, choices=Stage, default=Stage.WAITING)
    asked_at = models.DateTimeField("交来时间")
    started_at = models.DateTimeField("开始时间", null=True)
    tries = models.PositiveSmallIntegerField("第几次", default=0)
    done = models.PositiveIntegerField("查到第几页", default=0)
    total = models.PositiveIntegerField("共几页", default=0)
    told = models.CharField("结果", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "等着检查的文件"
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "sha256"], name="one_job_a_file")]

    @property
    def progress(self) -> str:
        if self.stage != self.Stage.RUNNING:
            return self.get_stage_display()
        return f"正在检查，到第 {self.done} 页，共 {self.total} 页" if self.total else "正在检查"


class Original(models.Model):
    """遮盖前的原件: a file that was masked into another one. Private, and erased after a set time with this row."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="originals", verbose_name="信息")
    sha256 = models.CharField(max_length=64)
    masked_at = models.DateTimeField("遮盖时间")

    class Meta:
        verbose_name = verbose_name_plural = "遮盖前的原件"
        ordering = ["masked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "sha256"], name="one_original_an_item")]


class Ruling(models.Model):
    """处理决定: why a finding may stay (with its basis), or that a named person looked where no machine could.

    Bound to the content by its SHA-256: another file, another decision.
    """

    class Kind(models.TextChoices):
        JUSTIFIED = "justified", "说明理由"
        SEEN = "seen", "人工看过"

    item = models.ForeignKey(Item, models.PROTECT, related_name="rulings", verbose_name="信息")
    sha256 = models.CharField(max_length=64)
    finding = models.CharField("哪一处", max_length=64)  # digest of rule and place; "" for a whole file
    kind = models.CharField("怎么处理", max_length=10, choices=Kind)
    basis = models.CharField("理由和依据", max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="谁")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "处理决定"
        constraints = [
            models.UniqueConstraint(fields=["item", "sha256", "finding"], name="one_ruling_a_finding"),
            models.CheckConstraint(
                condition=~Q(basis=""), name="a_ruling_has_its_basis",
                violation_error_message="请写明理由和依据。",
            ),
        ]  # fmt: skip
