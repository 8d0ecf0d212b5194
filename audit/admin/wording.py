"""What the screening looks for and how it masks: words, phrases, phones, formats; dated, with their source."""

from django.contrib import admin

from ..models import FixedPhrase, KnownPhone, ListedWord, MaskFormat
from .rules import DatedAdmin
from .site import site

DATED = ("依据", {"fields": ("source", ("valid_from", "valid_until"))})


class WordingAdmin(DatedAdmin):
    fixed = ()
    list_filter = ()


@admin.register(ListedWord, site=site)
class ListedWordAdmin(WordingAdmin):
    hint = "本镇自己的敏感词：出现了就请人核对。"
    list_display = ("word", "why", "is_hard", "valid_until")
    search_fields = ("word", "why")
    fieldsets = (("词", {"fields": ("word", "why", "is_hard")}), DATED)


@admin.register(FixedPhrase, site=site)
class FixedPhraseAdmin(WordingAdmin):
    hint = "容易写错的固定提法：错的怎么写、对的怎么写、出自哪里。"
    list_display = ("wrong", "right", "source", "valid_until")
    search_fields = ("wrong", "right", "source")
    fieldsets = (("提法", {"fields": ("wrong", "right")}), DATED)


@admin.register(KnownPhone, site=site)
class KnownPhoneAdmin(WordingAdmin):
    hint = "群众本来就该知道的电话，检查时放行。各单位的公开电话写在“单位”里。"
    list_display = ("number", "whose", "source", "valid_until")
    search_fields = ("number", "whose")
    fieldsets = (("电话", {"fields": ("number", "whose")}), DATED)


@admin.register(MaskFormat, site=site)
class MaskFormatAdmin(WordingAdmin):
    hint = "遮盖后留几位数字。至少遮住三分之一以上，留得再多系统也会多遮。"
    list_display = ("key", "front", "back", "source", "valid_from", "valid_until")
    fieldsets = (("格式", {"fields": ("key", ("front", "back"))}), DATED)
