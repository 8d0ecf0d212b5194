"""办理记录: one row an act, append-only, hash-chained, numbered without gaps; also the outbox."""

from django.db import models

from .. import clock, seals
from ..states import ACT_LABELS, STATES


class LedgerQuerySet(models.QuerySet):
    def of_item(self, item_uuid):
        return self.filter(item_uuid=item_uuid).order_by("number")

    def for_staff(self):
        """Rows everybody with the right to an item may read; inspection sees the rest too."""
        return self.exclude(visibility="inspection")

    def unanswered_requests(self, item_uuid):
        """Requests to take the item down that nobody has said no to since. item_uuid: a value or an OuterRef."""
        no = LedgerEntry.objects.filter(
            act="decline_withdrawal", item_uuid=models.OuterRef("item_uuid"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(no), act="ask_withdrawal", item_uuid=item_uuid)

    def hanging(self):
        """“本信息正在更正” hung on an edition and not taken off; the next edition stands without it."""
        off = LedgerEntry.objects.filter(
            act="unhang_correction", item_uuid=models.OuterRef("item_uuid"), number__gt=models.OuterRef("number"),
            edition_number=models.OuterRef("edition_number"),
        )  # fmt: skip
        return self.filter(~models.Exists(off), act="hang_correction")


class LedgerEntry(models.Model):
    """Never changes and never goes: guards refuse it on both databases."""

    HASHED = (
        "number", "at_us", "clock", "act", "account_name", "person_number", "person_name", "post",
        "on_behalf_of", "item_uuid", "edition_number", "seal", "from_state", "to_state", "unit_slug",
        "column_slug", "subject", "refers_to", "texts_digest", "visibility", "previous_hash",
    )  # fmt: skip

    number = models.BigIntegerField("行号", primary_key=True)
    at_us = models.BigIntegerField("时间（微秒）", db_index=True)
    clock = models.CharField(max_length=10, default="server")
    act = models.CharField("事项", max_length=30, db_index=True)
    account_name = models.CharField("账号", max_length=150)
    person_number = models.CharField("工号", max_length=20, db_index=True)
    person_name = models.CharField("姓名", max_length=50)
    post = models.CharField("岗位", max_length=60, blank=True)
    on_behalf_of = models.CharField("代谁", max_length=50, blank=True)
    item_uuid = models.UUIDField("信息", null=True, db_index=True)
    edition_number = models.PositiveIntegerField("第几稿", null=True)
    seal = models.CharField("封签", max_length=64, blank=True)
    from_state = models.CharField("从", max_length=20, blank=True)
    to_state = models.CharField("到", max_length=20, blank=True)
    unit_slug = models.CharField("单位", max_length=40, blank=True)
    column_slug = models.CharField("栏目", max_length=60, blank=True)
    subject = models.CharField("对象", max_length=200, blank=True)
    refers_to = models.BigIntegerField("承接行", null=True)
    texts_digest = models.CharField(max_length=64, blank=True)
    visibility = models.CharField(max_length=10, default="all")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["number"]
        indexes = [models.Index(fields=["item_uuid", "number"], name="ledger_item_number")]

    def __str__(self):
        return f"第{self.number}行 {self.label} {self.person_name}"

    @property
    def label(self) -> str:
        return ACT_LABELS.get(self.act, self.act)

    @property
    def at(self):
        return clock.from_microseconds(self.at_us)

    @property
    def from_label(self) -> str:
        return STATES[self.from_state].label if self.from_state else ""

    @property
    def to_label(self) -> str:
        return STATES[self.to_state].label if self.to_state else ""

    def computed_hash(self) -> str:
        values = {name: getattr(self, name) for name in self.HASHED}
        values["item_uuid"] = str(self.item_uuid) if self.item_uuid else None
        return seals.sha256(seals.canonical(values))


class LedgerText(models.Model):
    """The words of an act (remark, answers, reasons): erasable, while the row keeps their digest."""

    entry = models.OneToOneField(LedgerEntry, models.PROTECT, primary_key=True, related_name="words")
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    erased_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录文字"

    def digest(self) -> str:
        return seals.part_digest("texts", self.text, self.salt)


class Cursor(models.Model):
    """How far a follower of the ledger (search, notices, static site …) has come."""

    name = models.CharField(max_length=40, primary_key=True)
    done_up_to = models.BigIntegerField(default=0)


class Verification(models.Model):
    """What the verifier found on one look; ordinary rows, the newest shown first."""

    started_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束")
    rows = models.BigIntegerField("验到第几行")
    head = models.CharField("链头", max_length=64)
    findings = models.JSONField("发现", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "防改校验"
        ordering = ["-id"]
