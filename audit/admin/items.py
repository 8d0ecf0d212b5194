"""Items in the admin: the list of one's own, the form to write them, and the buttons that lead on."""

from functools import partial

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from .. import drafting, elements, rights
from ..checks import StepError
from ..models import Attachment, Edition, TableField
from ..rich_text import rewrite_images
from ..states import OPEN
from . import history, item_pages
from .base import PortalAdmin
from .fields import DateInput, MomentInput
from .item_form import ItemForm


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = "办到哪一步", "state"
    STEPS = {
        "draft": ("没送过审", (None,)),
        "open": ("正在审核", OPEN),
        "back": ("退回来的", ("returned", "recalled", "not_adopted", "withheld")),
        "public": ("已公开", ("published",)),
        "gone": ("已撤下", ("withdrawn", "expired")),
    }

    def lookups(self, request, model_admin):
        return [(key, label) for key, (label, _) in self.STEPS.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.STEPS:
            return queryset
        states = self.STEPS[self.value()][1]
        return queryset.filter(last_state=None) if None in states else queryset.filter(last_state__in=states)


class AttachmentInline(admin.TabularInline):
    model = Attachment
    fields = ("opened", "name", "position", "paper_only")
    readonly_fields = ("opened",)
    extra = max_num = 0
    template = "admin/attachments.html"
    verbose_name_plural = "已有的附件"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(inline=False)

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is not None and (request.method == "POST" or not obj.is_locked)

    has_delete_permission = has_change_permission

    @admin.display(description="文件")
    def opened(self, row):
        address = reverse("desk:file", args=[row.item_id, row.sha256])
        return format_html('<a href="{}">打开</a>（{}）', address, _size(row.size))


def _size(size: int) -> str:
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(size // 1024, 1)} KB"


class ItemAdmin(PortalAdmin):
    """Base of each kind's admin; a kind adds its own fieldsets."""

    right = "read"
    form = ItemForm
    change_form_template = "admin/item_form.html"
    change_list_template = "admin/item_list.html"
    list_display = ("title", "unit_short", "column", "state_badge", "changed")
    list_filter = (StateFilter, "unit")
    list_select_related = ("unit", "column")
    search_fields = ("title", "document_number")
    search_help_text = "按标题或文号找"
    ordering = ("-changed_at",)
    inlines = (AttachmentInline,)
    formfield_overrides = {
        models.DateField: {"widget": DateInput},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        models.URLField: {"assume_scheme": "https"},
    }
    actions = ("submit_chosen",)
    asked_with_word: tuple[str, ...] = ()  # fields of the kind that a Word file cannot fill and a draft cannot lack

    WRITE = ("内容", {"fields": ("title", ("unit", "column"), "body", "uploads")})
    DATES = ("日期和文号", {"fields": ("formed_on", "document_number")})
    FINDING = ("让群众找得到、看得懂", {"fields": ("summary", "keywords", "audience")})
    CORRECTION = ("更正说明", {"fields": ("correction_note",)})
    SORTS: tuple[str, dict] = (
        "归类",
        {"fields": (("genre", "theme"), ("validity", "amended_on", "lapsed_on"), "publicity", "lists_persons")},
    )
    TIMES = ("上网和期限", {"fields": ("not_before", "expires_on", "originally_published_on")})

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.tables = [field for field in model._meta.fields if isinstance(field, TableField)]
        for field in self.tables:
            shown = partial(_table_shown, field)
            shown.short_description = field.verbose_name  # type: ignore[attr-defined]
            setattr(self, f"{field.name}_shown", shown)

    # --- who may ---
    def get_queryset(self, request):
        mine = rights.items(request.user, "read").values("pk")
        last = Edition.objects.filter(item_id=OuterRef("pk")).order_by("-number").values("state")[:1]
        return super().get_queryset(request).filter(pk__in=mine).annotate(last_state=Subquery(last))

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_add_permission(self, request):
        return rights.can(request.user, "draft")

    def has_change_permission(self, request, obj=None):
        """A locked item is shown, not edited; a form sent too late is answered by its own sentence."""
        if obj is None:
            return rights.can(request.user, "draft")
        return rights.can(request.user, "draft", obj) and (request.method == "POST" or not obj.is_locked)

    # --- the list ---
    @admin.display(description="办到哪一步")
    def state_badge(self, obj):
        state = obj.last_state or "draft"
        return mark_safe(render_to_string("parts/badge.html", {"state": state}))

    @admin.display(description="承办单位", ordering="unit")
    def unit_short(self, obj):
        return obj.unit.short_name

    @admin.display(description="最近改动", ordering="changed_at")
    def changed(self, obj):
        return f"{localtime(obj.changed_at):%Y-%m-%d %H:%M}"

    @admin.action(description="送审", permissions=["change"])
    def submit_chosen(self, request, queryset):
        for item in queryset.order_by("changed_at"):
            item_pages.submit(self, request, item.concrete())

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"word_address": self.address("word")} | (extra_context or {}))

    # --- the form ---
    def get_fieldsets(self, request, obj=None):
        sets = [self.WRITE, self.DATES, *self.own_fieldsets(), self.FINDING, self.SORTS, self.TIMES]
        if obj is not None and obj.editions.filter(state="published").exists():
            sets.insert(0, self.CORRECTION)
        if not self.writes(request, obj):
            sets = [(name, {"fields": self.for_reading(options["fields"])}) for name, options in sets]
        return sets

    def own_fieldsets(self):
        return ()

    def field_with_word(self, name, account):
        """The form field of one of `asked_with_word`."""
        field = self.model._meta.get_field(name)
        return field.formfield(**({"widget": DateInput} if isinstance(field, models.DateField) else {}))

    def writes(self, request, obj) -> bool:
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        tables = tuple(f"{field.name}_shown" for field in self.tables)
        return () if self.writes(request, obj) else ("body_shown", "unit_shown", "column_shown", *tables)

    def for_reading(self, fields) -> tuple:
        """The same fields where nothing may be typed: texts and tables as they will stand."""
        flat = [name for entry in fields for name in (entry if isinstance(entry, tuple) else (entry,))]
        shown = {name: f"{name}_shown" for name in ("body", "unit", "column", *(table.name for table in self.tables))}
        return tuple(shown.get(name, name) for name in flat if name != "uploads")

    @admin.display(description="承办单位")
    def unit_shown(self, obj):
        return obj.unit.name

    @admin.display(description="栏目")
    def column_shown(self, obj):
        return obj.column.name

    @admin.display(description="正文")
    def body_shown(self, obj):
        html = rewrite_images(obj.body, lambda sha256: reverse("desk:file", args=[obj.pk, sha256]))
        return format_html('<div class="prose">{}</div>', mark_safe(html))  # cleaned when it was saved

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change, **kwargs)
        made.account = request.user
        return made

    def get_inlines(self, request, obj):
        return self.inlines if obj is not None and obj.attachments.filter(inline=False).exists() else ()

    def save_model(self, request, obj, form, change):
        form.was_changed = drafting.save(request.user, obj, seen=form.cleaned_data.get("seen") if change else None)
        elements.keep_typed(obj, request.POST)

    def save_related(self, request, form, formsets, change):
        for formset in formsets:
            formset.save(commit=False)
            for row in formset.deleted_objects:
                drafting.detach(request.user, row)
            for row, _ in formset.changed_objects:
                drafting.rearrange(request.user, row)
        for note in drafting.attach(request.user, form.instance, form.cleaned_data.get("uploads") or []):
            self.message_user(request, note, "warning")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StepError as error:  # somebody was quicker than the form's own look; the page keeps the typed text
            self.say(request, f"没有保存：{error}", wrong=True)
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= item_pages.form_context(self, request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return item_pages.after_saving(self, request, obj, new=True)

    def response_change(self, request, obj):
        return item_pages.after_saving(self, request, obj, new=False)

    # --- the pages beside it ---
    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(lambda request, **named: view(self, request, **named))

        name = f"audit_{self.opts.model_name}"
        own = [
            path("word/", page(item_pages.from_word), name=f"{name}_word"),
            path("<uuid:pk>/preview/", page(item_pages.preview), name=f"{name}_preview"),
            path("<uuid:pk>/images/", page(item_pages.add_image), name=f"{name}_images"),
            path("<uuid:pk>/recall/", page(item_pages.recall), name=f"{name}_recall"),
            path("<uuid:pk>/saves/", page(history.saves), name=f"{name}_saves"),
        ]
        return own + super().get_urls()

    def address(self, what: str, *args) -> str:
        """The address of one of this kind's pages: changelist, add, change, or one of `get_urls`."""
        own = what in ("word", "preview", "images", "recall", "saves")
        app = "audit" if own else self.opts.app_label
        return reverse(f"admin:{app}_{self.opts.model_name}_{what}", args=args)

    def history_view(self, request, object_id, extra_context=None):
        """Django's own history page would show its (empty) log; ours compares the saves."""
        return HttpResponseRedirect(self.address("saves", self.get_object(request, object_id).pk))

    def loaded(self, request, pk, right: str = "read"):
        """The item by its address, for who has the right; others get 404."""
        item = self.get_queryset(request).filter(pk=pk).first()
        if item is None or not rights.can(request.user, right, item):
            raise Http404
        return item


def _table_shown(field: TableField, obj):
    context = {"title": field.verbose_name, "head": field.head, "body": getattr(obj, field.name), "cards": True}
    return mark_safe(render_to_string("parts/table.html", context))
