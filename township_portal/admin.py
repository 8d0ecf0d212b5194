"""同义词 in the administration: proposed there, in force when a leader has confirmed it."""

from django.contrib import admin

from audit.admin.rules import DatedAdmin
from audit.admin.site import site

from .models import Synonym


@admin.register(Synonym, site=site)
class SynonymAdmin(DatedAdmin):
    hint = "搜一个说法，也找到另一个：低保 = 最低生活保障。"
    fixed = ()
    list_display = ("said", "written", "source", "valid_from", "valid_until")
    fieldsets = ((None, {"fields": (("said", "written"), "source", ("valid_from", "valid_until"))}),)
