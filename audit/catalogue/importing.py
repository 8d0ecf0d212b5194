"""What a catalogue sheet would change, laid before a leader as one change, and put in force when she confirms.

All or nothing: a sheet with a fault changes nothing. A column that is not in the sheet stays as it is; nothing is
ever deleted (a row may switch a column off). The sheet is tried out in a transaction that is taken back, so that what
the confirmation would refuse is known before.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models, transaction

from .. import pending, rights, seals, setting_values
from ..characters import clean_text
from ..checks import Incomplete, Refused, TooLate
from ..models import Account, Column, PendingChange, Unit
from .headings import LABELS, official, same_channels
from .reading import Row, Sheet

MODEL, LABEL, ALL = "catalogue", "公开目录", "all"
BY_SLUG: dict[str, type[models.Model]] = {
    "parent": Column,
    "responsible_unit": Unit,
}  # kept by slug in a proposal: a new column has no id yet
WORDS = {"parent": "（最上一层）", "responsible_unit": "（没有定）"}  # where there is none


@dataclass
class Changed:
    row: int
    slug: str
    name: str
    old: dict[str, object]
    new: dict[str, object]


@dataclass
class Preview:
    faults: list = field(default_factory=list)
    new: list[Changed] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Column] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Names exactly what was shown: proposing asks for the same again."""
        told = [[one.slug, one.old, one.new] for one in (*self.new, *self.changed)]
        return seals.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True))


def prepare(sheet: Sheet) -> Preview:
    """What the sheet would change; with faults, only those."""
    columns = {c.slug: c for c in Column.objects.select_related("parent", "responsible_unit").order_by("path")}
    units = _units()
    listed = {str(row.values["slug"]) for row in sheet.rows}
    found = Preview(faults=sheet.faults)
    for row in sheet.rows:
        _settle_unit(row, sheet, units)
        _check_parent(row, sheet, {*columns, *listed})
        one = _compare(row, columns.get(str(row.values["slug"])))
        if one is None:
            found.unchanged += 1
        else:
            (found.changed if one.slug in columns else found.new).append(one)
    _check_waiting(found, sheet, columns)
    if not sheet.faults:
        _rehearse(found, sheet)
    found.missing = [column for slug, column in columns.items() if slug not in listed]
    found.faults.sort(key=lambda fault: (fault.row, len(fault.letter), fault.letter))
    return found


def _units() -> dict[str, str]:
    """Every way a unit is written → its slug."""
    found: dict[str, str] = {}
    for unit in Unit.objects.filter(is_active=True).order_by("-order", "-id"):
        found |= dict.fromkeys((unit.slug, unit.short_name, unit.name), unit.slug)
    return found


def _settle_unit(row: Row, sheet: Sheet, units: dict[str, str]) -> None:
    words = str(row.values.get("responsible_unit", ""))
    if words and words not in units:
        sheet.fault(row.number, "responsible_unit", f"没有叫“{words[:30]}”的单位，请照“单位”里的名称写。")
    elif words:
        row.values["responsible_unit"] = units[words]


def _check_parent(row: Row, sheet: Sheet, known: set[str]) -> None:
    parent = str(row.values.get("parent", ""))
    if parent and parent not in known:
        sheet.fault(row.number, "parent", f"没有代号为“{parent}”的栏目，表里也没有。")


def _check_waiting(found: Preview, sheet: Sheet, columns: dict[str, Column]) -> None:
    waiting = set(PendingChange.objects.filter(model="column", settled_row=None).values_list("object_pk", flat=True))
    for one in found.changed:
        if str(columns[one.slug].pk) in waiting:
            sheet.fault(one.row, "slug", f"“{one.name}”已有一项变更等着领导确认，等办完再导入，或从表里删掉这一行。")


def values_of(column: Column) -> dict[str, object]:
    """All a sheet may say of a column, as it is now."""
    told = {name: getattr(column, name) for name in LABELS if name not in BY_SLUG}
    return told | {name: getattr(column, name).slug if getattr(column, name) else "" for name in BY_SLUG}


def _compare(row: Row, column: Column | None) -> Changed | None:
    slug = str(row.values["slug"])
    name = str(row.values["name"]) if row.values.get("name") else column.name if column else slug
    if column is None:
        new = {key: value for key, value in row.values.items() if key != "slug"}
        if "channels" in new:
            new["channels"] = [official(channel) for channel in new["channels"]]  # type: ignore[attr-defined]
        return Changed(row.number, slug, name, {}, {"is_active": True} | new)
    now = values_of(column)
    new = {key: value for key, value in row.values.items() if not _same(key, now[key], value)}
    return Changed(row.number, slug, name, {key: now[key] for key in new}, new) if new else None


def _same(key: str, old, new) -> bool:
    if key == "channels":
        return same_channels(old, new)
    if isinstance(old, str) and isinstance(new, str):
        return clean_text(old).strip() == new
    if isinstance(old, list) and isinstance(new, list):
        return [clean_text(str(one)).strip() for one in old] == new
    return old == new


