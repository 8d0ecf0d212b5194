"""主题分类 and 体裁: the national catalogue's words for what a document is about and what form it has. Dated, sourced
data an administrator changes and a leader confirms; an item keeps the word itself, so old editions keep theirs."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from audit import clock
from audit.models.rules import Dated

GENRE_LENGTH = 10


class Classification(Dated):
    class Sort(models.TextChoices):
        THEME = "theme", "主题分类"
        GENRE = "genre", "体裁"

    sort = models.CharField("哪一种", max_length=10, choices=Sort)
    code = models.SlugField("代号", max_length=40, help_text="例如 theme-20，定下不改。")
    name = models.CharField("名称", max_length=30, help_text="定下不改。改叫法的，给旧的写上“至”，另加一个新的。")
    order = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "主题和体裁"
        ordering = ["sort", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="classification_code_once", violation_error_message="这个代号已经有了。"),
            models.UniqueConstraint(
                fields=["sort", "name", "valid_from"], name="classification_once",
                violation_error_message="这个名称从这一天起的已经有了。",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(code=""), name="classification_has_its_word",
                violation_error_message="代号和名称都要写。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @classmethod
    def words(cls, sort: str, on: date | None = None) -> list[str]:
        """What may be chosen that day, today without one; one query."""
        rows = cls.objects.in_force(on or clock.local_date(clock.now()))
        return list(rows.filter(sort=sort).values_list("name", flat=True))

    def clean(self):
        if self.sort == self.Sort.GENRE and len(self.name) > GENRE_LENGTH:
            raise ValidationError({"name": f"体裁最多 {GENRE_LENGTH} 个字。"})


class ClassificationField(models.CharField):
    """A word of the list. Only the name is stored; migrations see a plain CharField, so a new word needs none."""

    def __init__(self, *args, sort: str = "", **kwargs):
        self.sort = sort
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs):
        from ..classification_form import ClassificationChoice

        kwargs.pop("widget", None)
        given = {"form_class": ClassificationChoice, "sort": self.sort}
        return models.Field.formfield(self, **(kwargs | given))

    def validate(self, value, model_instance):
        """In force today, or what the stored item says."""
        super().validate(value, model_instance)
        if value in Classification.words(self.sort):
            return
        stored = type(model_instance)._base_manager.filter(pk=model_instance.pk)
        if value not in stored.values_list(self.name, flat=True):
            raise ValidationError(f"“{value}”不是现在有效的{self.verbose_name}，请从表里选。")
