"""通知公告 and 转发: the two kinds of item a township writes most."""

from django.core.exceptions import ValidationError
from django.db import models

from audit.models import Item

from .classification import GENRE_LENGTH, ClassificationField


class Validity(models.TextChoices):
    NONE = "", "不适用"
    VALID = "valid", "现行有效"
    LAPSED = "lapsed", "已废止"
    AMENDED = "amended", "已修改"


class Document(Item):
    """What a notice and a forwarded document share: theme, genre, validity."""

    theme = ClassificationField("主题分类", sort="theme", max_length=30, default="综合政务")
    genre = ClassificationField("体裁", sort="genre", max_length=GENRE_LENGTH, default="通知")
    validity = models.CharField(
        "有效性", max_length=10, choices=Validity, blank=True, help_text="规范性文件要填，其他可以空着。"
    )
    amended_on = models.DateField("修改日期", null=True, blank=True)
    lapsed_on = models.DateField("废止日期", null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.validity == Validity.LAPSED and self.lapsed_on is None:
            raise ValidationError({"lapsed_on": "已废止的文件要写废止日期。"})
        if self.validity == Validity.AMENDED and self.amended_on is None:
            raise ValidationError({"amended_on": "已修改的文件要写修改日期。"})

    def facts(self) -> list[dict[str, str]]:
        rows = [("theme", "主题分类", self.theme), ("genre", "体裁", self.genre)]
        if self.validity:
            rows.append(("validity", "有效性", self.get_validity_display()))
        if self.amended_on:
            rows.append(("amended_on", "修改日期", self.amended_on.isoformat()))
        if self.lapsed_on:
            rows.append(("lapsed_on", "废止日期", self.lapsed_on.isoformat()))
        return [{"key": key, "label": label, "value": value} for key, label, value in rows]


class Notice(Document):
    """A notice, announcement or report of the town's own."""

    KIND = "notice"
    KIND_LABEL = "通知公告"

    class Meta:
        verbose_name = verbose_name_plural = "通知公告"


class ForwardedDocument(Document):
    """转发: a document another organ made, with where it came from."""

    KIND = "forwarded"
    KIND_LABEL = "转发文件"
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "source_organ", "original_number", "original_url")

    source_organ = models.CharField("原发文机关", max_length=60)
    original_number = models.CharField("原文号", max_length=60, blank=True)
    original_date = models.DateField("原文日期", null=True, blank=True)
    original_url = models.URLField("原文网址", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "转发文件"

    def facts(self) -> list[dict[str, str]]:
        rows = [
            ("source_organ", "原发文机关", self.source_organ),
            ("original_number", "原文号", self.original_number),
            ("original_date", "原文日期", self.original_date.isoformat() if self.original_date else ""),
            ("original_url", "原文网址", self.original_url),
        ]
        found = [{"key": key, "label": label, "value": value} for key, label, value in rows if value]
        return found + super().facts()
