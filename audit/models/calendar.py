"""节假日安排: what the State Council announced for a year, and the town's own exceptions."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from .. import working_days


class HolidayNoticeQuerySet(models.QuerySet):
    def calendar(self) -> working_days.Calendar:
        """The calendar of working days with what the town entered (1 query)."""
        off: set = set()
        on: set = set()
        years = set()
        for year, text in self.values_list("year", "text"):
            free, worked = working_days.read_notice(year, text)
            off |= free
            on |= worked
            years.add(year)
        return working_days.Calendar(frozenset(off - on), frozenset(on), frozenset(years))


class HolidayNotice(models.Model):
    """One year's notice, pasted as it is printed; what it says wins over the library's table."""

    year = models.PositiveSmallIntegerField(
        "哪一年", unique=True, validators=[MinValueValidator(2020), MaxValueValidator(2099)],
        error_messages={"unique": "这一年已经有了，请到那一年里改。"},
    )  # fmt: skip
    text = models.TextField(
        "放假和上班的日子", max_length=4000,
        help_text="把国务院办公厅通知里各个节日的那几句原样粘进来：“1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”",
    )  # fmt: skip
    source = models.CharField("依据", max_length=200, help_text="通知的标题和文号。")

    objects = HolidayNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日安排"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年节假日安排"

    def clean(self):
        if not self.year:
            return
        try:
            working_days.read_notice(self.year, self.text)
        except working_days.NoticeError as error:
            raise ValidationError({"text": str(error)}) from error
