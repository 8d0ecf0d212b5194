"""办件登记: that somebody came to the window for a matter. Counts, no persons."""

from datetime import date, datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from audit import clock
from audit.models import Item, Person, Unit

MOST = 50


class VisitQuerySet(models.QuerySet):
    def counted(self):
        return self.filter(voided_at=None)

    def on(self, day: date):
        """What was registered on a day of the town's time."""
        return self.filter(day=day)

    def since(self, day: date):
        return self.counted().filter(day__gte=day)


class Visit(models.Model):
    """One row a visit: what for, from which village, how many persons. Nobody's name, number or telephone."""

    class Purpose(models.TextChoices):
        ASK = "ask", "来问的"
        APPLY = "apply", "来办的"
        AGENT = "agent", "代办员送件"
        COLLECT = "collect", "来取结果"

    item = models.ForeignKey(Item, models.PROTECT, related_name="window_visits", verbose_name="事项")
    matter = models.CharField("事项名称", max_length=120)
    village = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="哪个村")
    purpose = models.CharField("来做什么", max_length=10, choices=Purpose, default=Purpose.APPLY)
    count = models.PositiveSmallIntegerField(
        "几个人",
        default=1,
        validators=[MinValueValidator(1, "至少 1 人。"), MaxValueValidator(MOST, f"一次最多记 {MOST} 人。")],
    )
    at = models.DateTimeField("时间", editable=False)
    day = models.DateField("日期", editable=False, db_index=True)
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="登记人", editable=False)
    voided_at = models.DateTimeField("撤销时间", null=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办件登记"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=MOST), name="visit_of_somebody",
                violation_error_message=f"人数是 1 到 {MOST}。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.matter} {self.count} 人"

    def save(self, *args, **kwargs):
        at: datetime = self.at or clock.now()
        self.at, self.day = at, clock.local_date(at)
        super().save(*args, **kwargs)
