"""What the access test's town holds of the service centre: a public guide, one being written, agents, a visit, a reception."""

from audit import clock
from services_center import reception_book
from services_center.models import (
    AgentList,
    Guide,
    LifeEvent,
    OutletNeed,
    Reception,
    ReceptionNote,
    VagueWord,
    Visit,
    WallRule,
)
from tests.services_center.making import make_guide, published_guide

ADMIN_OBJECTS = {
    "guide": lambda w: w.guide_draft, "agentlist": lambda w: w.agents, "wallrule": lambda w: w.rule, "lifeevent": lambda w: LifeEvent.objects.first(),
    "vagueword": lambda w: VagueWord.objects.first(),
}  # fmt: skip
SLUG = "yibao-canbao"


def furnish(world):
    """The guides are 农业农村办's, in the column notices, as all the items here are."""
    town = world.town
    world.guide = published_guide(town, column=town.notices)
    world.guide_draft = make_guide(town, slug="draft", column=town.notices)
    world.agents = AgentList(
        title="代办员",
        column=town.notices,
        unit=town.agriculture,
        drafter=town.reporter.person,
        formed_on=world.draft.formed_on,
    )
    world.agents._history_user = town.reporter
    world.agents.save()
    need = OutletNeed.objects.filter(sort="rule").first()
    world.rule = WallRule(
        title=need.name, need=need, column=town.notices, unit=town.agriculture, drafter=town.reporter.person,
        formed_on=world.draft.formed_on,
    )  # fmt: skip
    world.rule._history_user = town.reporter
    world.rule.save()
    world.visit = Visit.objects.create(item=world.guide.item, matter=world.guide.title, recorder=town.window.person)
    reception = Reception(
        received_on=clock.local_date(clock.now()), matter="反映水沟堵了", received_by="李示例", unit=town.agriculture
    )
    world.reception = reception_book.record(town.window, reception)


def arguments(base):
    """Arguments that only these addresses have."""
    if base in ("guide", "guide_sheet") or base.startswith("window:"):
        return {"slug": SLUG}
    return {"how": "office"} if base == "services_by" else {}


def primary_keys(world):
    return {"window:void": world.visit.pk, "receptions:one": world.reception.pk, "receptions:note": world.reception.pk}


def forms(world):
    return {
        "window:register": {"purpose": "apply", "count": "1"},
        "receptions:new": {
            "received_on": "2026-11-02", "matter": "反映路灯不亮", "persons": "1", "received_by": "李示例",
            "unit": world.town.agriculture.pk,
        },
        "receptions:note": {"kind": "answer", "text": "周五前修好。"},
    }  # fmt: skip


def kept():
    return [Guide.history, AgentList.history, WallRule.history, Visit.objects.counted(), ReceptionNote.objects]
