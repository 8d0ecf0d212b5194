"""单位职能: what a unit is for, where it sits, when it is open, who heads it, which phone for what."""

from django.db import models

from audit import clock, facts
from audit.facts import Fact
from audit.models import Item, TableField, Unit

from ..organisation import profile_in
from ..phone_numbers import digits, doubts, is_phone, several
from .leadership import _other_public

PHONES = ("办什么事", "电话", "找谁")


class UnitProfile(Item):
    """One item a unit (the item's own): 国令第711号第二十条第二项."""

    KIND = "unit_profile"
    KIND_LABEL = "单位职能"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    SHEET = "disclosure/_unit_profile.html"
    SHOWN_BY_SHEET = ("standing", "head", "head_post", "office", "hours", "checked_on")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "functions", "office", "hours", "head", "head_post", "phones")
    IMPACT = {"head": "person", "office": "place", "hours": "hours", "phones/电话": "phone"}

    class Standing(models.TextChoices):
        OFFICE = "office", "镇内设机构"
        INSTITUTION = "institution", "镇属事业单位"
        STATIONED = "stationed", "驻镇单位"
        VILLAGE = "village", "村民委员会"

    standing = models.CharField("性质", max_length=20, choices=Standing, default=Standing.OFFICE)
    functions = models.TextField(
        "主要职能", blank=True, help_text="一行一项，写群众看得懂的事，例如：低保、特困、临时救助的申请"
    )
    office = models.CharField("办公地址", max_length=120, blank=True, help_text="写到楼层和房间，让人找得到。")
    hours = models.CharField(
        "办公时间", max_length=120, blank=True, help_text="例如：周一至周五 8:00—12:00，14:00—17:30"
    )
    head = models.CharField("负责人", max_length=30, blank=True)
    head_post = models.CharField("负责人职务", max_length=30, blank=True, help_text="例如：主任、所长、村党支部书记")
    phones = TableField(
        "电话", head=PHONES, help_text="写单位对外公布的座机；办什么事打哪个，找谁可以不写。第一行是总的办公电话。"
    )
    checked_on = models.DateField(
        "核对日期",
        null=True,
        blank=True,
        help_text="哪天把上面各项逐个核对过（电话要打通过）。一年没有核对，办公桌会提醒。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "单位职能"

    @property
    def function_list(self) -> list[str]:
        return [line.strip(" 　·-、。；;") for line in self.functions.splitlines() if line.strip(" 　·-、。；;")]

    def facts(self) -> list[Fact]:
        rows = [
            ("standing", "性质", self.get_standing_display()),
            ("head", "负责人", self.head),
            ("head_post", "负责人职务", self.head_post),
            ("office", "办公地址", self.office),
            ("hours", "办公时间", self.hours),
            ("checked_on", "核对日期", self.checked_on.isoformat() if self.checked_on else ""),
        ]
        told = [facts.line(key, label, value) for key, label, value in rows if value]
        if self.function_list:
            told.append(facts.table("functions", "主要职能", ("职能",), [[line] for line in self.function_list]))
        if self.phones:
            told.append(facts.table("phones", "电话", PHONES, self.phones))
        return told if self.function_list or self.phones or self.office else []

    @classmethod
    def sheet(cls, facts: list[Fact]) -> dict:
        return {"profile": profile_in(facts)}

    def lacking(self) -> list[str]:
        said = [f"还没有写{label}" for label, value in (
            ("主要职能", self.function_list), ("办公地址", self.office), ("办公时间", self.hours),
            ("负责人", self.head), ("电话", self.phones), ("核对日期", self.checked_on)) if not value]  # fmt: skip
        for position, (matter, phone, _) in enumerate(self.phones, start=1):
            name = matter or f"第 {position} 行"
            if not phone:
                said.append(f"“{name}”还没有写电话")
            elif not all(is_phone(one) for one in several(phone)):
                said.append(f"“{name}”的电话“{phone}”看不出是电话号码")
        if self.checked_on and self.checked_on > clock.local_date(clock.now()):
            said.append("核对日期晚于今天")
        if other := _other_public(self, unit=self.unit):
            said.append(f"一个单位只能有一条单位职能，已经有“{other}”，请在那一条上改")
        return said

    def cautions(self) -> list[str]:
        published = frozenset(digits(phone) for phone in Unit.objects.values_list("phone", flat=True) if phone)
        said = [doubt for row in self.phones for doubt in doubts(f"“{row[0]}”", row[1], published)]
        told = {digits(one) for row in self.phones for one in several(row[1])}
        if self.unit.phone and self.phones and digits(self.unit.phone) not in told:
            said.append(
                f"单位登记的公开电话是 {self.unit.phone}，这里没有。改了电话的，请系统管理员把单位登记也改过来，"
                "否则以后公开的信息末尾还印着旧号码"
            )
        return said
