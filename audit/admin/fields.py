"""Form fields of the drafting form: the column tree, several files at once, rich text with its pictures."""

import re

from django import forms
from django.db.models import Max
from django.urls import reverse
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Script

from .. import rights, uploads
from ..characters import clean_characters
from ..models import Account, Column, Item
from ..rich_text import clean_html, rewrite_images

INDENT = "\u3000"
EXTENSIONS = {
    "Bold": True, "Italic": True, "Underline": True, "Subscript": True, "Superscript": True,
    "Heading": {"levels": [2, 3, 4]}, "BulletList": True, "OrderedList": True, "ListItem": True, "Blockquote": True,
    "HorizontalRule": True, "HardBreak": True, "Table": True, "TableRow": True, "TableHeader": True,
    "TableCell": True, "Image": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"], "openOnClick": False},
}  # fmt: skip


def readable(data):
    """What a form was sent, without the control and invisible characters that come along with a paste."""
    if data is None:
        return None
    kept = data.copy()
    for name in kept:
        kept.setlist(name, [clean_characters(value) for value in kept.getlist(name)])
    return kept


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TreeSelect(forms.Select):
    """Columns as an indented tree; those with others below them are shown, but cannot be chosen."""

    closed: set[int] = set()

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if getattr(value, "value", value) in self.closed and not selected:
            option["attrs"]["disabled"] = True
        return option


class _TreeChoices:
    """The choices of a ColumnField, in the order of the tree, with the parents of what may be chosen."""

    def __init__(self, field):
        self.field = field

    def __iter__(self):
        yield ("", "请选择")
        if self.field.recent:
            yield ("最近用过的", self.field.recent)
            yield ("全部栏目", self.field.tree)
        else:
            yield from self.field.tree


class ColumnField(forms.ModelChoiceField):
    """One active column without children, of those the account may write into."""

    widget = TreeSelect

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "栏目")
        super().__init__(Column.objects.none(), **kwargs)
        self.tree: list[tuple[int, str]] = []
        self.recent: list[tuple[int, str]] = []

    def offer(self, account: Account, keep: int | None = None, recent: int = 0) -> None:
        """recent: how many columns the person wrote into last stand first, each with the name of its parent."""
        every = list(Column.objects.all())
        mine = set(rights.columns(account).values_list("pk", flat=True))
        parents = {column.parent_id for column in every if column.is_active}
        chosen = {column.pk for column in every if column.pk in mine and column.pk not in parents} | {keep or 0}
        wanted = {pk for column in every if column.pk in chosen for pk in column.ancestor_ids}
        self.queryset = Column.objects.filter(pk__in=chosen)
        self.tree = _in_order(every, wanted)
        self.recent = _recent(account, {column.pk: column for column in every}, chosen, recent) if recent else []
        self.widget.closed = wanted - chosen
        self.widget.choices = _TreeChoices(self)


def _recent(account: Account, every: dict[int, Column], chosen: set[int], most: int) -> list[tuple[int, str]]:
    written = Item.objects.filter(drafter=account.person_id, column__in=chosen).order_by()
    last = written.values("column").annotate(last=Max("created_at")).order_by("-last")[:most]
    found = [every[row["column"]] for row in last]
    return [(c.pk, f"{every[c.parent_id].name} › {c.name}" if c.parent_id else c.name) for c in found]


def _in_order(columns: list[Column], wanted: set[int]) -> list[tuple[int, str]]:
    """(id, indented name) depth first; columns come in their own order among brothers."""
    below: dict[int | None, list[Column]] = {}
    for column in columns:
        below.setdefault(column.parent_id, []).append(column)
    found: list[tuple[int, str]] = []

    def walk(parent: int | None, depth: int) -> None:
        for column in below.get(parent, ()):
            if column.pk in wanted:
                mark = "（只上墙）" if column.board_only else ""
                found.append((column.pk, f"{INDENT * depth}{column.name}{mark}"))
                walk(column.pk, depth + 1)

    walk(None, 0)
    return found


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"multiple": True, "accept": uploads.ACCEPTED} | (attrs or {}))


class FilesField(forms.FileField):
    """Any number of files, each judged by its content; the value is a list of `uploads.Upload`."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        found, wrong = [], []
        for file in given:
            try:
                found.append(uploads.accept_file(file))
            except uploads.UploadError as error:
                wrong.append(str(error))
        if wrong:
            raise forms.ValidationError([*wrong, "别的内容都在，文件请重新选一次。"])
        return found


class RichTextWidget(AdminProseEditorWidget):
    """The editor; stored `files:<sha256>` pictures get an address to look at, and get it taken off again."""

    item: Item | None = None

    def __init__(self, attrs=None):
        super().__init__(attrs, config={"extensions": EXTENSIONS}, preset="configurable")

    @property
    def media(self):
        return super().media + forms.Media(js=[Script("js/editor.js")])

    def format_value(self, value):
        if self.item is None or not value:
            return value
        return rewrite_images(value, lambda sha256: reverse("desk:file", args=[self.item.pk, sha256]))

    def value_from_datadict(self, data, files, name):
        return stored_pictures(super().value_from_datadict(data, files, name) or "", self.item)


def stored_pictures(html: str, item: Item | None) -> str:
    """Addresses of the item's own files back to the stored form; clean."""
    if item is not None:
        address = re.escape(reverse("desk:file", args=[item.pk, "0" * 64])).replace("0" * 64, "([0-9a-f]{64})")
        html = re.sub(rf'(<img\b[^>]*?\bsrc=["\'])(?:https?://[^/"\']+)?{address}(["\'])', r"\1files:\2\3", html)
    return clean_html(html)
