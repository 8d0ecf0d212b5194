"""情况说明: why a column stands empty, since when somebody looked, and when somebody will look again."""

from django.core.exceptions import ValidationError
from django.db import models

from audit.facts import Fact, line
from audit.models import Edition, Item


class Statement(Item):
    """Shown on the page of the empty column; dated, and overdue once `next_check_on` has passed."""

    KIND = "statement"
    KIND_LABEL = "情况说明"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    ANSWERS_ELEMENTS = False  # it says that there is nothing
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "elsewhere")

    class Reason(models.TextChoices):
        NONE = "none", "没有发生"
        PENDING = "pending", "正在办理，还没有形成"
        ELSEWHERE = "elsewhere", "由其他机关公开"
        NOT_OURS = "not_ours", "不属于本镇职责"

    reason = models.CharField("为什么没有", max_length=20, choices=Reason)
    elsewhere = models.CharField(
        "在哪里公开", max_length=120, blank=True, help_text="由其他机关公开的，写清哪个机关、在哪里看。"
    )
    checked_on = models.DateField("核对日期", help_text="哪一天核对过确实没有。")
    next_check_on = models.DateField("下次核对不晚于", help_text="到这一天再核对、再说明一次，一般半年。")

    class Meta:
        verbose_name = verbose_name_plural = "情况说明"

    def clean(self):
        super().clean()
        if self.checked_on and self.next_check_on and self.next_check_on <= self.checked_on:
            raise ValidationError({"next_check_on": "下次核对要在这次核对之后。"})
        if self.reason == self.Reason.ELSEWHERE and not self.elsewhere.strip():
            raise ValidationError({"elsewhere": "由其他机关公开的，要写清在哪里看。"})

    def facts(self) -> list[Fact]:
        rows = [
            ("reason", "为什么没有", self.get_reason_display()),
            ("elsewhere", "在哪里公开", self.elsewhere),
            ("checked_on", "核对日期", self.checked_on.isoformat()),
            ("next_check_on", "下次核对不晚于", self.next_check_on.isoformat()),
        ]
        return [line(*row) for row in rows if row[2]]

    def cautions(self) -> list[str]:
        others = Edition.objects.live().filter(column=self.column).exclude(kind=self.KIND)
        count = others.count()
        return [f"“{self.column.name}”里已有 {count} 条公开信息，不是空栏目，请核对要不要说明。"] if count else []
