"""办事指南: one matter and everything a resident must know to get it done (domain.md §7)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from audit.facts import Fact
from audit.models import Item, TableField

from .. import guide_facts, initials

MONTH = [MinValueValidator(1, "月份写 1 到 12。"), MaxValueValidator(12, "月份写 1 到 12。")]


class MatterType(models.TextChoices):
    SERVICE = "public_service", "公共服务"
    GRANT = "grant", "行政给付"
    CONFIRM = "confirm", "行政确认"
    PERMIT = "permit", "行政许可"
    REWARD = "reward", "行政奖励"
    RULING = "ruling", "行政裁决"
    OTHER = "other", "其他行政权力"


class Coverage(models.TextChoices):
    TOWN = "town", "本镇"
    COUNTY = "county", "全县通办"
    CITY = "city", "全市通办"
    PROVINCE = "province", "全省通办"
    NATION = "nation", "跨省通办"


class Charge(models.TextChoices):
    FREE = "free", "不收费"
    PAID = "paid", "收费"


class ByOthers(models.TextChoices):
    YES = "yes", "可以代办"
    SOME = "some", "有的情形可以代办"
    NO = "no", "要本人办"


class Guide(Item):
    """The tables hold the words residents read; `guide_facts` makes the sealed facts and the page from them."""

    KIND = "guide"
    KIND_LABEL = "办事指南"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    SHEET = "services_center/_guide.html"
    VOICE = "service"
    SHEET_FIRST = True
    SHOWN_BY_SHEET = guide_facts.LINE_KEYS
    CONTENT_FIELDS = (
        *Item.CONTENT_FIELDS, "also_called", "matter_code", "implementing_body", "served", "quantity_limit", "season",
        "time_note", "fee_basis", "place", "hours", "intermediary", "result_name", "result_sample", "delivery",
        "consult_phone", "complaint_phone", "query_way", "rating_way", "rights_and_duties", "by_others_note", "villages",
        "conditions", "exclusions", "questions", "materials", "steps", "fees", "ways", "faq", "basis",
    )  # fmt: skip

    slug = models.SlugField(
        "网址代号", max_length=60, unique=True, blank=True, error_messages={"unique": "这个代号别的指南用了，请换一个。"},
        help_text="用在网址里，公开后不能改。空着就按名称的拼音自动取。",
    )  # fmt: skip
    also_called = models.CharField(
        "群众常说的叫法", max_length=120, blank=True, help_text="用顿号隔开，搜得到。例如：合作医疗、新农合、交医保",
    )  # fmt: skip
    matter_code = models.CharField("事项编码", max_length=60, help_text="政务服务网上的编码。", blank=True)
    matter_type = models.CharField("事项类型", max_length=20, choices=MatterType, default=MatterType.SERVICE)
    implementing_body = models.CharField(
        "实施主体", max_length=80, blank=True, help_text="谁的职权。例如：霍山县医疗保障局，镇便民服务中心受理"
    )
    life_events = models.CharField("什么时候用得上", max_length=120, blank=True, help_text="群众按这个找。")
    served = models.CharField("服务对象", max_length=120, blank=True, help_text="自然人、企业还是别的。例如：自然人")
    coverage = models.CharField("通办范围", max_length=10, choices=Coverage, default=Coverage.TOWN)
    conditions = TableField("谁可以办", head=guide_facts.CONDITIONS, help_text="一行一条，写成群众对得上号的话。")
    exclusions = TableField(
        "什么情况不能办、不用办",
        head=guide_facts.EXCLUSIONS,
        help_text="没有就写“没有”。例如：已经参加职工医保的　不用办",
    )
    quantity_limit = models.CharField("数量限制", max_length=60, default="没有限制")
    questions = TableField(
        "分情况（先问的话）", head=guide_facts.QUESTIONS,
        help_text="一行一个答案。各种情况要带的都一样，就空着。答案不能重样，下面“哪些人要”照着写答案。",
    )  # fmt: skip
    materials = TableField(
        "要带什么", head=guide_facts.MATERIALS,
        help_text="一行一样，写全名。“哪些人要”空着就是人人都要；分情况的写上面的答案，用顿号隔开。样表写附件的文件名。",
    )  # fmt: skip
    steps = TableField("怎么办", head=guide_facts.STEPS, help_text="按先后，一行一步。")
    statutory_days = models.PositiveSmallIntegerField(
        "法定时限（工作日）", null=True, blank=True, help_text="法律法规没有规定就空着；当场办写 0。"
    )
    promised_days = models.PositiveSmallIntegerField(
        "承诺时限（工作日）", null=True, blank=True, help_text="当场办好写 0。不能比法定的长。"
    )
    time_note = models.CharField("时限里不算什么", max_length=80, blank=True, help_text="例如：公示 7 天不算在内")
    season = models.CharField("办理的季节", max_length=40, default="全年", help_text="例如：9—12月集中参保")
    season_from = models.PositiveSmallIntegerField("从几月", null=True, blank=True, validators=MONTH)
    season_until = models.PositiveSmallIntegerField("到几月", null=True, blank=True, validators=MONTH)
    charge = models.CharField("收不收费", max_length=10, choices=Charge, default=Charge.FREE)
    fee_basis = models.CharField("收费依据", max_length=120, blank=True, help_text="收费的要写文件名和文号。")
    fees = TableField("要交的钱", head=guide_facts.FEES, help_text="保险费、工本费也写在这里；一分不交就空着。")
    place = models.CharField("在哪办", max_length=120, blank=True, help_text="写到窗口号、房间号。")
    hours = models.CharField(
        "什么时间办", max_length=120, blank=True, help_text="例如：周一至周五 8:00—12:00，14:00—17:30"
    )
    ways = TableField("还可以怎么办", head=guide_facts.WAYS, help_text="窗口、手机、网上、村里代办、邮寄，一行一种。")
    trips = models.PositiveSmallIntegerField("最多跑几趟", null=True, blank=True, help_text="不用去写 0。")
    by_others = models.CharField("可以代办吗", max_length=10, choices=ByOthers, default=ByOthers.YES)
    by_others_note = models.CharField(
        "代办怎么办", max_length=120, blank=True, help_text="要带谁的什么、哪些情形不行。"
    )
    villages = models.CharField(
        "哪些村能代办", max_length=120, blank=True, help_text="写“全部”，或写村名用顿号隔开；都不行就空着。"
    )
    intermediary = models.CharField("中介服务", max_length=80, default="不需要")
    result_name = models.CharField("办好拿到什么", max_length=80, blank=True)
    result_sample = models.CharField("结果样本", max_length=120, blank=True, help_text="写附件的文件名，没有就空着。")
    delivery = models.CharField("怎么拿到", max_length=80, blank=True, help_text="例如：当场给；打到社保卡；邮寄")
    consult_phone = models.CharField("问事电话", max_length=40, blank=True, help_text="例如：0564-0000100")
    complaint_phone = models.CharField("监督投诉电话", max_length=60, blank=True, help_text="几个电话用顿号隔开。")
    query_way = models.CharField("怎么查办到哪一步", max_length=80, blank=True)
    rating_way = models.CharField("怎么评价", max_length=80, default="窗口评价器或“皖事通”，不满意打 12345")
    rights_and_duties = models.CharField(
        "权利和义务", max_length=300, blank=True, help_text="可以怎么申诉、要如实说什么。"
    )
    faq = TableField("常有人问", head=guide_facts.FAQ)
    basis = TableField("设定依据", head=guide_facts.BASIS, help_text="一行一个文件。")
    related = models.CharField("一起常办的", max_length=200, blank=True, help_text="别的指南的网址代号，用空格隔开。")
    check_by = models.DateField("下次核对", null=True, blank=True, help_text="到那天前再核一遍电话、钱数和材料。")

    class Meta:
        verbose_name = verbose_name_plural = "办事指南"

    def save(self, *args, **kwargs):
        self.slug = self.slug or self.own_slug()
        super().save(*args, **kwargs)

    def own_slug(self) -> str:
        """The title's pinyin; where another guide has it, with a number behind."""
        slug = stem = initials.slug(self.title) or "guide"
        number = 2
        while Guide.objects.filter(slug=slug).exclude(pk=self.pk).exists():
            slug, number = f"{stem[:56]}-{number}", number + 1
        return slug

    def clean(self):
        super().clean()
        self.slug = self.slug or self.own_slug()
        was = "" if self._state.adding else self.published_slug()
        if was and was != self.slug:
            raise ValidationError({"slug": f"公开过的网址不能改，还用“{was}”。"})
        if (self.season_from is None) != (self.season_until is None):
            raise ValidationError({"season_from": "从几月、到几月要一起写，或者都空着。"})

    def published_slug(self) -> str:
        edition = self.editions.filter(publication__isnull=False).only("facts").first()
        return guide_facts.slug_of(edition.facts_data) if edition else ""

    def facts(self) -> list[Fact]:
        return guide_facts.facts_of(self)

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return guide_facts.sheet(facts)

    def lacking(self) -> list[str]:
        from ..completeness import lacking  # the screening of the sample forms reads models of its own

        return lacking(self)

    def cautions(self) -> list[str]:
        from ..completeness import cautions

        return cautions(self)
