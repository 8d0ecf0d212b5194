"""版本: what was submitted, frozen and sealed; and what the gate writes when it publishes."""

import json
from datetime import datetime

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from .. import clock, seals
from ..facts import compared
from ..states import OPEN, STATE_CHOICES, STATES
from .item import Item
from .ledger import LedgerEntry
from .people import Person
from .places import Column, Unit


class Bundle(models.Model):
    """批次: routine editions of one column, sealed at submission; nothing is added later."""

    column = models.ForeignKey(Column, models.PROTECT, verbose_name="栏目")
    title = models.CharField("批次名称", max_length=100)
    sealed_row = models.BigIntegerField("封存行", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "批次"


def _run_out() -> Q:
    """Past its last day, whether or not the schedule has come by since."""
    return Q(expires_on__lt=clock.local_date(clock.now()))


def hung_since(edition: str = "") -> Subquery:
    """When “本信息正在更正” was hung on this very edition, in the ledger's microseconds. edition: the way to it, "edition__"."""
    named = {"item_uuid": OuterRef(f"{edition}item_id"), "edition_number": OuterRef(f"{edition}number")}
    return Subquery(LedgerEntry.objects.hanging().filter(**named).order_by("-number").values("at_us")[:1])


class EditionQuerySet(models.QuerySet):
    def live(self):
        """What residents may read now on the web. The one place that says so."""
        return self.filter(Q(expires_on=None) | ~_run_out(), state="published", board_only=False)

    def searchable(self):
        return self.live().filter(lists_persons=False)

    def tombstones(self):
        gone = Q(state__in=("withdrawn", "expired")) | Q(_run_out(), state="published")
        return self.filter(gone, board_only=False, publication__isnull=False)

    def open(self):
        return self.filter(state__in=OPEN)

    def due_to_publish(self, at):
        return self.filter(Q(state="approved"), Q(not_before=None) | Q(not_before__lte=at))

    def due_to_expire(self, on):
        return self.filter(state="published", expires_on__lt=on)

    def with_hung(self):
        """With `hung_at`, asked in the same query: what says “本信息正在更正” anywhere asks it of these rows."""
        return self.annotate(hung_at_us=hung_since())

    def without_content(self):
        return self.defer("body", "facts", "attachments", "plain_text", "salts", "digests")


class Edition(models.Model):
    """Frozen at submission. Only `audit/workflow.py` moves its state, and only onto a ledger row."""

    CONTENT = (*seals.PARTS, "salts", "plain_text")
    FROZEN = (
        "item_id", "number", "kind", "unit_id", "column_id", *CONTENT, "digests", "seal",
        "needs_principal", "board_only", "lists_persons", "not_before", "expires_on", "submitted_at",
        "bundle_id",
    )  # fmt: skip

    item = models.ForeignKey(Item, models.PROTECT, related_name="editions", verbose_name="信息")
    number = models.PositiveIntegerField("第几稿")
    state = models.CharField("状态", max_length=20, choices=STATE_CHOICES, db_index=True)
    moved_by = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="+", verbose_name="依据行")
    kind = models.CharField("种类", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="editions")
    column = models.ForeignKey(Column, models.PROTECT, related_name="editions")

    title = models.TextField("标题")
    summary = models.TextField("摘要", blank=True)
    body = models.TextField("正文", blank=True)
    facts = models.TextField("要素", blank=True)
    meta = models.TextField("信息项", blank=True)
    attachments = models.TextField("附件", blank=True)
    salts = models.TextField(blank=True)
    plain_text = models.TextField("检索文字", blank=True)
    digests = models.TextField()
    seal = models.CharField("封签", max_length=64)

    needs_principal = models.BooleanField(default=False)
    board_only = models.BooleanField(default=False)
    lists_persons = models.BooleanField(default=False)
    not_before = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    submitted_at = models.DateTimeField("送审时间")
    bundle = models.ForeignKey(Bundle, models.PROTECT, null=True, related_name="editions")

    publication = models.ForeignKey("audit.Publication", models.PROTECT, null=True, related_name="editions")
    published_at = models.DateTimeField("上网时间", null=True, db_index=True)
    ended_at = models.DateTimeField("停止公开时间", null=True)
    successor = models.PositiveIntegerField("被第几稿更新", null=True)
    erased_by = models.BigIntegerField("清除行", null=True)

    objects = EditionQuerySet.as_manager()
    hung_at_us: int | None  # of one read `with_hung()`; asking it of another is an error

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ["item", "number"]
        permissions = [("inspect", "纪检查阅")]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="edition_number_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(state__in=OPEN), name="one_open_edition"),
            models.UniqueConstraint(fields=["item"], condition=Q(state="published"), name="one_published_edition"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="edition_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "superseded", "withdrawn", "expired"))
                | (Q(published_at__isnull=False) & Q(publication__isnull=False)),
                name="published_has_its_facts",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="edition_newest"),
            models.Index(fields=["column", "state", "-published_at"], name="edition_in_column"),
        ]

    def __str__(self):
        return f"{self.title}（第{self.number}稿）"

    @property
    def label(self) -> str:
        return "已清除" if self.erased_by else STATES[self.state].label

    @property
    def badge(self) -> str:
        return "erased" if self.erased_by else self.state

    @property
    def meta_data(self) -> dict:
        return json.loads(self.meta) if self.meta else {}

    @property
    def facts_data(self) -> list[dict]:
        return json.loads(self.facts) if self.facts else []

    @property
    def files(self) -> list[dict]:
        """[{"position", "name", "sha256", "size", "content_type", "inline", "paper_only"}]"""
        return json.loads(self.attachments) if self.attachments else []

    @property
    def public_state(self) -> str:
        """The state as residents see it: past its last day it is down before the schedule says so."""
        over = self.state == "published" and self.expires_on and self.expires_on < clock.local_date(clock.now())
        return "expired" if over else self.state

    @property
    def registered(self) -> "Publication":
        """Its permanent facts; asked only of what was published."""
        assert self.publication is not None
        return self.publication

    @property
    def hung_at(self) -> datetime | None:
        """Since when the public page says “本信息正在更正”; None where it does not."""
        at = self.hung_at_us
        return clock.from_microseconds(at) if at is not None and self.public_state == "published" else None

    def parts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in seals.PARTS}

    def content(self) -> dict:
        """The content as `differences.compare` reads it."""
        facts = compared(self.facts_data)
        meta = self.meta_data.get("shown", {})
        listed = [file for file in self.files if not file["inline"]]
        return {
            "title": self.title, "summary": self.summary, "body": self.body,
            "facts": facts, "meta": meta, "attachments": listed,
        }  # fmt: skip


