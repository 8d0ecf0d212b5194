"""公示 and 公示结果: what people may object to until a day, and what came of it."""

from django.db import models

from audit import clock, facts
from audit.facts import Fact
from audit.models import HolidayNotice, Item
from disclosure.phone_numbers import dialled, several
from disclosure.timed.limits import values
from disclosure.timed.naming import NAMES, NOTICE, NOTICE_RESULT
from disclosure.timed.terms import phone_faults, said, term_faults

from .result import Result


class PublicNotice(Item):
    """Its last day is `expires_on`: then it comes down by itself, and the result is due."""

    KIND = NOTICE
    KIND_LABEL = "公示"
    SHEET = "disclosure/_timed.html"
    SHOWN_BY_SHEET = ("from", "until", "office", "phone", "next_step", "basis")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "office", "phone", "next_step", "basis")
    IMPACT = {"phone": "phone"}

    starts_on = models.DateField("公示从哪天开始", null=True, blank=True)
    office = models.CharField("有异议找谁", max_length=60, blank=True, help_text="受理异议的单位，例如：农业农村办")
    phone = models.CharField("异议电话", max_length=60, blank=True, help_text="单位对外公布的座机，不写个人手机。")
    next_step = models.CharField(
        "期满以后怎么办", max_length=200, blank=True, help_text="例如：没有异议的，报县林业局批准后发放补助。"
    )
    basis = models.CharField("依据", max_length=200, blank=True, help_text="为什么要公示：文号和条款。")

    class Meta:
        verbose_name = verbose_name_plural = "公示"

    def facts(self) -> list[Fact]:
        rows = [
            ("from", "公示开始", self.starts_on.isoformat() if self.starts_on else ""),
            ("until", "公示到", self.expires_on.isoformat() if self.expires_on else ""),
            ("office", "有异议找谁", self.office), ("phone", "异议电话", self.phone),
            ("next_step", "期满以后怎么办", self.next_step), ("basis", "公示依据", self.basis),
        ]  # fmt: skip
        return [facts.line(key, label, value) for key, label, value in rows if value]

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return timed_sheet(facts, "公示")

    def lacking(self) -> list[str]:
        found = term_faults(self.starts_on, self.expires_on, "公示", "公示到哪天（填在“公开到”）")
        found += [f"请写{label}" for label, value in (
            ("有异议找谁", self.office), ("期满以后怎么办", self.next_step), ("公示的依据", self.basis)) if not value]  # fmt: skip
        if self.expires_on and self.expires_on < clock.local_date(clock.now()):
            found.append(f"公示到{said(self.expires_on)}，已经过了，送审前请改日期")
        return found + phone_faults("异议电话", self.phone)

    def cautions(self) -> list[str]:
        if not (self.starts_on and self.expires_on):
            return []
        least = values()["public_notice_work_days"]
        days = HolidayNotice.objects.calendar().count(self.starts_on, self.expires_on)
        found = [f"公示期只有 {days} 个工作日，一般不少于 {least} 个。"] if days < least else []
        today = clock.local_date(clock.now())
        if self.starts_on < today:
            found.append(f"写的是{said(self.starts_on)}开始公示，今天才送审，网上公示的天数不够，请核对起止日期。")
        return found


def timed_sheet(told: list[Fact], what: str) -> dict:
    """Context of templates/disclosure/_timed.html, for whatever runs from a day until a day."""
    phones = [{"text": one, "dial": dialled(one)} for one in several(facts.value(told, "phone"))]
    return {"what": what, "phones": phones} | {fact["key"]: fact["value"] for fact in facts.lines(told)}


class NoticeResult(Result):
    """What came of a notice: objections, how they were dealt with, what was decided."""

    KIND = NOTICE_RESULT
    KIND_LABEL = "公示结果"
    OF = NOTICE
    SHEET = "disclosure/_timed_result.html"
    SHOWN_BY_SHEET = (NAMES, "objections", "handling", "outcome")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "handling", "outcome")

    objections = models.PositiveIntegerField("收到异议几件", default=0)
    handling = models.CharField(
        "异议怎么处理的", max_length=300, blank=True, help_text="有异议的要写。不写提异议的人是谁。"
    )
    outcome = models.CharField("最后结果", max_length=300, help_text="例如：按公示的面积发放补助，12月15日前到账。")

    class Meta:
        verbose_name = verbose_name_plural = "公示结果"

    def facts(self) -> list[Fact]:
        rows = [
            (NAMES, "公示（系统编号）", str(self.names_id)), ("objections", "收到异议", f"{self.objections} 件"),
            ("handling", "异议怎么处理的", self.handling), ("outcome", "最后结果", self.outcome),
        ]  # fmt: skip
        return [facts.line(key, label, value) for key, label, value in rows if value]

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return timed_sheet(facts, "公示")

    def lacking(self) -> list[str]:
        found = super().lacking()
        if self.objections and not self.handling:
            found.append(f"收到异议 {self.objections} 件，请写明怎么处理的")
        return found
