"""公示, 意见征集 and their results in the admin."""

from django.contrib import admin

from audit.admin.item_form import ItemForm
from audit.admin.items import ItemAdmin
from audit.admin.site import site
from audit.models import Edition, Item

from .item_named import ItemNamedField
from .models import Consultation, ConsultationResult, NoticeResult, PublicNotice

PLAIN_SORTS = ("归类", {"fields": ("publicity", "lists_persons")})


class NoticeNamedField(ItemNamedField):
    """Also what was public and ran out: its result is owed then."""

    def _known(self):
        gone = Edition.objects.tombstones().filter(state__in=("published", "expired"))
        return super()._known() | Item.objects.filter(pk__in=gone.values("item"))

    def prepare_value(self, value):
        """The desk names the notice by its UUID in the address of a new result."""
        if isinstance(value, str) and len(value) == 36:
            from .item_named import name_of

            found = Item.objects.filter(pk=value).first() if _is_uuid(value) else None
            return name_of(found) if found and self._known().filter(pk=found.pk).exists() else ""
        return super().prepare_value(value)


def _is_uuid(text: str) -> bool:
    from uuid import UUID

    try:
        return bool(UUID(text))
    except ValueError:
        return False


def named_field() -> NoticeNamedField:
    return NoticeNamedField(
        label="是哪一条的结果", max_length=120, help_text="填那一条的索引号，或者完整标题。",
        error_messages={"required": "请写是哪一条公示或意见征集的结果。"},
    )  # fmt: skip


class ResultForm(ItemForm):
    names = named_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "names" in self.fields:
            self.fields["names"].account = self.account


class ResultAdmin(ItemAdmin):
    form = ResultForm
    asked_with_word = ("names",)
    SORTS = PLAIN_SORTS

    def field_with_word(self, name, account):
        if name != "names":
            return super().field_with_word(name, account)
        field = named_field()
        field.account = account
        return field


@admin.register(PublicNotice, site=site)
class PublicNoticeAdmin(ItemAdmin):
    hint = "有期限、可以提异议的：公示到哪天、有异议找谁、期满怎么办。到期自动撤下，办公桌提醒公开结果。"
    SORTS = PLAIN_SORTS

    def own_fieldsets(self):
        fields = ("starts_on", ("office", "phone"), "next_step", "basis")
        return [("公示", {"fields": fields, "description": "公示到哪天，填在“公开到”。"})]


@admin.register(NoticeResult, site=site)
class NoticeResultAdmin(ResultAdmin):
    hint = "公示期满以后：收到几件异议、怎么处理的、最后怎么定。"
    asked_with_word = ("names", "outcome")

    def own_fieldsets(self):
        return [("结果", {"fields": ("names", "objections", "handling", "outcome")})]


@admin.register(Consultation, site=site)
class ConsultationAdmin(ItemAdmin):
    hint = "定事情以前听大家的意见：征求意见稿作附件，写明怎么提、到哪天，一般不少于三十天。"
    SORTS = PLAIN_SORTS

    def own_fieldsets(self):
        fields = (("opens_on", "closes_on"), "ways", ("office", "phone"), "short_reason")
        return [("征集意见", {"fields": fields})]


@admin.register(ConsultationResult, site=site)
class ConsultationResultAdmin(ResultAdmin):
    hint = "意见征集截止以后：收到几条、采纳了哪些、没采纳的为什么。"

    def own_fieldsets(self):
        return [("反馈", {"fields": ("names", "received", "points")})]