def being_corrected(*editions: Edition | None) -> list[Edition]:
    """Which of the editions a page is drawn from say “本信息正在更正”, each once."""
    found = {one.pk: one for one in editions if one is not None and one.hung_at}
    return list(found.values())


class Hand(models.Model):
    """Who has a hand in an edition, copied at submission; the guard reads it at every signature."""

    class Kind(models.TextChoices):
        DRAFT = "draft", "起草"
        EDIT = "edit", "改动"
        ATTACH = "attach", "附件"
        SUBMIT = "submit", "送审"
        MEND = "mend", "代改"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="hands")
    person = models.ForeignKey(Person, models.PROTECT, related_name="hands")
    person_number = models.CharField("工号", max_length=20)
    person_name = models.CharField("姓名", max_length=50)
    kind = models.CharField("经手", max_length=10, choices=Kind)

    class Meta:
        verbose_name = verbose_name_plural = "经手人"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person_number", "kind"], name="hand_once"),
        ]


class Publication(models.Model):
    """The permanent facts of an item's first publication: index number 索引号 and time. Append-only."""

    item = models.OneToOneField(Item, models.PROTECT, related_name="publication", primary_key=True)
    month = models.CharField(max_length=7)
    serial = models.PositiveIntegerField()
    index_number = models.CharField("索引号", max_length=40, unique=True)
    county_number = models.CharField("县平台索引号", max_length=40, blank=True)
    first_published_at = models.DateTimeField("首次上网")

    class Meta:
        verbose_name = verbose_name_plural = "公开登记"
        constraints = [
            models.UniqueConstraint(fields=["month", "serial"], name="index_number_once_a_month"),
        ]

    @property
    def slug(self) -> str:
        """The part of the index number in addresses: "202611-00037"."""
        return self.index_number.rpartition("/")[2]


class IndexCounter(models.Model):
    """One row a month (board-only items count apart: "202611B"), locked while a number is given."""

    month = models.CharField(max_length=7, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Placement(models.Model):
    """An item's permanent position in its column and in each column above it, counted from 1."""

    column = models.ForeignKey(Column, models.PROTECT, related_name="placements")
    item = models.ForeignKey(Item, models.PROTECT, related_name="placements")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["column", "position"]
        constraints = [
            models.UniqueConstraint(fields=["column", "position"], name="position_once"),
            models.UniqueConstraint(fields=["column", "item"], name="item_placed_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="positions_count_from_one"),
        ]


class PlacementCounter(models.Model):
    column = models.OneToOneField(Column, models.PROTECT, primary_key=True, related_name="counter")
    last = models.PositiveIntegerField(default=0)

    @classmethod
    def next(cls, column_id: int) -> int:
        cls.objects.get_or_create(column_id=column_id)
        cls.objects.filter(column_id=column_id).update(last=F("last") + 1)
        return cls.objects.values_list("last", flat=True).get(column_id=column_id)
