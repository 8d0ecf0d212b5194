"""Paper: which edition a code stands for, what was printed, what hangs where, what a whole wall's month is printed as."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q

from audit.models import Edition, Unit
from audit.models.edition import hung_since

from .codes import is_sound
from .formats import SHEETS, VILLAGE_SHEETS

FORMS = [(sheet.slug, sheet.label) for sheet in (*SHEETS.values(), *VILLAGE_SHEETS.values())]


class Wall(models.Model):
    """公开栏: a board people walk past. What hangs on it: `walls.belongs`."""

    class Channel(models.TextChoices):
        """The catalogue's own words for where a matter is disclosed (国办发〔2019〕54号)."""

        VILLAGE = "村公示栏", "村公示栏"
        READING = "公开查阅点", "公开查阅点（镇政府公开栏）"
        CENTRE = "便民服务站", "便民服务站（服务大厅公开栏）"

    class Size(models.TextChoices):
        A3 = "a3", "A3"
        A4 = "a4", "A4"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="walls", verbose_name="归哪个单位管")
    name = models.CharField("名称", max_length=40, help_text="例如：古桥畈村村部公开栏")
    channel = models.CharField(
        "对应目录里的渠道", max_length=10, choices=Channel, help_text="栏目的公开渠道里有它的，就该贴到这面墙。"
    )
    size = models.CharField("贴多大的纸", max_length=2, choices=Size, default=Size.A3)
    address = models.CharField("在哪里", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=100)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开栏"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], name="wall_named_once", violation_error_message="这个单位已有同名的公开栏。"
            ),
        ]

    def __str__(self):
        return self.name


class Signed(models.Model):
    """Who did it and when, as they were called then."""

    person_number = models.CharField("工号", max_length=20, blank=True)
    person_name = models.CharField("谁", max_length=50)
    at = models.DateTimeField("时间")

    class Meta:
        abstract = True


SOURCES = Prefetch("sources", Edition.objects.select_related("publication", "unit", "moved_by__words"))


class PaperQuerySet(models.QuerySet):
    def with_edition(self):
        """With all that its verdict asks."""
        known = self.select_related(
            "edition__publication", "edition__unit", "edition__column", "edition__moved_by__words", "village"
        )
        return known.prefetch_related(SOURCES).annotate(hung_at_us=hung_since("edition__"))

    def of_item(self, item_uuid):
        """Every paper that an edition of the item stands on, alone or among others."""
        named = self.model.sources.through.objects.filter(edition__item_id=item_uuid).values("paper")
        return self.filter(Q(edition__item_id=item_uuid) | Q(pk__in=named))


class Paper(Signed):
    """One sheet of one edition, under its code since the first printing. Never another edition's.

    Where words of other editions stand on the sheet too, the code is bound to all of them: `sources` are the others,
    `of` a digest of the set. 我的村 is such a sheet of a village; its `edition` is the first of what it was made from.
    """

    code = models.CharField("核对码", max_length=8, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="papers", verbose_name="哪一稿")
    form = models.CharField("哪种纸", max_length=10, choices=FORMS)
    village = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="哪个村")
    sources = models.ManyToManyField(Edition, related_name="papers_beside", verbose_name="还印着哪些稿")
    of = models.CharField(max_length=64, blank=True, default="")

    objects = PaperQuerySet.as_manager()
    hung_at_us: int | None  # of one read `with_edition()`

    class Meta:
        verbose_name = verbose_name_plural = "纸"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "form", "of"], name="one_code_a_sheet")]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        return f"我的村（{self.village.short_name}）" if self.village else self.edition.title or "（内容已清除）"

    @property
    def editions(self) -> list[Edition]:
        """All it was made from; as `with_edition()` gives it."""
        return [self.edition, *(self.sources.all() if self.of else ())]

    def clean(self):
        if not is_sound(self.code):
            raise ValidationError({"code": "核对码的校验位不对。"})

    @property
    def hung_at(self):
        """Since when its edition's public page says “本信息正在更正”."""
        self.edition.hung_at_us = self.hung_at_us
        return self.edition.hung_at


class Printing(Signed):
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="printings", verbose_name="纸")
    copies = models.PositiveSmallIntegerField("份数", default=1)
    wall = models.ForeignKey(Wall, models.PROTECT, null=True, blank=True, related_name="printings")

    class Meta:
        verbose_name = verbose_name_plural = "打印记录"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(copies__gte=1, copies__lte=2000), name="some_copies",
                violation_error_message="份数写 1 到 2000。",
            ),
        ]  # fmt: skip


class Posting(Signed):
    """Put up or taken down, with the photo where one was taken."""

    class Act(models.TextChoices):
        UP = "up", "张贴"
        DOWN = "down", "揭下"

    wall = models.ForeignKey(Wall, models.PROTECT, related_name="postings", verbose_name="公开栏")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="postings", verbose_name="纸")
    act = models.CharField("做了什么", max_length=4, choices=Act)
    photo = models.CharField("照片", max_length=64, blank=True)  # SHA-256, private storage

    class Meta:
        verbose_name = verbose_name_plural = "张贴记录"
        ordering = ["id"]


class PrintRun(Signed):
    """整栏打印: one wall's month as one PDF, made in the background; its cover's QR takes photos of that wall, once."""

    class Stage(models.TextChoices):
        WAITING = "waiting", "等着做"
        RUNNING = "running", "正在做"
        DONE = "done", "做好了"
        STALE = "stale", "已过时"
        FAILED = "failed", "没做成"

    wall = models.ForeignKey(Wall, models.PROTECT, related_name="runs", verbose_name="公开栏")
    month = models.CharField("月份", max_length=7)  # 2026-11
    site = models.CharField(max_length=200)  # scheme and host for the addresses in its QR codes
    stage = models.CharField("进展", max_length=10, choices=Stage, default=Stage.WAITING)
    touched_at = models.DateTimeField(null=True)  # a run nobody touched for minutes was left by a stopped worker
    done = models.PositiveSmallIntegerField("做好几张", default=0)
    total = models.PositiveSmallIntegerField("一共几张", default=0)
    pages = models.PositiveSmallIntegerField("页数", default=0)
    pdf = models.CharField(max_length=64, blank=True)
    papers = models.ManyToManyField(Paper, related_name="runs")
    link = models.CharField(max_length=64, blank=True)  # digest of the word in the cover's QR
    link_until = models.DateTimeField("拍照码有效到", null=True)
    link_used_at = models.DateTimeField("拍照码用掉的时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "整栏打印"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(stage="done") | ~Q(pdf=""), name="a_finished_run_has_its_file"),
            models.UniqueConstraint(fields=["link"], condition=~Q(link=""), name="a_link_opens_one_run"),
        ]

    @property
    def month_words(self) -> str:
        year, _, month = self.month.partition("-")
        return f"{year}年{int(month)}月"


class WallPhoto(Signed):
    """A photo of a wall, sent by whoever held the run's cover sheet: no login, so no name but where it came from."""

    run = models.ForeignKey(PrintRun, models.PROTECT, related_name="photos", verbose_name="整栏打印")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "公开栏照片"
        ordering = ["-id"]


def link_digest(word: str) -> str:
    return hashlib.sha256(f"wall\n{word}".encode()).hexdigest()
