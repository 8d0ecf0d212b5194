"""群众接访: who received a visitor about what, the answer, and that it came within its term. Never public.

It does not replace the 信访 system: where a matter is registered there, its number is noted. What the row says of the
matter stays; the visitor's name and telephone are kept only as long as an answer needs them (`personal_until`).
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from audit import clock
from audit.models import Person, Unit


class ReceptionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def overdue(self, on: date):
        """Not answered within the term."""
        return self.open().filter(due_on__lt=on)

    def personal_due(self, on: date):
        """Those whose visitor's name and telephone have been kept long enough."""
        return self.filter(personal_until__lt=on).exclude(visitor="", phone="")

    def answered_late(self):
        return self.filter(closed_on__gt=models.F("due_on"))


class Reception(models.Model):
    received_on = models.DateField("哪天来的")
    matter = models.CharField("什么事", max_length=500, help_text="一两句话，不写身份证号、银行卡号、病情。")
    village = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="哪个村")
    received_by = models.CharField("谁接待的", max_length=50, help_text="姓名和职务。")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="receptions", verbose_name="交给哪个单位办")
    persons = models.PositiveSmallIntegerField("来了几个人", default=1)
    petition_number = models.CharField("信访编号", max_length=40, blank=True, help_text="在信访系统登记了的才写。")
    visitor = models.CharField(
        "怎么称呼", max_length=20, blank=True, help_text="要回复才写，例如：王女士。办结后到期清除。"
    )
    phone = models.CharField("回复打哪个电话", max_length=30, blank=True, help_text="要回复才写。办结后到期清除。")
    due_on = models.DateField("答复期限", editable=False)
    closed_on = models.DateField("办结日期", null=True, editable=False)
    personal_until = models.DateField("称呼和电话保存到", editable=False)
    erased_at = models.DateTimeField("清除时间", null=True, editable=False)
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="登记人", editable=False)
    recorded_at = models.DateTimeField("登记时间", editable=False)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "群众接访"
        ordering = ["-received_on", "-id"]
        indexes = [models.Index(fields=["closed_on", "due_on"], name="reception_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("received_on")), name="reception_due_after_it_came",
                violation_error_message="答复期限不能早于来访日期。",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(visitor="", phone=""), name="reception_erased_is_empty",
                violation_error_message="已清除的不能再写称呼和电话。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.received_on} {self.matter[:20]}"

    def clean(self):
        if self.received_on and self.received_on > clock.local_date(clock.now()):
            raise ValidationError({"received_on": "来访日期晚于今天，请核对。"})

    def late(self, on: date) -> bool:
        return self.closed_on is None and self.due_on < on

    def with_answer(self) -> bool:
        return self.notes.filter(kind=ReceptionNote.Kind.ANSWER).exists()


class ReceptionNote(models.Model):
    """What was done about it: a row is added, none is changed or taken away (the database refuses)."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "登记"
        FOLLOWED = "followed", "跟进"
        ANSWER = "answer", "答复"
        CLOSED = "closed", "办结"
        ERASED = "erased", "清除称呼和电话"

    reception = models.ForeignKey(Reception, models.PROTECT, related_name="notes", verbose_name="接访")
    kind = models.CharField("做了什么", max_length=10, choices=Kind)
    text = models.CharField("内容", max_length=500, blank=True)
    at = models.DateTimeField("时间")
    person_name = models.CharField("谁", max_length=50)
    post = models.CharField("岗位", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接访经过"
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.text[:20]}"


def answered() -> Exists:
    return Exists(ReceptionNote.objects.filter(reception=OuterRef("pk"), kind=ReceptionNote.Kind.ANSWER))
