"""What the screening is told from outside, dated and with its source: words, fixed phrases, phones, mask formats.

Changed by the administrator and in force once a leader confirmed (`audit/changes.py`); whatever is in force makes the
version of the rules, so a change has everything looked at again (`audit/screening/rescan.py`).
"""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from ..characters import one_line
from .rules import Dated


def _squeezed(text: str) -> str:
    return "".join(text.split())


class ListedWord(Dated):
    """A word of the township's own list 本镇词表: where it stands, somebody looks before it goes out."""

    word = models.CharField("词", max_length=40, help_text="至少两个字；写得越具体，误报越少。")
    why = models.CharField(
        "为什么、怎么办", max_length=120, help_text="给起草的人看，例如：信访人的信息要保密，请改成人数。"
    )
    is_hard = models.BooleanField(
        "必须处理", default=False, help_text="不勾是“请核对”；勾上就要删去，或写明依据才能送审。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "本镇词表"
        ordering = ["word", "valid_from"]

    def __str__(self):
        return self.word

    def clean(self):
        if len(_squeezed(self.word)) < 2:
            raise ValidationError({"word": "至少写两个字；一个字到处都有，会处处报错。"})


class FixedPhrase(Dated):
    """A fixed phrase 规范表述 as it is often written wrongly, and as it is written."""

    wrong = models.CharField("错误写法", max_length=60)
    right = models.CharField("规范写法", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "规范表述"
        ordering = ["right", "wrong", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""), name="a_fixed_phrase_has_its_source",
                violation_error_message="请写明规范写法出自哪份文件。",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"“{self.wrong}”应为“{self.right}”"

    def clean(self):
        if len(_squeezed(self.wrong)) < 2:
            raise ValidationError({"wrong": "至少写两个字。"})
        if _squeezed(self.wrong) == _squeezed(self.right):
            raise ValidationError({"right": "和错误写法一样，请核对。"})


class KnownPhone(Dated):
    """A phone the public is meant to know 公开的电话: hotlines, duty phones. The units' own stand with the units."""

    number = models.CharField("号码", max_length=30, help_text="座机带区号，例如 0564-0000101。")
    whose = models.CharField("哪里的电话", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "公开的电话"
        ordering = ["number", "valid_from"]

    def __str__(self):
        return f"{self.number} {self.whose}"

    def clean(self):
        digits = sum(sign.isdigit() for sign in self.number)
        if not 3 <= digits <= 16 or not set(one_line(self.number)) <= set("0123456789-+() （）"):
            raise ValidationError({"number": "只写号码本身，3 到 16 位数字，可以带横线；一行一个号码。"})


class MaskFormat(Dated):
    """How many signs of a number stay readable when it is masked 遮盖格式."""

    class Key(models.TextChoices):
        ID_NUMBER = "id_number", "身份证号"
        PHONE = "phone", "手机号"
        LANDLINE = "landline", "座机号"
        CARD = "card", "银行卡号和账号"
        PAPER = "paper", "护照等证件号"
        PLATE = "plate", "车牌号"
        ACCOUNT = "account", "邮箱、微信和 QQ"

    key = models.CharField("哪种号码", max_length=20, choices=Key)
    front = models.PositiveSmallIntegerField("前面留几位", validators=[MaxValueValidator(6)])
    back = models.PositiveSmallIntegerField("后面留几位", validators=[MaxValueValidator(4)])

    class Meta:
        verbose_name = verbose_name_plural = "遮盖格式"
        ordering = ["key", "valid_from"]

    def __str__(self):
        return f"{self.get_key_display()}：前 {self.front} 后 {self.back}"
