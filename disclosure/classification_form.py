"""The picker of 主题分类 and 体裁."""

from django import forms

from .models import Classification


class ClassificationChoice(forms.ChoiceField):
    """Offers what is in force; what the item says already may stay."""

    def __init__(self, *, sort: str, **kwargs):
        super().__init__(choices=lambda: [(word, word) for word in Classification.words(sort)], **kwargs)

    def keep(self, word: str) -> None:
        if word and not self.valid_value(word):
            self.choices = [*list(self.widget.choices), (word, f"{word}（已停用）")]  # type: ignore[attr-defined]
