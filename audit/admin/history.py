"""修改记录: every save of an item, and what changed between any two of them, in words. Nothing is reverted here."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from .. import clock
from ..differences import compare_attachments, compare_fields
from ..models import Attachment, Item

PER_PAGE = 30
LEFT_OUT = {"uuid", "item_ptr", "kind", "drafter", "created_at", "changed_at", "revision"}
WHAT = {"+": "添加", "-": "拿掉", "~": "改名或换序"}


@dataclass
class Save:
    """One row of the list: a save of the text, or of an attachment (`file`)."""

    at: datetime
    who: str
    what: str
    row: object
    pk: int = 0  # 0 for attachments: only saves of the text are compared

    @property
    def erased(self) -> bool:
        return bool(getattr(self.row, "erased_by", None))


def saves(kind, request, pk):
    item = kind.loaded(request, pk)
    rows = item.history.select_related("history_user__person").order_by("-history_date", "-history_id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    before = rows[page.end_index() : page.end_index() + 1] if page.has_next() else []
    old, new = _chosen(request, rows, shown)
    context = kind.admin_site.each_context(request) | {
        "title": "修改记录", "item": item, "opts": kind.opts, "page": page, "old": old, "new": new,
        "saves": _with_files(item, shown, list(before), page),
        "changes": _changes(item, old, new) if old and new else [],
        "back": kind.address("change", pk), "list": kind.address("changelist"),
    }  # fmt: skip
    return TemplateResponse(request, "admin/saves.html", context)


def _chosen(request, rows, shown):
    """The two saves to compare, older first: as picked, else the newest with the one before it."""
    picked = [
        value
        for value in (request.GET.get("old"), request.GET.get("new"))
        if value and re.fullmatch(r"[0-9]{1,18}", value)
    ]
    found = sorted(rows.filter(history_id__in=[int(value) for value in picked][:2]), key=_when)
    if len(found) < 2:
        found = sorted(shown[:2], key=_when)
    return (found[0], found[1]) if len(found) == 2 else (None, None)


def _when(row):
    return row.history_date, row.history_id


def labels(item: Item) -> dict[str, str]:
    return {field.name: str(field.verbose_name) for field in item._meta.concrete_fields if field.name not in LEFT_OUT}


def _values(item: Item, row) -> dict[str, str]:
    """A history row as words: choices by their label, places by their name."""
    found = {}
    for name in labels(item):
        field = item._meta.get_field(name)
        value = getattr(row, name, None)
        if field.flatchoices:
            value = dict(field.flatchoices).get(value, value)
        found[name] = str(value) if field.is_relation and value else value  # a table stays rows: told row by row
    return found


def _changes(item: Item, old, new) -> list:
    changes = compare_fields(_values(item, old), _values(item, new), labels(item))
    return changes + compare_attachments(_files_at(item, old), _files_at(item, new))


def _files_at(item: Item, row) -> list[dict]:
    """The attachments as they stood from this save until the next one."""
    following = item.history.filter(history_date__gt=row.history_date).order_by("history_date").first()
    until = following.history_date if following else clock.now()
    state: dict[int, object] = {}
    for entry in Attachment.history.filter(item_id=item.pk, history_date__lt=until).order_by(
        "history_date", "history_id"
    ):
        state[entry.id] = entry
    return [
        {"name": entry.name, "sha256": entry.sha256, "size": entry.size}
        for entry in state.values() if entry.history_type != "-" and not entry.inline
    ]  # fmt: skip


def _with_files(item: Item, shown: list, before: list, page) -> list[Save]:
    """The saves of this page with the attachments' rows that fall between them, newest first."""
    names = labels(item)
    found = []
    for row, previous in zip(shown, [*shown[1:], *before, None], strict=False):
        what = "起草" if row.history_type == "+" else "改了" + _changed_labels(row, previous, names)
        found.append(Save(row.history_date, _who(row), what, row, row.history_id))
    files = Attachment.history.filter(item_id=item.pk).select_related("history_user__person")
    if shown:
        files = files.filter(history_date__gte=shown[-1].history_date) if page.has_next() else files
        files = files.filter(history_date__lte=shown[0].history_date) if page.has_previous() else files
    for row in files[:500]:
        kind = "插图" if row.inline else "附件"
        found.append(Save(row.history_date, _who(row), f"{WHAT[row.history_type]}{kind}“{row.name}”", row))
    return sorted(found, key=lambda save: save.at, reverse=True)


def _changed_labels(row, previous, names: dict[str, str]) -> str:
    if previous is None:
        return "内容"
    changed = [
        label for name, label in names.items()
        if getattr(row, row._meta.get_field(name).attname) != getattr(previous, row._meta.get_field(name).attname)
    ]  # fmt: skip
    return "、".join(changed[:4]) + ("等" if len(changed) > 4 else "") if changed else "内容（字句没有变）"


def _who(row) -> str:
    return row.history_user.display_name if row.history_user else "系统"
