"""三务公开事项: what a village's board must show, how often and until which day; dated, sourced data (domain.md §8)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from audit.models.rules import Dated


class BoardMatter(Dated):
    class Section(models.TextChoices):
        PARTY = "party", "党务"
        AFFAIRS = "affairs", "村务"
        MONEY = "money", "财务"

    class Often(models.TextChoices):
        AT_ONCE = "at_once", "有了就公开"
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季度"
        YEARLY = "yearly", "每年"

    section = models.CharField("哪一务", max_length=10, choices=Section)
    matter = models.CharField("公开什么", max_length=60, unique=True, help_text="例如：集体收入和支出，逐项逐笔")
    often = models.CharField("多久一次", max_length=10, choices=Often, default=Often.QUARTERLY)
    by_day = models.PositiveSmallIntegerField(
        "每季度首月几日前", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text="每季度一次的才填，例如 20：一季度的在 4 月 20 日前公开。",
    )  # fmt: skip
    order = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "三务公开事项"
        ordering = ["order", "id"]

    def __str__(self):
        return self.matter
