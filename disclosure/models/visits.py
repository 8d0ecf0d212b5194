"""How often an item's page was asked for, by day. Outside the seal; counted from the web server's log alone:
no cookie, no address, nothing of who asked."""

from django.db import models

from audit.models import Item


class Visits(models.Model):
    item = models.ForeignKey(Item, models.CASCADE, related_name="visits", verbose_name="信息")
    day = models.DateField("日期")
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "浏览次数"
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="visits_once_a_day")]


class CountedLog(models.Model):
    """How far a log has been counted. Known by the digest of its first line, whatever the file is called now."""

    first_line = models.CharField(max_length=64, unique=True)
    counted_bytes = models.PositiveBigIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "数过的日志"
