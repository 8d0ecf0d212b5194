"""What the regulation asks every township to publish by itself: articles 20 and 21, item by item, dated and sourced."""

from django.core.exceptions import ValidationError
from django.db import models

from audit.models import Column
from audit.models.rules import Dated


class StatutoryItem(Dated):
    """One numbered item of article 20 or 21, and the columns (slugs, subtrees included) where it is published."""

    key = models.SlugField("代号", max_length=20, unique=True, help_text="例如 20-1，定下不改。")
    article = models.PositiveSmallIntegerField("条", choices=[(20, "第二十条"), (21, "第二十一条")])
    number = models.PositiveSmallIntegerField("项", help_text="第二十一条没有分项编号，按条文里的先后数。")
    text = models.CharField("要公开什么", max_length=200)
    columns = models.JSONField(
        "公开在哪些栏目", default=list, blank=True, help_text="一行一个栏目代号，含它下面的栏目。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "法定公开事项"
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number", "valid_from"], name="statutory_item_once",
                violation_error_message="这一条这一项已经有了。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_article_display()}（{self.number}）{self.text}"

    def clean(self):
        known = set(Column.objects.filter(slug__in=self.columns).values_list("slug", flat=True))
        if unknown := [slug for slug in self.columns if slug not in known]:
            raise ValidationError(
                {"columns": f"没有代号为“{'、'.join(map(str, unknown))}”的栏目，请在“栏目”里查代号。"}
            )
