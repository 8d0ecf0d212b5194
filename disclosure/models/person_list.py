"""名单: a published list of people - subsidies, assistance, houses repaired. Its rows come from the list builder alone."""

from django.db import models

from audit.facts import Fact, line, value
from audit.models import Edition, Item, TableField

from .. import person_list


class PersonList(Item):
    """One period of one list. The series - comparable from period to period - is programme, unit and village."""

    KIND = "person_list"
    KIND_LABEL = "名单"
    STANDS_ON_FACTS = True
    SHEET = "disclosure/_person_list.html"
    REVIEW = "disclosure/_person_list_review.html"
    SHOWN_BY_SHEET = ("meaning", "programme", "period", "village", "total", "count")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "programme", "period", "basis", "village", "columns", "rows", "remarks")

    programme = models.CharField(
        "什么名单", max_length=60, help_text="每一期写法要一样，才能和上一期比。例如：耕地地力保护补贴"
    )
    period = models.CharField("哪一期", max_length=30, help_text="例如：2026年、2026年第三季度、2026年第一批")
    basis = models.CharField("依据", max_length=200, blank=True, help_text="凭哪个文件发、凭哪条规定公开。")
    village = models.CharField("哪个村", max_length=60, blank=True, editable=False)
    columns = TableField("列", head=("列名", "是什么"), editable=False)
    rows = TableField("名单", editable=False)  # village ("" for none), then a cell for each of `columns`
    remarks = models.TextField("整理时的提示", blank=True, editable=False)  # a line each; both reviewers see them

    class Meta:
        verbose_name = verbose_name_plural = "名单"

    def save(self, *args, **kwargs):
        self.lists_persons = True  # whatever the column says
        super().save(*args, **kwargs)

    def facts(self) -> list[Fact]:
        told = [
            ("programme", "什么名单", self.programme), ("period", "哪一期", self.period), ("village", "哪个村", self.village),
            ("basis", "依据", self.basis),
        ]  # fmt: skip
        lines = [line(key, label, text) for key, label, text in told if text]
        return lines + person_list.facts_of(self.columns, self.rows)

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        tables = person_list.village_tables(facts)
        told = {key: value(facts, key) for key in ("programme", "period", "village", "total")}
        return told | {"count": sum(table.count for table in tables), "tables": tables, "numbered": len(tables) > 1}

    @classmethod
    def review(cls, edition: Edition) -> dict:
        return person_list.review(edition)

    def lacking(self) -> list[str]:
        asked = [
            (self.rows, "名单还是空的：用“上传名单”把办公室的表读进来"), (self.programme, "是什么名单"), (self.period, "是哪一期"),
            (self.basis, "依据：凭哪个文件发、凭哪条规定公开"),
        ]  # fmt: skip
        return [sentence for given, sentence in asked if not given]

    def cautions(self) -> list[str]:
        return self.remarks.splitlines()
