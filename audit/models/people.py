"""Who acts: persons, their accounts, posts and appointments. An account carries no right by itself."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.db.models import F, Q

SYSTEM_NUMBER = "SYSTEM"


class Person(models.Model):
    """A human being (or the system). Hands, signatures and refusals count persons, not accounts."""

    staff_number = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("手机（内部）", max_length=20, blank=True)
    signing_code = models.CharField("签发码", max_length=128, blank=True, editable=False)
    activation = models.CharField("启用码", max_length=128, blank=True, editable=False)
    code_failures = models.PositiveSmallIntegerField("签发码连续输错", default=0, editable=False)
    code_locked_until = models.DateTimeField("签发码锁定至", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["staff_number"]

    def __str__(self):
        return f"{self.name}（{self.staff_number}）"

    @property
    def has_code(self) -> bool:
        return bool(self.signing_code)


class Account(AbstractUser):
    """A login. `user.groups`, `user_permissions` and `is_superuser` give no right in this portal."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="accounts", verbose_name="人员", null=True, blank=True,
        help_text="一个人可以有几个账号；经手和签发按人计算。定下后不能改。",
    )  # fmt: skip
    must_change_password = models.BooleanField("下次登录须改密码", default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "账号"

    def __str__(self):
        return f"{self.display_name}（{self.username}）"

    @property
    def display_name(self) -> str:
        return self.person.name if self.person else self.username

    def get_full_name(self):
        return self.display_name

    def get_short_name(self):
        return self.display_name


class PostKind(models.TextChoices):
    REPORTER = "reporter", "报送员"
    HEAD = "head", "单位负责人"
    OFFICER = "officer", "专职信息员"
    LEADER = "leader", "分管领导"
    PRINCIPAL = "principal", "主要负责人"
    WINDOW = "window", "窗口人员"
    INSPECTOR = "inspector", "纪检监察"
    ADMINISTRATOR = "administrator", "系统管理员"


# Posts whose holders decide or watch: given by one leader and confirmed by another.
REVIEWING = (PostKind.OFFICER, PostKind.LEADER, PostKind.PRINCIPAL, PostKind.INSPECTOR)


class Post(models.Model):
    """岗位: a group holding guardian permissions on units (report) and columns (review, lead …)."""

    group = models.OneToOneField(Group, models.PROTECT, related_name="post", editable=False)
    title = models.CharField("岗位名称", max_length=50, unique=True)
    kind = models.CharField("种类", max_length=20, choices=PostKind)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["id"]

    def __str__(self):
        return self.title

    @property
    def reviewing(self) -> bool:
        return self.kind in REVIEWING


class AppointmentQuerySet(models.QuerySet):
    def active(self, at: datetime):
        return self.filter(Q(starts__lte=at), Q(ends=None) | Q(ends__gt=at), ended_row=None, refused_row=None).exclude(
            confirmed_row=None
        )

    def waiting(self):
        return self.filter(confirmed_row=None, ended_row=None, refused_row=None)


class Appointment(models.Model):
    """任职: a person holds a post from-until. The rows it names are ledger rows; guards check them."""

    class Mode(models.TextChoices):
        HOLDER = "holder", "任职"
        DEPUTY = "deputy", "代理"
        DUTY = "duty", "值班"

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="人员")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name="岗位")
    mode = models.CharField("方式", max_length=10, choices=Mode, default=Mode.HOLDER)
    starts = models.DateTimeField("自")
    ends = models.DateTimeField("至", null=True, blank=True)
    proposed_row = models.BigIntegerField("提名", editable=False)
    confirmed_row = models.BigIntegerField("确认", null=True, editable=False)
    refused_row = models.BigIntegerField("不同意", null=True, editable=False)
    ended_row = models.BigIntegerField("结束", null=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="appointment_ends_after_it_starts",
                violation_error_message="任职的结束时间要晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(mode="holder") | Q(ends__isnull=False),
                name="deputies_and_duty_have_an_end",
                violation_error_message="代理和值班要写明到什么时候为止。",
            ),
        ]

    def __str__(self):
        return f"{self.person.name} · {self.post.title}（{self.get_mode_display()}）"
