"""The leadership and a unit profile in the access town: drafts of `reporter`."""

from disclosure.models import Leadership, UnitProfile

ADMIN_OBJECTS = {"leadership": lambda w: w.leadership, "unitprofile": lambda w: w.unitprofile}


def make(world) -> None:
    town = world.town
    for name, kind in (("leadership", Leadership), ("unitprofile", UnitProfile)):
        draft = kind(title=kind.KIND_LABEL, column=town.notices, unit=town.agriculture, drafter=town.reporter.person)
        draft._history_user = town.reporter
        draft.save()
        setattr(world, name, draft)
