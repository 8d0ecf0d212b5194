"""The thresholds of one room: dated, sourced rows an administrator may change, with what holds where none is in force."""

from dataclasses import dataclass
from datetime import date

from django.db import connections

from . import clock
from .models import Threshold


@dataclass(frozen=True)
class Thresholds:
    """rows: key, label, number, its unit, source. since: the day they are valid from."""

    rows: tuple[tuple[str, str, int, str, str], ...]
    since: date

    @property
    def defaults(self) -> dict[str, int]:
        return {key: value for key, _, value, _, _ in self.rows}

    def fill(self, sender: object = None, using: str = "default", **_: object) -> None:
        """After every migrate: add what is missing, overwrite nothing."""
        if Threshold._meta.db_table not in connections[using].introspection.table_names():
            return  # migrated back to nothing
        for key, label, value, unit, source in self.rows:
            Threshold.objects.using(using).get_or_create(
                key=key,
                defaults={"label": label, "value": value, "unit": unit, "source": source, "valid_from": self.since},
            )

    def values(self, on: date | None = None) -> dict[str, int]:
        """Key → number in force that day, for all of them; one query."""
        on = on or clock.local_date(clock.now())
        rows = Threshold.objects.in_force(on).filter(key__in=self.defaults).order_by("valid_from")
        return self.defaults | {row.key: row.value for row in rows}
