"""宣传: one time a leaflet was brought to the villagers - what, how many were printed, where, how many households it reached."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from audit.models import Item, Person, Unit

MOST = 20_000


class OutreachQuerySet(models.QuerySet):
    def counted(self):
        return self.filter(voided_at=None)

    def in_year(self, year: int):
        return self.filter(held_on__year=year)


class Outreach(models.Model):
    class Way(models.TextChoices):
        DOOR = "door", "入户发放"
        MARKET = "market", "赶集摆摊"
        MEETING = "meeting", "会上讲解"
        SCHOOL = "school", "进校园"
        WINDOW = "window", "窗口取阅"

    item = models.ForeignKey(Item, models.PROTECT, related_name="outreach", verbose_name="发的是哪一份")
    leaflet = models.CharField("宣传材料", max_length=120, editable=False)
    way = models.CharField("怎么宣传的", max_length=10, choices=Way, default=Way.DOOR)
    held_on = models.DateField("哪天", db_index=True)
    village = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="哪个村")
    printed = models.PositiveIntegerField(
        "印了几份", validators=[MaxValueValidator(MOST, f"最多 {MOST} 份，请核对。")], help_text="用以前印的，填 0。"
    )
    households = models.PositiveIntegerField(
        "到了几户",
        validators=[MinValueValidator(1, "至少 1 户。"), MaxValueValidator(MOST, f"最多 {MOST} 户，请核对。")],
    )
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="登记人", editable=False)
    recorded_at = models.DateTimeField("登记时间", editable=False)
    recorded_on = models.DateField("登记日期", editable=False)
    voided_at = models.DateTimeField("撤销时间", null=True, editable=False)

    objects = OutreachQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "宣传登记"
        ordering = ["-held_on", "-id"]

    def __str__(self):
        return f"{self.held_on} {self.leaflet[:20]}"
