"""意见征集 and 意见反馈: a draft people may speak to, and what became of what they said."""

from django.db import models

from audit import clock, facts
from audit.facts import Fact
from audit.models import Item, TableField
from disclosure.timed.limits import values
from disclosure.timed.naming import CONSULTATION, CONSULTATION_RESULT, NAMES
from disclosure.timed.terms import days_between, phone_faults, said, term_faults

from .public_notice import timed_sheet
from .result import Result

POINTS = ("意见", "几条", "怎么处理", "理由")
ADOPTED = ("采纳", "部分采纳", "未采纳")


class Consultation(Item):
    """It stays public after its last day, beside what came of it; the page then says that it is closed."""

    KIND = CONSULTATION
    KIND_LABEL = "意见征集"
    SHEET = "disclosure/_timed.html"
    SHOWN_BY_SHEET = ("from", "until", "office", "phone", "ways", "short_reason")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "office", "phone", "ways", "short_reason")
    IMPACT = {"phone": "phone"}

    opens_on = models.DateField("从哪天开始", null=True, blank=True)
    closes_on = models.DateField("征集到哪天", null=True, blank=True)
    office = models.CharField("意见交给谁", max_length=60, blank=True, help_text="例如：乡村建设办")
    phone = models.CharField("联系电话", max_length=60, blank=True)
    ways = models.CharField(
        "怎么提意见", max_length=300, blank=True,
        help_text="能走的路都写上：当面说、打电话、写信寄到哪里、发到哪个邮箱。",
    )  # fmt: skip
    short_reason = models.CharField(
        "为什么不足期限", max_length=200, blank=True, help_text="情况紧急要缩短的才填，群众看得到。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "意见征集"

    def facts(self) -> list[Fact]:
        rows = [
            ("from", "征集开始", self.opens_on.isoformat() if self.opens_on else ""),
            ("until", "征集到", self.closes_on.isoformat() if self.closes_on else ""),
            ("office", "意见交给谁", self.office), ("phone", "联系电话", self.phone), ("ways", "怎么提意见", self.ways),
            ("short_reason", "为什么时间短", self.short_reason),
        ]  # fmt: skip
        return [facts.line(key, label, value) for key, label, value in rows if value]

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return timed_sheet(facts, "意见征集")

    @property
    def days(self) -> int:
        return days_between(self.opens_on, self.closes_on)

    def lacking(self) -> list[str]:
        found = term_faults(self.opens_on, self.closes_on, "征集", "征集到哪天")
        found += [
            f"请写{label}" for label, value in (("意见交给谁", self.office), ("怎么提意见", self.ways)) if not value
        ]
        found += phone_faults("联系电话", self.phone)
        if self.expires_on:
            found.append("意见征集截止以后还要和反馈放在一起，“公开到”请空着；截止日填在“征集到哪天”")
        least = values(self.opens_on)["consultation_days"]
        if 0 < self.days < least and not self.short_reason:
            found.append(f"征集期只有 {self.days} 天，最少 {least} 天；情况紧急要缩短的，请写明“为什么不足期限”")
        if not self.attachments.filter(inline=False).exists():
            found.append("请把征求意见稿作为附件上传")
        return found

    def cautions(self) -> list[str]:
        found = []
        least = values(self.opens_on)["consultation_days"]
        if 0 < self.days < least:
            found.append(f"征集期只有 {self.days} 天，不足 {least} 天。写明的原因：{self.short_reason or '没有写'}")
        today = clock.local_date(clock.now())
        if self.opens_on and self.opens_on < today and not self.editions.filter(state="published").exists():
            found.append(f"写的是{said(self.opens_on)}开始，今天才送审，请核对还够不够 {least} 天。")
        return found


class ConsultationResult(Result):
    """How many opinions came, which were adopted, which not and why. Nobody who spoke is named."""

    KIND = CONSULTATION_RESULT
    KIND_LABEL = "意见反馈"
    OF = CONSULTATION
    STANDS_ON_FACTS = True
    SHEET = "disclosure/_timed_result.html"
    SHOWN_BY_SHEET = (NAMES, "received", "adopted")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "points")

    received = models.PositiveIntegerField("收到意见几条", default=0)
    points = TableField(
        "意见和处理", head=POINTS, long=("意见", "理由"),
        help_text="意思相同的合成一行，写明几条。怎么处理写采纳、部分采纳、未采纳；没有全采纳的写理由。不写提意见的人是谁。",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "意见反馈"

    def handled(self, word: str) -> int:
        """How many of the opinions were dealt with so."""
        return sum(int(row[1]) for row in self.points if len(row) == len(POINTS) and row[2] == word and _count(row[1]))

    def facts(self) -> list[Fact]:
        told = [
            facts.line(NAMES, "意见征集（系统编号）", str(self.names_id)),
            facts.line("received", "收到意见", f"{self.received} 条"),
        ]
        if not self.points:
            return told
        counts = "，".join(f"{word} {count} 条" for word in ADOPTED if (count := self.handled(word)))
        return [
            *told,
            facts.line("adopted", "处理情况", counts),
            facts.table("points", "意见和处理", POINTS, self.points),
        ]

    @classmethod
    def sheet(cls, told: list[Fact]) -> dict:
        points = facts.rows(told, "points")
        return timed_sheet(told, "意见征集") | {"points": points, "head": POINTS, "none": not points}

    def lacking(self) -> list[str]:
        found = super().lacking()
        if self.received and not self.points:
            found.append(f"收到 {self.received} 条意见，请逐条写明怎么处理")
        for position, row in enumerate(self.points, start=1):
            found += _point_faults(position, *row)
        counted = sum(int(row[1]) for row in self.points if _count(row[1]))
        if self.points and all(_count(row[1]) for row in self.points) and counted != self.received:
            found.append(f"收到意见写的是 {self.received} 条，各行加起来是 {counted} 条，请核对")
        return found


def _count(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 100_000


def _point_faults(position: int, opinion: str, count: str, handled: str, why: str) -> list[str]:
    found = []
    if not opinion:
        found.append(f"第 {position} 行还没有写意见")
    if not _count(count):
        found.append(f"第 {position} 行是几条意见，请写一个数")
    if handled not in ADOPTED:
        found.append(f"第 {position} 行怎么处理，请写{'、'.join(ADOPTED)}其中一个")
    elif handled != ADOPTED[0] and not why:
        found.append(f"第 {position} 行写了{handled}，请写理由")
    return found
