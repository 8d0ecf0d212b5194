"""村级代办: the villages' agents, whom to call and when they carry papers to the town. One list for the whole town."""

from audit.facts import Fact, table
from audit.models import Item, TableField, Unit

from .. import phone_numbers

HEAD = ("村", "代办员", "电话", "在哪里", "什么时候在")


class AgentList(Item):
    """Guides show the agents of the newest published list in their margin."""

    KIND = "agents"
    KIND_LABEL = "村级代办"
    STANDS_ON_FACTS = True
    CONTENT_FIELDS = (*Item.CONTENT_FIELDS, "agents")
    IMPACT = {"agents/代办员": "person", "agents/电话": "phone", "agents/什么时候在": "hours"}

    agents = TableField("代办员", head=HEAD, help_text="一个村一行。电话写对外公开的，不写私人手机。")

    class Meta:
        verbose_name = verbose_name_plural = "村级代办"

    def facts(self) -> list[Fact]:
        return [table("agents", "代办员", HEAD, self.agents)]

    def lacking(self) -> list[str]:
        villages = set(Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True).values_list("short_name", flat=True))
        wrong = [] if self.agents else ["“代办员”一行也没有"]
        for village, name, phone, *_ in self.agents:
            if village not in villages:
                wrong.append(f"没有“{village}”这个村，请写村的简称")
            if not name:
                wrong.append(f"{village}没有写代办员是谁")
            if complaint := phone_numbers.complaint(phone):
                wrong.append(f"{village}代办员的电话{complaint}")
        return wrong
