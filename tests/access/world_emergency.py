"""What the addresses of emergencies are tried with: wording that is signed, a draft made of it, one that went out."""

from audit import clock
from tests.emergency.making import notice, sent_out, signed_template, template


def furnish(world):
    world.wording = signed_template(world.town)
    world.wording_draft = template(world.town, title="停水（应急用语）")
    world.emergency = notice(world.town, world.wording)
    world.emergency_out = sent_out(world.town, world.wording)


ADMIN_OBJECTS = {"emergencytemplate": lambda world: world.wording_draft}


def arguments(world, base):
    today = clock.local_date(clock.now())
    return {
        "emergency:new": {"template": world.wording.item_id},
        "emergency:edit": {"uuid": world.emergency.pk},
        "desk:look_again": {"uuid": world.emergency_out.item_id},
        "desk:roster_month": {"year": today.year, "number": today.month},
        "desk:roster_confirm": {"year": today.year, "number": today.month},
    }.get(base, {})


def forms(world):
    places = {"unit": world.town.agriculture.pk, "column": world.town.notices.pk, "blank-0": "古桥畈村"}
    return {
        "emergency:new": places,
        "emergency:edit": places | {"seen": world.emergency.revision},
        "desk:look_again": {"number": 1},
    }
