"""The form of a guide: the general one, with life events to tick, and a new one begun from an existing guide."""

from django import forms

from audit import clock
from audit.admin.item_form import DATES, ItemForm

from . import guide_choice
from .models import Guide, LifeEvent

# What a copy does not take along: it is another matter, at another address, checked on another day.
NOT_COPIED = (
    "slug",
    "matter_code",
    "formed_on",
    "check_by",
    "correction_note",
    "document_number",
    "body",
    "not_before",
    "expires_on",
)
PLACES = ("unit", "column")


class GuideForm(ItemForm):
    life_events = forms.MultipleChoiceField(
        label="什么时候用得上",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="可以勾几个，群众按这个找。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "life_events" in self.fields:
            names = list(LifeEvent.objects.in_force(clock.local_date(clock.now())).values_list("name", flat=True))
            kept = guide_choice.answers_named(self.instance.life_events)
            self.fields["life_events"].choices = [(name, name) for name in dict.fromkeys([*names, *kept])]
            given = self.initial.get("life_events", "")
            self.initial["life_events"] = guide_choice.answers_named(given) if isinstance(given, str) else given

    def clean_life_events(self):
        return "、".join(self.cleaned_data["life_events"])


def copied(source: Guide) -> dict:
    """What a new guide begins with when it is made after an existing one."""
    own = [field for field in Guide._meta.concrete_fields if field.editable and not field.primary_key]
    left = {*NOT_COPIED, *DATES, *PLACES, "uuid", "item_ptr", "lists_persons", "publicity"}
    found = {field.name: field.value_from_object(source) for field in own if field.name not in left}
    return found | {"unit": source.unit_id, "column": source.column_id, "title": f"{source.title}（照着写）"[:120]}
