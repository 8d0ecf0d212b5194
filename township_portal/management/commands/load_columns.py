"""manage.py load_columns FOLDER: once, at installation, the units and columns the town begins with.

Before the first leader there is nobody who could confirm them; afterwards they change at /admin/ with a leader's
confirmation and this command refuses. The form of units.json and columns.json is that of the example town's.
"""

import hashlib
import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from audit import ledger, rights
from audit.models import Column, LedgerEntry, Unit
from audit.pending import sentences
from township_portal.paper import walls

LATER = {"head", "duties", "update_days"}  # in the example town's files, for parts of the portal still to come


class Command(BaseCommand):
    help = "安装时做一次：从文件夹里的 units.json 和 columns.json 装入单位和栏目。"

    def add_arguments(self, parser):
        parser.add_argument("folder", help="放着 units.json 和 columns.json 的文件夹")

    def handle(self, folder, **options):
        if Unit.objects.exists() or Column.objects.exists() or LedgerEntry.objects.filter(act="appoint_first").exists():
            raise CommandError("已经有单位、栏目或首任领导了。这个命令只在安装时用一次，以后由管理员提出、领导确认。")
        units, columns = (Path(folder) / name for name in ("units.json", "columns.json"))
        with transaction.atomic():
            made_units = self._make(Unit, units, {})
            made = self._make(Column, columns, {"responsible_unit": made_units, "parent": {}})
            walls.make_for_units()
            ledger.append(
                rights.system_actor(), "load_columns", subject=f"单位 {len(made_units)} 个，栏目 {len(made)} 个",
                texts={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (units, columns)},
            )  # fmt: skip
        self.stdout.write(f"已装入单位 {len(made_units)} 个，栏目 {len(made)} 个。下一步：appoint_first_leader。")

    def _make(self, model: type[models.Model], path: Path, named: dict[str, dict]) -> dict[str, models.Model]:
        """Slug → object. named: field → objects its value may name; a parent stands before what is below it."""
        made: dict[str, models.Model] = {}
        known = {field.name for field in model._meta.concrete_fields if field.editable and not field.primary_key}
        for number, row in enumerate(_read(path), start=1):
            where = f"{path.name} 第 {number} 项“{row.get('name', '')}”"
            if wrong := set(row) - known - LATER:
                raise CommandError(f"{where}：没有“{'”“'.join(sorted(wrong))}”这一项。")
            values = {name: value for name, value in row.items() if name in known}
            for name, objects in ({**named, "parent": made} if "parent" in named else named).items():
                if values.get(name) is not None and values[name] not in objects:
                    raise CommandError(f"{where}：“{values[name]}”不在前面列出的里面。")
                values[name] = objects.get(values.get(name))
            thing = model(**values)
            try:
                thing.full_clean()
            except ValidationError as error:
                raise CommandError(f"{where}：{sentences(thing, error)}") from None
            thing.save()
            made[row["slug"]] = thing
        return made


def _read(path: Path) -> list[dict]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"读不了 {path.name}：{error.strerror}") from error
    except ValueError as error:
        raise CommandError(f"{path.name} 不是正确的 JSON：{error}") from error
    if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
        raise CommandError(f"{path.name} 应是一张列表，一项一个单位或栏目。")
    return found
