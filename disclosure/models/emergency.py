"""应急模板 and 应急信息: wording signed beforehand, and a notice that fills its blanks and nothing else."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from audit import clock, facts
from audit.facts import Fact
from audit.models import Column, Edition, Item, TableField
from audit.rich_text import paragraphs
from disclosure.emergency import editions
from disclosure.emergency.editions import NAMES, NOTICE, NUMBER, TEMPLATE, Wording
from disclosure.emergency.limits import values as limits
from disclosure.emergency.wording import filled, is_phone, marked, template_faults, value_faults
from disclosure.phone_numbers import dialled, several
from disclosure.timed.terms import phone_faults

BLANKS_HEAD = ("空", "填的内容")
AUDIENCE = "当地居民和路过的人"
TITLE = 120  # characters a title may have


class EmergencyTemplate(Item):
    """It tells of nothing that has happened; residents may read it, so that they know the true wording when it comes."""

    KIND = TEMPLATE
    KIND_LABEL = "应急模板"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    ANSWERS_ELEMENTS = False  # a plan's elements are asked of the plan
    SHEET = "disclosure/_emergency_template.html"
    SHOWN_BY_SHEET = ("headline", "wording", "goes_to")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "headline", "wording")

    headline = models.CharField(
        "标题用语",
        max_length=80,
        blank=True,
        help_text="发出去的标题，会变的地方留空。例如：【地点】立即转移避险的通知",
    )
    wording = models.TextField(
        "固定用语", blank=True,
        help_text="一行一段。会变的地方写成【地点】【时间】【路线】【值班电话】；其余的字发的时候谁也改不了，所以现在就要写稳妥。",
    )  # fmt: skip
    goes_to = models.ForeignKey(
        Column, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="发出的信息放在",
        help_text="用这个模板发的应急信息放进哪个栏目；发的人还可以改。",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "应急模板"

    def facts(self) -> list[Fact]:
        rows = [
            ("headline", "标题用语", self.headline.strip()), ("wording", "固定用语", _lines(self.wording)),
            ("goes_to", "发出的信息放在", self.goes_to.name if self.goes_to else ""),
        ]  # fmt: skip
        return [facts.line(*row) for row in rows if row[2]]

    @classmethod
    def sheet(cls, told: list[Fact]) -> dict:
        headline, wording = facts.value(told, "headline"), facts.value(told, "wording")
        return {"headline": marked(headline, {}), "lines": marked(wording, {}), "goes_to": facts.value(told, "goes_to")}

    def lacking(self) -> list[str]:
        found = template_faults(self.headline, self.wording)
        if not any(word in self.title for word in ("模板", "用语")):
            found.append("标题里要有“模板”或“用语”两个字，免得群众当成真的通知，例如：山洪转移（应急用语）")
        return found


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


class EmergencyNotice(Item):
    """Title and text are written by the server from the template's published edition and the blanks, at every saving."""

    KIND = NOTICE
    KIND_LABEL = "应急信息"
    MAY_LIST_PERSONS = False
    URGENT = "应急"
    WRITTEN_AT = "emergency:edit"
    UNTIL_WORD = "有效到"
    STANDS_ON_FACTS = True
    ANSWERS_ELEMENTS = False
    SHEET_FIRST = True
    SHEET = "disclosure/_emergency.html"
    REVIEW = "disclosure/_emergency_review.html"
    SHOWN_BY_SHEET = (NAMES, NUMBER, "until", "phone")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "filled")

    template = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="应急模板")
    template_number = models.PositiveIntegerField("模板第几稿")
    filled = TableField("填的空", head=BLANKS_HEAD)
    until = models.DateTimeField("到什么时候为止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "应急信息"

    @property
    def values(self) -> dict[str, str]:
        return {row[0]: row[1] for row in self.filled if len(row) == len(BLANKS_HEAD)}

    def used(self) -> Wording | None:
        """The edition of the template it is made from; one query."""
        return editions.wording_of(self.template_id, self.template_number)

    def compose(self) -> None:
        """Only blanks, place and end are a person's; whatever else somebody sets is written over."""
        self.document_number = self.summary = ""
        self.keywords, self.audience = self.URGENT, AUDIENCE
        self.not_before = self.originally_published_on = None
        self.lists_persons, self.publicity = False, self.Publicity.PROACTIVE
        self.expires_on = timezone.localtime(self.until).date() if self.until else None
        if (used := self.used()) and used.wording:
            self.title, self.body = composed(used, self.values)

    def facts(self) -> list[Fact]:
        used = self.used()
        told = [
            facts.line("template", "用的模板", f"{used.title}（第 {used.number} 稿）" if used else ""),
            facts.line(NAMES, "模板索引号", used.index if used else ""),
            facts.line(NUMBER, "模板第几稿", str(self.template_number)),
            facts.line("until", "有效到", timezone.localtime(self.until).isoformat("T", "minutes") if self.until else ""),
            facts.line("phone", "联系电话", "、".join(value for name, value in self.filled if is_phone(name))),
        ]  # fmt: skip
        told = [fact for fact in told if fact["value"]]
        return [*told, facts.table("blanks", "这次填的", BLANKS_HEAD, self.filled)] if self.filled else told

    @classmethod
    def sheet(cls, told: list[Fact]) -> dict:
        return {
            "until": ends_at(told), "template": facts.value(told, "template"),
            "phones": [{"text": one, "dial": dialled(one)} for one in several(facts.value(told, "phone"))],
        }  # fmt: skip

    @classmethod
    def over(cls, told: list[Fact], at: datetime) -> bool:
        ends = ends_at(told)
        return ends is not None and ends <= at

    def lacking(self) -> list[str]:
        used = self.used()
        if gone := editions.gone_sentence(used, editions.live_of(self.template_id)):
            return [gone]
        assert used is not None
        most = limits()
        found = value_faults(used.blanks, self.values, most["emergency_blank_length"])
        for name, value in self.values.items():
            found += phone_faults(f"【{name}】", value) if is_phone(name) and value else []
        if len(filled(used.headline, self.values)) > TITLE:
            found.append(f"拼出来的标题超过 {TITLE} 字，请把标题里的空填短些")
        found += self._until_faults(most["emergency_longest_days"])
        if (self.title, self.body) != composed(used, self.values):
            found.append("标题或正文和模板拼出来的不一样。请打开再保存一次，由系统重新拼")
        if self.attachments.exists():
            found.append("应急信息不带附件，请拿掉；图纸、名单另写一条")
        return found

    def _until_faults(self, days: int) -> list[str]:
        now = clock.now()
        if self.until is None:
            return ["请写到什么时候为止"]
        if self.until <= now:
            return ["“到什么时候为止”已经过了，请改时间"]
        if self.until > now + timedelta(days=days):
            return [f"应急信息最长挂 {days} 天，更长的请写通知公告"]
        return []

    @classmethod
    def review(cls, edition: Edition) -> dict:
        """What was reviewed before and what is new; three queries."""
        told = edition.facts_data
        used = editions.sealed_wording(facts.value(told, NAMES), facts.value(told, NUMBER))
        if used is None or not used.wording:
            return {"gone": "当时的模板已经查不到，下面的字请全部当新写的审。", "lines": []}
        values = dict(facts.rows(told, "blanks"))  # type: ignore[arg-type]
        same = composed(used, values) == (edition.title, edition.body)
        now = None if used.live else editions.live_of(used.item)
        return {
            "used": used, "address": editions.review_address(used), "reviewed": editions.reviewed_by(used),
            "headline": marked(used.headline, values), "lines": marked(used.wording, values), "same": same,
            "blanks": [{"name": name, "value": values.get(name, "")} for name in used.blanks],
            "gone": "" if used.live else (f"模板已更新到第 {now.number} 稿" if now else "模板已撤下"),
        }  # fmt: skip


def composed(used: Wording, values: dict[str, str]) -> tuple[str, str]:
    """(title, body) of a notice: the wording with its blanks filled, and not a word besides."""
    return filled(used.headline, values)[:TITLE], paragraphs(filled(used.wording, values))


def ends_at(told: list[Fact]) -> datetime | None:
    """The moment after which it no longer holds; None where nothing is sealed."""
    until = facts.value(told, "until")
    return datetime.fromisoformat(until) if until else None
