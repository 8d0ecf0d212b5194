"""What search keeps beside its index: which edition is in it, what its files say, and words that mean the same."""

import json

from django.db import models
from django.db.models import F, Q

from audit.models import Edition
from audit.models.rules import Dated


class SearchEntry(models.Model):
    """One edition in the index. Derived: `rebuild_search` makes all of them anew."""

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="search_entry")
    version = models.PositiveSmallIntegerField()  # of the way pieces are made: an older one is made again
    parts = models.PositiveSmallIntegerField(default=1)  # rows it takes in the index
    files_due = models.BooleanField(default=False, db_index=True)  # its attachments are still to be read
    attached = models.TextField(default="", blank=True)  # JSON [{"name", "text"}] of what was read

    class Meta:
        verbose_name = verbose_name_plural = "搜索登记"

    @property
    def files(self) -> list[dict]:
        return json.loads(self.attached) if self.attached else []


class Synonym(Dated):
    """同义词: who asks for the one also finds the other."""

    said = models.CharField("群众的说法", max_length=30, help_text="例如：低保")
    written = models.CharField("文件里的说法", max_length=30, help_text="例如：最低生活保障")

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        ordering = ["said", "written"]
        constraints = [
            models.UniqueConstraint(
                fields=["said", "written"], name="synonym_once", violation_error_message="这一对同义词已经有了。"
            ),
            models.CheckConstraint(
                condition=~Q(said=F("written")), name="synonym_of_another",
                violation_error_message="两个说法是一样的，请改其中一个。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.said} = {self.written}"
