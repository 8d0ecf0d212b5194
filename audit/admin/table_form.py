"""A table in a form: rows of text boxes. Works without scripts (three empty rows are always there); with them rows can
be added, taken out, and pasted from Excel (`static/js/table.js`)."""

import re

from django import forms
from django.template.loader import render_to_string

EMPTY_ROWS = 3
MOST_ROWS = 500
MOST_IN_LINE = 5  # a table of more columns is shown as one card a row, at every width


class TableWidget(forms.Widget):
    """Boxes named `<field>-<row>-<column>`.

    suggestions: column → words offered while typing; a form may fill it for its item.
    """

    template_name = "admin/table_widget.html"
    use_fieldset = True

    class Media:
        css = {"all": ("css/table-form.css",)}
        js = ("js/table.js",)

    def __init__(self, head=(), long=(), attrs=None):
        super().__init__(attrs)
        self.head, self.long = tuple(head), frozenset(long)
        self.suggestions: dict[str, list[str]] = {}

    def render(self, name, value, attrs=None, renderer=None):
        """From the project's own templates, which Django's form renderer does not look into."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        cards = len(self.head) > MOST_IN_LINE
        rows = [list(row) + [""] * (len(self.head) - len(row)) for row in value or []]
        rows += [[""] * len(self.head)] * (1 if cards and rows else EMPTY_ROWS)
        context["widget"] |= {
            "head": self.head,
            "cards": cards,
            "lists": [
                {"id": f"{name}-words-{self.head.index(column)}", "words": words}
                for column, words in self.suggestions.items()
                if column in self.head and words
            ],
            "rows": [
                [self._box(name, r, c, cell) for c, cell in enumerate(row[: len(self.head)])]
                for r, row in enumerate(rows)
            ],
        }
        return context

    def _box(self, name: str, row: int, column: int, cell: str) -> dict:
        label = self.head[column]
        return {
            "name": f"{name}-{row}-{column}", "value": cell, "label": label, "long": label in self.long,
            "list": f"{name}-words-{column}" if self.suggestions.get(label) else "",
        }  # fmt: skip

    def value_from_datadict(self, data, files, name):
        box = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-(\d{{1,2}})")
        rows: dict[int, list[str]] = {}
        for key in data:
            found = box.fullmatch(key)
            if found and int(found[2]) < len(self.head):
                rows.setdefault(int(found[1]), [""] * len(self.head))[int(found[2])] = data[key].strip()
        return [rows[number] for number in sorted(rows) if any(rows[number])]

    def value_omitted_from_data(self, data, files, name):
        return not any(key.startswith(f"{name}-0-") for key in data)


class TableFormField(forms.Field):
    """head: names of the columns; long: those of them that hold sentences and get a taller box."""

    widget = TableWidget

    def __init__(self, *, head, long=(), **kwargs):
        super().__init__(widget=TableWidget(head, long), **kwargs)
        self.head = tuple(head)

    def to_python(self, value):
        return value or []

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_ROWS:
            raise forms.ValidationError(f"最多 {MOST_ROWS} 行，现在有 {len(value)} 行。行数多的请作为附件上传。")

    def has_changed(self, initial, data):
        return [list(row) for row in initial or []] != [list(row) for row in data or []]
