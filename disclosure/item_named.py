"""A field that names another item the way people do: by document number, index number or title."""

from django import forms
from django.db.models import Q

from audit import rights
from audit.characters import one_line
from audit.models import Account, Edition, Item

MOST_NAMED = 5


class ItemNamedField(forms.CharField):
    """Cleans to an Item the account may know of: public, or hers to read."""

    account: Account | None = None

    def prepare_value(self, value):
        item = Item.objects.filter(pk=value).first() if value and not isinstance(value, str) else None
        return name_of(item) if item else value

    def clean(self, value):
        words = one_line(super().clean(value) or "")
        found = list(self._known().filter(_named(words)).distinct()[: MOST_NAMED + 1])
        if not found:
            raise forms.ValidationError(
                f"没有找到“{words}”。请照抄文号（如 落政〔2026〕6号）或索引号；没有文号的填完整标题。"
            )
        if len(found) > 1:
            titles = "；".join(f"“{item.title}”" for item in found[:MOST_NAMED])
            raise forms.ValidationError(f"有几条都叫“{words}”：{titles}。请改填索引号。")
        return found[0]

    def _known(self):
        public = Q(pk__in=Edition.objects.live().values("item"))
        mine = Q(pk__in=rights.items(self.account, "read").values("pk")) if self.account else Q(pk__in=[])
        return Item.objects.filter(public | mine)

    def has_changed(self, initial, data):
        return name_of(Item.objects.filter(pk=initial).first()) != one_line(data or "") if initial else bool(data)


def _named(words: str) -> Q:
    month, _, serial = words.rpartition("/")[2].partition("-")
    by_index = Q(pk__in=[])
    if month.isascii() and month.isdigit() and serial.isascii() and serial.isdigit() and len(serial) < 10:
        by_index = Q(publication__month=month, publication__serial=int(serial))
    return Q(document_number=words) | Q(title=words) | by_index


def name_of(item: Item | None) -> str:
    """How the item is written into the field: what names it alone."""
    if item is None:
        return ""
    publication = getattr(item, "publication", None)
    return item.document_number or (publication.index_number if publication else "") or item.title
