"""A small table in one field: rows of cells, kept as the canonical text that will be hashed."""

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from ..seals import canonical

if TYPE_CHECKING:
    Text = models.TextField[list[list[str]], list[list[str]]]
else:
    Text = models.TextField


class TableField(Text):
    """A list of rows, each a list of `len(head)` strings; [] when empty, also after an erasure.

    Text, not JSON: PostgreSQL's jsonb does not keep what was hashed. Rows without a word are dropped.
    long: columns that hold sentences and get a taller box in forms; no matter of the database.
    """

    def __init__(self, *args, head: tuple[str, ...] = (), long: tuple[str, ...] = (), **kwargs: Any):
        self.head, self.long = tuple(head), tuple(long)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"head": self.head}

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        rows = json.loads(value or "[]") if isinstance(value, str | None) else value
        if not isinstance(rows, list | tuple) or not all(isinstance(row, list | tuple) for row in rows):
            raise ValidationError(f"“{self.verbose_name}”要是一张表。")
        cells = [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
        return [row for row in cells if any(row)]

    def get_prep_value(self, value):
        rows = self.to_python(value)
        return canonical(rows) if rows else ""

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(self.get_prep_value(value), connection)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if self.head and any(len(row) != len(self.head) for row in value):
            raise ValidationError(f"“{self.verbose_name}”每行要有 {len(self.head)} 格：{'、'.join(self.head)}。")

    def formfield(self, **kwargs):
        from ..admin.table_form import TableFormField

        kwargs.pop("widget", None)
        return TableFormField(
            head=self.head,
            long=self.long,
            label=str(self.verbose_name),
            required=not self.blank,
            help_text=self.help_text,
        )
