"""Where information belongs: units, and the one tree of columns that is also the catalogue."""

from django.db import models
from django.db.models import Q


class Unit(models.Model):
    """单位: an office of the town or a village."""

    class Kind(models.TextChoices):
        OFFICE = "office", "镇直单位"
        VILLAGE = "village", "村"

    slug = models.SlugField("代号", max_length=40, unique=True, help_text="用在网址里，定下不改。")
    name = models.CharField("名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.OFFICE)
    division_code = models.CharField("区划代码", max_length=12, blank=True)
    phone = models.CharField("公开电话", max_length=30, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    hours = models.CharField("办公时间", max_length=120, blank=True)
    head_submits = models.BooleanField("由单位负责人送审", default=False)
    order = models.PositiveSmallIntegerField("排序", default=100)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["order", "id"]
        permissions = [("report_for", "为单位报送"), ("head_for", "单位负责人送审")]

    def __str__(self):
        return self.name


class ColumnQuerySet(models.QuerySet):
    def public(self):
        """Columns residents may know of."""
        return self.filter(is_active=True, board_only=False)

    def below(self, paths):
        """The subtrees under the given paths, the roots included."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(path__startswith=path)
        return self.filter(wanted)


class Column(models.Model):
    """栏目 = 公开事项 (国办发〔2019〕54号). `path` is the chain of ids, "3/17/": a subtree is a prefix."""

    class TermUnit(models.TextChoices):
        WORK_DAY = "work_day", "工作日"
        CALENDAR_DAY = "calendar_day", "自然日"

    class Audience(models.TextChoices):
        SOCIETY = "society", "全社会"
        SPECIFIC = "specific", "特定群体"

    class Mode(models.TextChoices):
        PROACTIVE = "proactive", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"

    class Level(models.TextChoices):
        COUNTY = "county", "县级"
        TOWN = "town", "乡级"
        VILLAGE = "village", "村级"

    slug = models.SlugField("代号", max_length=60, unique=True, help_text="用在网址里，定下不改。")
    name = models.CharField("栏目名称", max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级栏目"
    )
    path = models.CharField(max_length=120, editable=False, db_index=True)
    order = models.PositiveSmallIntegerField("排序", default=100)
    description = models.CharField("一句话说明", max_length=200, blank=True)
    level1_matter = models.CharField("一级事项", max_length=60, blank=True)
    level2_matter = models.CharField("二级事项", max_length=60, blank=True)
    content_elements = models.JSONField("公开内容（要素）", default=list, blank=True)
    legal_basis = models.CharField("公开依据", max_length=300, blank=True)
    time_limit = models.PositiveSmallIntegerField("公开时限", null=True, blank=True)
    time_limit_unit = models.CharField("时限单位", max_length=20, choices=TermUnit, default=TermUnit.WORK_DAY)
    responsible_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="columns", verbose_name="公开主体"
    )
    channels = models.JSONField("公开渠道和载体", default=list, blank=True)
    audience = models.CharField("公开对象", max_length=20, choices=Audience, default=Audience.SOCIETY)
    mode = models.CharField("公开方式", max_length=20, choices=Mode, default=Mode.PROACTIVE)
    level = models.CharField("公开层级", max_length=20, choices=Level, default=Level.TOWN)
    update_cycle = models.CharField("更新周期", max_length=40, blank=True)
    board_only = models.BooleanField("只上墙", default=False, help_text="只出纸质，网上任何地方都看不到。")
    lists_persons = models.BooleanField("人员名单", default=False, help_text="不进搜索和订阅，旧文不留。")
    keeps_old_editions = models.BooleanField("保留旧文可查", default=False)
    needs_principal = models.BooleanField("须主要负责人签发", default=False)
    is_active = models.BooleanField("启用", default=True)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["order", "id"]
        permissions = [("review", "初审"), ("lead", "签发"), ("countersign", "主要负责人签发")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else ''}{self.pk}/"
        if path != self.path:
            self.path = path
            Column.objects.filter(pk=self.pk).update(path=path)
            for child in self.children.all():
                child.parent = self
                child.save()

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this column, from `path` alone."""
        return [int(part) for part in self.path.split("/") if part]

    @property
    def depth(self) -> int:
        return self.path.count("/") - 1


class PendingChange(models.Model):
    """A change of a unit, column or setting that residents see: takes effect when a leader confirms."""

    model = models.CharField("对象种类", max_length=40)
    object_pk = models.CharField("对象", max_length=40)
    object_name = models.CharField("名称", max_length=100)
    old = models.JSONField("原来", default=dict)
    new = models.JSONField("改为", default=dict)
    proposed_row = models.BigIntegerField("提出", editable=False)
    settled_row = models.BigIntegerField("确认或不同意", null=True, editable=False)
    confirmed = models.BooleanField("已生效", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "待确认的变更"
        ordering = ["-id"]
