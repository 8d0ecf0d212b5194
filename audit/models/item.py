"""信息: the working text of a thing the town discloses. It never reaches a resident."""

import uuid
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from .. import clock
from ..facts import Fact
from ..states import OPEN
from .people import Account, Person
from .places import Column, Unit

if TYPE_CHECKING:
    from .edition import Edition


class ErasableHistory(models.Model):
    """Base of every history table: rows are append-only, save that an erasure may blank them."""

    erased_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        abstract = True


class ItemQuerySet(models.QuerySet):
    def open(self):
        return self.filter(editions__state__in=OPEN)


class Item(models.Model):
    """Base of every kind (`class Notice(Item)`). Save the child, never the base.

    A kind sets `KIND`, `KIND_LABEL` and gives `facts()`, the data its page shows beside the text.
    """

    KIND = ""
    KIND_LABEL = "信息"
    STANDS_ON_FACTS = False  # a kind whose facts are its content may have neither text nor attachment
    MAY_LIST_PERSONS = True  # in a column marked 人员名单 it is taken for a list; a kind that never is one says False
    ANSWERS_ELEMENTS = True  # the column's content elements are asked of it (audit/elements.py)
    SHEET = ""  # the kind's own template for its facts on the page; "": tables as they stand
    REVIEW = ""  # the kind's own template for what both reviewers see before anything else; "": nothing
    URGENT = ""  # a word: it stands on top of every queue with it, and whoever must act next is called (desk/calls.py)
    WRITTEN_AT = ""  # name of the address of the kind's own form, where it is not written as other items are
    UNTIL_WORD = "公示至"  # before the last day on its page
    VOICE = ""  # whose voice its page has: "service" for the tea green; "": the government's
    SHEET_FIRST = False  # its facts are what people came for: before index number and dates
    SHOWN_BY_SHEET: tuple[str, ...] = ()  # keys of lines the kind's own template shows: not repeated in the list
    # Facts that others may repeat: "key" of a line or "key/column" of a table → person, post, phone, place, hours.
    IMPACT: dict[str, str] = {}
    # What erasure blanks, in the working text and in every history row of it.
    CONTENT_FIELDS: tuple[str, ...] = (
        "title", "summary", "body", "keywords", "document_number", "correction_note", "audience",
    )  # fmt: skip

    class Publicity(models.TextChoices):
        PROACTIVE = "proactive", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"
        NONE = "none", "不予公开"

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=20, editable=False)
    title = models.CharField(
        "标题", max_length=120, help_text="写清谁、什么事。例如：落儿岭镇2026年第三季度财政收支情况"
    )
    column = models.ForeignKey(Column, models.PROTECT, related_name="items", verbose_name="栏目")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="items", verbose_name="承办单位")
    summary = models.CharField("摘要", max_length=200, blank=True, help_text="一两句话，让人不点开也知道说的是什么。")
    body = models.TextField("正文", blank=True)
    keywords = models.CharField("关键词", max_length=100, blank=True, help_text="用空格隔开。")
    formed_on = models.DateField(
        "落款日期", null=True, blank=True, help_text="文件上写的日期。上网日期由系统记，填不了。"
    )
    document_number = models.CharField("文号", max_length=60, blank=True, help_text="没有文号就空着。")
    audience = models.CharField("写给谁看", max_length=60, blank=True, help_text="例如：全镇居民、茶农、参保人员")
    publicity = models.CharField("公开属性", max_length=20, choices=Publicity, default=Publicity.PROACTIVE)
    lists_persons = models.BooleanField("里面有人员名单", default=False, help_text="有名单的不进搜索，更新后旧的不留。")
    originally_published_on = models.DateField(
        "原发布日期", null=True, blank=True, help_text="以前在别处公开过的才填，会写明“原发布于”。"
    )
    not_before = models.DateTimeField("不早于", null=True, blank=True, help_text="要等到某个时间再上网才填。")
    expires_on = models.DateField("公开到", null=True, blank=True, help_text="公示等有期限的填；到期自动撤下。")
    correction_note = models.CharField(
        "这次改了什么、为什么", max_length=200, blank=True, help_text="已经公开过的信息再改，要写给群众看。"
    )
    drafter = models.ForeignKey(Person, models.PROTECT, related_name="drafts", verbose_name="起草人", editable=False)
    created_at = models.DateTimeField("起草时间", editable=False)
    changed_at = models.DateTimeField("最近改动", editable=False, db_index=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    _history_user: Account | None  # who saves, and why, for simple-history's row
    _change_reason: str | None

    history = HistoricalRecords(
        inherit=True, bases=[ErasableHistory], history_change_reason_field=models.CharField(max_length=100, null=True),
        user_db_constraint=False,
    )  # fmt: skip
    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信息"
        ordering = ["-changed_at"]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if type(self) is Item:
            raise TypeError("save the kind (Notice …), not the base Item: its history would be lost")
        now = clock.now()
        self.kind = self.KIND
        self.compose()
        self.created_at = self.created_at or now
        self.changed_at = now
        self._history_date = now
        if not self._state.adding:
            self.revision += 1
            self._history_date = after_submissions(self.pk)
        super().save(*args, **kwargs)

    def clean(self):
        if not self._state.adding and self.is_locked:
            raise ValidationError("这条信息正在审核中，现在不能改。要改请先取回。")
        if self.expires_on and self.formed_on and self.expires_on < self.formed_on:
            raise ValidationError({"expires_on": "公开到的日期不能早于落款日期。"})
        if self.formed_on and self.formed_on > clock.local_date(clock.now()) and not self.not_before:
            raise ValidationError({"formed_on": "落款日期晚于今天，请核对年月日。"})

    def compose(self) -> None:
        """Set what this kind's rules write and no person does; asked before every saving. Nothing for most kinds."""

    def facts(self) -> list[Fact]:
        """What the kind says as data, in order (shapes: `audit/facts.py`); sealed with the edition."""
        return []

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        """Context of `SHEET`, made from the sealed facts alone: residents and reviewers see the same."""
        return {}

    @classmethod
    def review(cls, edition: "Edition") -> dict:
        """Context of `REVIEW`, the first thing on the review screen: how these figures stand to those before, from
        sealed editions alone. `{}` shows nothing. The template gets it as `own`, draws one card with a heading of
        level 2, and may begin with a stylesheet of its own. Asked for every reading: keep it to a few queries.
        """
        return {}

    @classmethod
    def shown_files(cls, facts: list[Fact]) -> frozenset[str]:
        """Names of attachments the kind's own template shows (a leader's photo): not listed again below the text."""
        return frozenset()

    @classmethod
    def over(cls, facts: list[Fact], at: datetime) -> bool:
        """Has what an urgent edition tells of ended by itself? Then nobody is called for it any more."""
        return False

    def lacking(self) -> list[str]:
        """What the kind's own rules still ask before it is submitted: a sentence each, saying what to do."""
        return []

    def cautions(self) -> list[str]:
        """What both reviewers should look at; it does not stop the item, and is kept with the submission."""
        return []

    def concrete(self) -> "Item":
        """The kind behind a base row (Notice …); itself where it is one already."""
        return self if type(self) is not Item else kinds()[self.kind].objects.get(pk=self.pk)

    @property
    def is_locked(self) -> bool:
        return self.editions.filter(state__in=OPEN).exists()

    @property
    def keyword_list(self) -> list[str]:
        return self.keywords.replace("，", " ").replace(",", " ").replace("、", " ").split()


def kinds() -> dict[str, type[Item]]:
    """Every kind of item by its `KIND`, from the installed apps."""
    found = [model for model in apps.get_models() if issubclass(model, Item) and model is not Item]
    return {kind.KIND: kind for kind in found}


@cache
def urgent_kinds() -> dict[str, str]:
    """`KIND` of each urgent kind → the word it stands on top with."""
    return {name: kind.URGENT for name, kind in kinds().items() if kind.URGENT}


def after_submissions(item_id: uuid.UUID) -> datetime:
    """Now - but after the item's last submission, also where the clock was set back: hands are told apart by it."""
    last = (
        apps.get_model("audit.Edition").objects.filter(item_id=item_id).aggregate(at=models.Max("submitted_at"))["at"]
    )
    now = clock.now()
    return max(now, last + timedelta(microseconds=1)) if last else now


class Attachment(models.Model):
    """A file of the working text; its bytes lie under their SHA-256 in private storage."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="attachments", verbose_name="信息")
    sha256 = models.CharField(max_length=64, editable=False)
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("大小（字节）", editable=False)
    content_type = models.CharField("类型", max_length=100, editable=False)
    inline = models.BooleanField("正文里的图", default=False, editable=False)
    paper_only = models.BooleanField("只在村公开栏张贴", default=False, help_text="网上只列名称，不能打开。")
    position = models.PositiveSmallIntegerField("顺序", default=1)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, verbose_name="上传人", editable=False)
    uploaded_at = models.DateTimeField("上传时间", editable=False)

    history = HistoricalRecords(
        bases=[ErasableHistory], history_change_reason_field=models.CharField(max_length=100, null=True),
        user_db_constraint=False,
    )  # fmt: skip
    CONTENT_FIELDS = ("name", "sha256")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["position", "id"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.uploaded_at = self.uploaded_at or clock.now()
        self._history_date = after_submissions(self.item_id)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._history_date = after_submissions(self.item_id)
        return super().delete(*args, **kwargs)
