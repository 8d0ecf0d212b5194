"""The town's structure as residents may read it now: the live leadership and unit profiles; where a unit has published
no profile, what a leader confirmed of the unit itself. Three queries, however many units there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse

from audit import clock
from audit.models import Edition, Unit
from audit.models.edition import being_corrected

from .items import address_in
from .organisation import Leader, Line, Profile, leaders_in, numbers, profile_in

GROUPS = ("镇内设机构", "镇属事业单位", "驻镇单位", "村民委员会")
VILLAGES = GROUPS[-1]
ALL_DAY = (("报警", "110"), ("急救", "120"), ("火警", "119"), ("其他求助、投诉", "12345"))


@dataclass(frozen=True)
class Office:
    """One unit. edition: its live profile, None where the unit's own registration stands in."""

    unit: Unit
    profile: Profile
    edition: Edition | None
    led_by: tuple[Leader, ...] = ()

    @property
    def name(self) -> str:
        return self.unit.name

    @property
    def url(self) -> str:
        return reverse("department", args=[self.unit.slug])

    @property
    def group(self) -> str:
        if self.unit.kind == Unit.Kind.VILLAGE:
            return VILLAGES
        return self.profile.standing if self.profile.standing in GROUPS else GROUPS[0]

    @property
    def phone(self) -> Line | None:
        """The first line of its table: the one to ring."""
        return self.profile.phones[0] if self.profile.phones else None

    @property
    def functions_shortly(self) -> str:
        return "；".join(self.profile.functions[:2])


@dataclass
class Structure:
    leadership: Edition | None
    leaders: list[Leader]  # in office on the day
    gone: list[Leader]  # whose last day has passed while the new list is not out yet
    offices: list[Office] = field(default_factory=list)

    @cached_property
    def photos(self) -> dict[str, str]:
        """File name of a photo → its address."""
        if self.leadership is None:
            return {}
        address = address_in(self.leadership)
        return {file["name"]: address(file) for file in self.leadership.files}

    @property
    def heads(self) -> list[Leader]:
        return [leader for leader in self.leaders if leader.heads_all]

    @property
    def deputies(self) -> list[Leader]:
        return [leader for leader in self.leaders if not leader.heads_all]

    def groups(self) -> list[tuple[str, list[Office]]]:
        found = [(name, [office for office in self.offices if office.group == name]) for name in GROUPS]
        return [(name, offices) for name, offices in found if offices]

    @property
    def being_corrected(self) -> list[Edition]:
        """Which of its papers say “本信息正在更正”."""
        return being_corrected(self.leadership, *(office.edition for office in self.offices))

    def under(self, leader: Leader) -> list[Office]:
        return [office for office in self.offices if leader in office.led_by]

    @property
    def unled(self) -> list[Office]:
        return [office for office in self.offices if not office.led_by and office.group != VILLAGES]

    @property
    def villages(self) -> list[Office]:
        return [office for office in self.offices if office.group == VILLAGES]


def structure(on: date | None = None) -> Structure:
    on = on or clock.local_date(clock.now())
    leadership = live_leadership()
    leaders = leaders_in(leadership.facts_data) if leadership else []
    found = Structure(
        leadership, [one for one in leaders if not one.gone(on)], [one for one in leaders if one.gone(on)]
    )
    profiles = live_profiles()
    found.offices = [
        office_of(unit, profiles.get(unit.pk), found.leaders) for unit in Unit.objects.filter(is_active=True)
    ]
    return found


def live_leadership() -> Edition | None:
    found = Edition.objects.live().with_hung().filter(kind="leadership").select_related("publication")
    return found.defer("body", "plain_text", "salts", "digests").order_by("-published_at", "-pk").first()


def live_profiles(units: Iterable[Unit] | None = None) -> dict[int, Edition]:
    """Unit id → its newest live profile."""
    found = Edition.objects.live().with_hung().filter(kind="unit_profile").select_related("publication")
    if units is not None:
        found = found.filter(unit__in=units)
    found = found.defer("body", "plain_text", "attachments", "salts", "digests").order_by("published_at", "pk")
    return {edition.unit_id: edition for edition in found}


def office_of(unit: Unit, edition: Edition | None, leaders: Iterable[Leader]) -> Office:
    profile = profile_in(edition.facts_data) if edition else registered(unit)
    led_by = tuple(leader for leader in leaders if unit.short_name in leader.units)
    return Office(unit, profile, edition, led_by)


def registered(unit: Unit) -> Profile:
    """What the unit's own registration says, in the shape of a profile."""
    phones = (Line("办公", numbers(unit.phone), ""),) if unit.phone else ()
    return Profile(office=unit.address, hours=unit.hours, phones=phones)