def _rehearse(found: Preview, sheet: Sheet) -> None:
    """Put everything in force and take it back; what is refused becomes a fault of its row."""
    rows = {one.slug: one.row for one in (*found.new, *found.changed)}
    with transaction.atomic():
        for slug, sentence in _put_in({one.slug: one.new for one in (*found.new, *found.changed)}):
            sheet.fault(rows[slug], "slug", sentence)
        transaction.set_rollback(True)


def _put_in(wanted: dict[str, dict[str, object]]) -> Iterable[tuple[str, str]]:
    """Set and save each column, those above first. Yields (slug, sentence) for what cannot be."""
    order = _from_the_top(wanted)
    for slug in order:
        column = Column.objects.filter(slug=slug).first() or Column(slug=slug)  # fresh: one above may have moved it
        values = dict(wanted[slug])
        try:
            for name, model in BY_SLUG.items():
                if name in values:
                    setattr(column, name, _found(model, str(values.pop(name))))
            setting_values.apply(column, values)
            setting_values.validate(column)
            setting_values.off_the_web(column, wanted[slug])
        except Incomplete as error:
            yield slug, str(error)
            continue
        column.save()


def _found(model: type[models.Model], slug: str) -> models.Model | None:
    if not slug:
        return None
    subject = model._default_manager.filter(slug=slug).first()
    if subject is None:
        raise Incomplete(f"没有代号为“{slug}”的上级，或者上级绕成了圈。")
    return subject


def _from_the_top(wanted: dict[str, dict]) -> list[str]:
    """The slugs in an order in which each stands behind the column above it. A circle stays one: saving
    it is refused."""
    parents = {slug: parent or "" for slug, parent in Column.objects.values_list("slug", "parent__slug")}
    parents |= {slug: str(values["parent"]) for slug, values in wanted.items() if "parent" in values}

    def depth(slug: str) -> int:
        steps, seen = 0, {slug}
        while (slug := parents.get(slug, "")) and slug not in seen:
            seen.add(slug)
            steps += 1
        return steps

    return sorted(wanted, key=depth)


def propose(account: Account, found: Preview, *, file: str, sha256: str) -> PendingChange:
    """The whole import as one change; one waits at a time."""
    seat = rights.seat_for(account, "administer") or rights.seat_for(account, "appoint")
    if seat is None:
        raise Refused("目录由系统管理员或领导提出变更。")
    if found.faults:
        raise Incomplete(f"表里有 {len(found.faults)} 处要改，一项也没有导入。")
    if not found.new and not found.changed:
        raise Incomplete("和现在的目录一样，没有要改的。")
    told = f"新增 {len(found.new)} 个、改动 {len(found.changed)} 个栏目"
    every = (*found.new, *found.changed)
    draft = PendingChange(
        model=MODEL, old={one.slug: one.old for one in every}, new={one.slug: one.new for one in every}
    )
    rows = differences(draft)
    return pending.store(
        rights.actor(account, seat), MODEL, ALL, f"导入目录：{told}", old=draft.old, new=draft.new,
        subject=f"导入公开目录：{told}",
        texts={
            "old": {row["label"]: row["old"] for row in rows}, "new": {row["label"]: row["new"] for row in rows},
            "file": file, "sha256": sha256,
        },
    )  # fmt: skip


def put_in_force(change: PendingChange) -> None:
    """Inside the deciding act's transaction. TooLate where a column is not what the proposal was made from."""
    columns = {c.slug: c for c in Column.objects.select_related("parent", "responsible_unit")}
    for slug, old in change.old.items():
        now = values_of(columns[slug]) if slug in columns else {}
        if not old and slug in columns:
            raise TooLate(f"提出之后，代号“{slug}”已经有了栏目。请不同意这一项，让提出的人重新导入。")
        for key, value in old.items():
            if now[key] != value:
                raise TooLate(
                    f"提出之后“{columns[slug].name}”的{LABELS[key]}又变了。请不同意这一项，让提出的人重新导入。"
                )
    for slug, sentence in _put_in(change.new):
        raise Incomplete(f"{slug}：{sentence}")


def differences(change: PendingChange) -> list[dict[str, str]]:
    """[{"label", "old", "new"}], a line a field; something new is one line."""
    names = dict(Column.objects.filter(slug__in=change.new).values_list("slug", "name"))
    rows = []
    for slug, new in change.new.items():
        name = names.get(slug) or str(new.get("name", slug))
        if not change.old[slug]:
            told = "；".join(
                f"{LABELS[key]}：{words(key, value)}" for key, value in new.items() if _worth_telling(key, value)
            )
            rows.append({"label": f"新增栏目“{name}”（{slug}）", "old": "（还没有）", "new": told})
            continue
        for key, value in new.items():
            label = f"{name}·{LABELS[key]}"
            rows.append({"label": label, "old": words(key, change.old[slug][key]), "new": words(key, value)})
    return rows


def _worth_telling(key: str, value) -> bool:
    if key in ("name", "is_active", "order") or value in ("", [], None, False):
        return False
    return value != Column._meta.get_field(key).get_default()


def words(key: str, value) -> str:
    if key in BY_SLUG:
        found = BY_SLUG[key]._default_manager.filter(slug=value).first() if value else None
        return str(found) if found else str(value) or WORDS[key]
    return setting_values.words(Column._meta.get_field(key), value)  # type: ignore[arg-type]
