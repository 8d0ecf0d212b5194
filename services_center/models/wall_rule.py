"""上墙制度: one rule that hangs at every outlet and in the hall - what we hold to, a short sentence a point, whom to tell if not."""

from django.db import models

from audit import facts
from audit.facts import Fact
from audit.models import Edition, Item, TableField

from .. import phone_numbers
from .outlet import OutletNeed

HEAD = ("一句话", "说明")
LONGEST = 30  # characters of a point: it is read from the door


class WallRule(Item):
    """Which rules there must be says `OutletNeed`; this is the words of one of them."""

    KIND = "wall_rule"
    KIND_LABEL = "上墙制度"
    MAY_LIST_PERSONS = False
    STANDS_ON_FACTS = True
    ANSWERS_ELEMENTS = False
    SHEET = "services_center/_wall_rule.html"
    VOICE = "service"
    SHOWN_BY_SHEET = ("rule", "watch_phone")
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "points", "watch_phone")
    IMPACT = {"watch_phone": "phone"}

    need = models.ForeignKey(
        OutletNeed, models.PROTECT, related_name="+", verbose_name="哪一项制度", limit_choices_to={"sort": OutletNeed.Sort.RULE}
    )  # fmt: skip
    points = TableField(
        "做到哪几条", head=HEAD, long=("说明",),
        help_text=f"一条一行。“一句话”不超过 {LONGEST} 个字，站在门口也看得清；说明可以不写。",
    )  # fmt: skip
    watch_phone = models.CharField(
        "监督电话", max_length=60, blank=True, help_text="没有做到，群众打哪个电话。写对外公开的。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "上墙制度"

    def facts(self) -> list[Fact]:
        if not self.points:
            return []
        told = [facts.line("rule", "哪一项制度", self.need.name)]
        told += [facts.line("watch_phone", "监督电话", self.watch_phone)] if self.watch_phone else []
        return [*told, facts.table("points", "做到哪几条", HEAD, self.points)]

    @classmethod
    def sheet(cls, told: list[Fact]) -> dict:
        phone = facts.value(told, "watch_phone")
        return {"points": facts.rows(told, "points"), "phones": phone_numbers.numbers(phone)}

    def lacking(self) -> list[str]:
        found = [] if self.points else ["“做到哪几条”一行也没有"]
        for place, (said, *_) in enumerate(self.points, start=1):
            if not said:
                found.append(f"第 {place} 条还没有写“一句话”")
            elif len(said) > LONGEST:
                found.append(f"第 {place} 条有 {len(said)} 个字，请缩到 {LONGEST} 个字以内，细的写在说明里")
        if complaint := phone_numbers.complaint(self.watch_phone):
            found.append(f"监督电话{complaint}")
        twins = Edition.objects.filter(state="published", item__wallrule__need=self.need_id).exclude(item_id=self.pk)
        if twin := twins.first():
            found.append(f"{self.need.name}已经有一条（{twin.title}），更正请在那一条上改")
        return found


def live_rules() -> dict[str, object]:
    """Name of a rule → the item that holds its words, for those that are public. One query."""
    live = Edition.objects.live().filter(kind=WallRule.KIND).only("facts", "item_id")
    return {facts.value(one.facts_data, "rule"): one.item_id for one in live}
