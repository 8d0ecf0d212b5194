"""What the screening found in a file or text, and what people decided about it."""

from django.db import models
from django.db.models import Q

from .item import Item
from .people import Person


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
