"""村级代办点: what every village's outlet must have, and what the town found there on its visits. Checks are only added."""

from django.db import models

from audit.models import Person, Unit
from audit.models.rules import Dated


class OutletNeed(Dated):
    """A piece of equipment or a wall rule 上墙制度 (domain.md §7); the price is what the town would budget for one."""

    class Sort(models.TextChoices):
        EQUIPMENT = "equipment", "设备"
        RULE = "rule", "上墙制度"

    name = models.CharField("名称", max_length=40, unique=True)
    sort = models.CharField("种类", max_length=10, choices=Sort)
    price = models.PositiveIntegerField(
        "估价（元）", default=0, help_text="补一样大约要多少钱，做预算用；不花钱的填 0。"
    )
    order = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "代办点应有的"
        ordering = ["order", "id"]

    def __str__(self):
        return self.name


class OutletCheck(models.Model):
    """到村检查: one visit of the town to a village's outlet."""

    village = models.ForeignKey(Unit, models.PROTECT, related_name="outlet_checks", verbose_name="哪个村")
    checked_on = models.DateField("哪天去的")
    note = models.CharField("看到的情况", max_length=300, blank=True, help_text="不写群众的姓名、电话和证件号。")
    remedy_by = models.DateField("哪天前补齐、修好", null=True, blank=True)
    checker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="检查人")
    checker_name = models.CharField(max_length=50)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "到村检查"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.village.short_name} {self.checked_on}"


class OutletAnswer(models.Model):
    class Found(models.TextChoices):
        GOOD = "good", "有，能用"
        BROKEN = "broken", "坏了、旧了"
        MISSING = "missing", "没有"

    check_made = models.ForeignKey(OutletCheck, models.PROTECT, related_name="answers", verbose_name="检查")
    need = models.ForeignKey(OutletNeed, models.PROTECT, related_name="+", verbose_name="应有的")
    found = models.CharField("看到的", max_length=10, choices=Found)

    class Meta:
        verbose_name = verbose_name_plural = "检查结果"
        constraints = [models.UniqueConstraint(fields=["check_made", "need"], name="outlet_answer_once")]


class OutletPhoto(models.Model):
    """sha256: of the picture in private storage, without what the camera wrote into it."""

    check_made = models.ForeignKey(OutletCheck, models.PROTECT, related_name="photos", verbose_name="检查")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "检查照片"
        ordering = ["id"]
