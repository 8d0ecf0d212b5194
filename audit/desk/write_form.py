"""The form of 写一条, and how a phone's plain text and photos become a body and come back from it."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import escape

from .. import clock, drafting, elements, rights
from ..admin.fields import ColumnField, DateInput, FilesField, readable
from ..characters import clean_text, one_line
from ..models import Account, Item, Unit
from ..rich_text import paragraphs, plain_text
from ..uploads import Upload
from ..word import WordError

PICTURES_AT_END = re.compile(r"(?:<p>(?:<img [^>]*>)+</p>)+$")
EARLIEST = 1949
WORD_TOO = "只传一个 Word 文件的，标题、正文、落款日期从文件里读，都不用填。"
RECENT = 5  # columns she wrote into last, offered first
WHEN = {"body": "正文和文件，送审前要有一样", "formed_on": "送审前要填", "correction_note": "送审前要填"}


def plain_body(body: str) -> str | None:
    """The text of a body that is plain paragraphs (photos may follow them), else None."""
    text = PICTURES_AT_END.sub("", body)
    plain = "\n".join(_plain_lines(text))
    return plain if paragraphs(plain) == text else None


def _plain_lines(text: str) -> list[str]:
    return plain_text(text).split("\n") if text else []


def with_pictures(text: str, body: str, added: list[tuple[str, str]]) -> str:
    """Paragraphs, then the pictures the body already had, then the new ones (SHA-256, name)."""
    found = PICTURES_AT_END.search(body)
    new = "".join(f'<p><img src="files:{sha256}" alt="{escape(name)}"></p>' for sha256, name in added)
    return paragraphs(text) + (found[0] if found else "") + new


class WriteForm(forms.Form):
    """At most six fields; 单位 only for who writes for several. What is public keeps its place and says what changed."""

    title = forms.CharField(
        label="标题", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}), required=False,
        help_text="写清谁、什么事。",
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位", empty_label="请选择")
    column = ColumnField()
    body = forms.CharField(
        label="正文", required=False, widget=forms.Textarea(attrs={"rows": 10}), help_text="一行是一段。不用管字体。"
    )
    files = FilesField(label="照片或文件", required=False, help_text="照片放在正文下面。")
    audience = forms.CharField(
        label="写给谁看", required=False, max_length=60, help_text="例如：全镇居民、茶农、参保人员",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    formed_on = forms.DateField(label="落款日期", required=False, widget=DateInput, help_text="文件上写的日期。")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, account: Account, item: Item, data=None, *args, **kwargs):
        self.account, self.item = account, item
        self.stored = not item._state.adding
        self.plain = plain_body(item.body)
        if self.stored:
            kwargs["initial"] = {
                "title": item.title, "unit": item.unit_id, "column": item.column_id, "body": self.plain,
                "audience": item.audience, "formed_on": item.formed_on, "seen": item.revision,
            }  # fmt: skip
        super().__init__(readable(data), *args, **kwargs)
        units = rights.units(account) | Unit.objects.filter(pk=item.unit_id if self.stored else None)
        self.fields["unit"].queryset = units.distinct()
        self.only_unit = units.first() if units.count() == 1 else None
        self.published = self.stored and item.editions.filter(state="published").exists()
        if self.published:
            self.fields["correction_note"] = item._meta.get_field("correction_note").formfield()
            self.initial["correction_note"] = item.correction_note
        asks_unit = not (self.published or self.only_unit)
        left_out = {"unit": not asks_unit, "audience": asks_unit, "column": self.published}  # six at most
        for name in (name for name, leave in left_out.items() if leave):
            del self.fields[name]
        if self.plain is None:
            del self.fields["body"]  # tables, headings: kept as they are, edited at a desk
        if not self.stored:
            self.fields["files"].help_text += WORD_TOO
        self.fields["title"].required = not self._brings_word()
        if "column" in self.fields:
            self.fields["column"].offer(
                account, keep=item.column_id if self.stored else None, recent=0 if self.stored else RECENT
            )
        for name, when in WHEN.items():
            if name in self.fields:
                self.fields[name].when = when  # type: ignore[attr-defined]
        self.fields["files"].widget.attrs["data-most"] = settings.UPLOAD_MAX_BYTES

    def say_lost_files(self) -> None:
        """No browser keeps a chosen file on a page that comes back with errors."""
        if self.is_bound and self.errors and self.files.getlist("files") and "files" not in self.errors:
            self.add_error("files", "刚才选的照片、文件没有存下，请重新选一次。")

    def _brings_word(self) -> bool:
        named = [file.name.lower() for file in self.files.getlist("files")] if self.files else []
        return not self.stored and any(name.endswith((".docx", ".doc")) for name in named)

    def clean_formed_on(self):
        value = self.cleaned_data["formed_on"]
        today = clock.local_date(clock.now())
        if value and value > today and not self.item.not_before:
            raise ValidationError("落款日期晚于今天，请核对年月日。")
        if value and value.year < EARLIEST:
            raise ValidationError(f"{value.year}年？请核对年份。")
        return value

    def clean(self):
        data = super().clean()
        data["title"] = one_line(data.get("title") or "")
        data["body"] = clean_text(data.get("body") or "")
        word = self.word()
        if not data["title"] and not word and "title" not in self.errors:
            self.add_error("title", "请写标题。Word 文件要自动读出标题，正文须空着，一次只传一个。")
        unit, column = self._place(data)
        if unit and column and not drafting.may_draft(self.account, unit, column):
            self.add_error(None if self.published else "column", "您的岗位不能往这个单位的这个栏目里写，请另选。")
        if self.stored and data.get("seen") != self.item.revision:
            self.data = self.data.copy()
            self.data["seen"] = str(self.item.revision)
            raise ValidationError(
                f"您打开之后，别人也改过这条信息，还没有保存。您写的都在下面。现在存着的标题是“{self.item.title}”，"
                f"正文是：“{plain_text(self.item.body)[:200]}”。核对后再点一次保存，就以您的为准。"
            )
        return data

    def _place(self, data) -> tuple:
        if self.published:
            return self.item.unit, self.item.column
        return self.only_unit or data.get("unit"), data.get("column")

    def word(self) -> Upload | None:
        """The one Word file to read into the text: only for a new item whose text was left empty."""
        given = self.cleaned_data.get("files") or []
        words = [upload for upload in given if upload.is_word]
        return words[0] if len(words) == 1 and not self.stored and not self.cleaned_data.get("body") else None

    def save(self) -> list[str]:
        """Save the item and its files, all or none; returns sentences worth telling. Raises StepError."""
        data, item, notes = self.cleaned_data, self.item, []
        fields = {"title": data["title"], "formed_on": data["formed_on"]}
        if "audience" in self.fields:
            fields["audience"] = one_line(data["audience"])
        fields["unit"], fields["column"] = self._place(data)
        if self.published:
            fields["correction_note"] = data["correction_note"]
        word, received = self.word(), list(data.get("files") or [])
        with transaction.atomic():
            for name, value in fields.items():
                setattr(item, name, value)
            if word:
                received.remove(word)
                try:
                    notes += drafting.import_word(self.account, item, word.name, word.data).notes
                except WordError as error:
                    raise drafting.DraftError(str(error)) from error
            elif "body" in self.fields:
                item.body = with_pictures(data["body"], item.body, [])
            drafting.save(self.account, item, seen=data.get("seen") if self.stored else None)
            elements.keep_typed(item, self.data)
            self._take_off()
            return notes + self._put_on(received)

    def _take_off(self) -> None:
        chosen = [int(pk) for pk in self.data.getlist("off") if re.fullmatch(r"[0-9]{1,18}", pk)]
        for row in self.item.attachments.filter(pk__in=chosen):
            if row.inline:
                self.item.body = self.item.body.replace("\n", "")
                self.item.body = re.sub(rf'<p><img src="files:{row.sha256}"[^>]*></p>', "", self.item.body)
            else:
                drafting.detach(self.account, row)

    def _put_on(self, received: list[Upload]) -> list[str]:
        pictures = [upload for upload in received if upload.is_picture]
        notes = drafting.attach(self.account, self.item, [u for u in received if not u.is_picture])
        notes += drafting.attach(self.account, self.item, pictures, inline=True)
        added = [(drafting.digest(upload), upload.name.rpartition(".")[0]) for upload in pictures]
        new = [pair for pair in added if f"files:{pair[0]}" not in self.item.body]
        self.item.body += with_pictures("", "", new)
        drafting.save(self.account, self.item)
        return notes
