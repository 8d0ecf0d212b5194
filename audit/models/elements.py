"""公开要素核对: for each content element the column asks, where it stands in the draft or why it does not."""

from django.db import models

from .item import Item
from .table_field import TableField

HERE, ABSENT = "有", "没有"


class ElementCheck(models.Model):
    """The drafter's answers as they are now; what was submitted with an edition is kept in its submit row."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="element_check")
    rows = TableField("公开要素核对", head=("要素", "有没有", "说明"))

    class Meta:
        verbose_name = verbose_name_plural = "公开要素核对"
