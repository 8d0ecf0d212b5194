"""Dated, sourced data an administrator can change: questions, stock phrases, thresholds."""

from datetime import date

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):
    def in_force(self, on: date):
        return self.filter(Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on))


class Dated(models.Model):
    source = models.CharField("依据", max_length=200, blank=True, help_text="文号和条款，例如：国令第711号第十四条")
    valid_from = models.DateField("自", default=date(2019, 5, 15))
    valid_until = models.DateField("至", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Question(Dated):
    """One question of the confidentiality review. Any answer but `no` keeps the item from passing."""

    key = models.SlugField("代号", max_length=40)
    text = models.CharField("问题", max_length=120)
    hint = models.CharField("怎么判断", max_length=200, blank=True)
    kinds = models.JSONField("只问这些种类", default=list, blank=True, help_text="空着就是每种信息都问。")
    only_lists = models.BooleanField("只问人员名单", default=False)
    order = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "保密审查问题"
        ordering = ["order", "id"]

    def __str__(self):
        return self.text


class Phrase(Dated):
    """A stock phrase for returning an item."""

    text = models.CharField("退回用语", max_length=100, unique=True)
    order = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "退回用语"
        ordering = ["order", "id"]

    def __str__(self):
        return self.text


class Threshold(Dated):
    """A number the rules set or the town chose, e.g. hours the first review may take."""

    key = models.SlugField("代号", max_length=60)
    label = models.CharField("名称", max_length=80)
    value = models.IntegerField("数值")
    unit = models.CharField("单位", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "时限和界限"
        ordering = ["key", "valid_from"]

    def __str__(self):
        return f"{self.label}：{self.value}{self.unit}"
