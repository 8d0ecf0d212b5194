"""Settings that reviewers or residents rely on: the form proposes, a leader confirms, then it is in force."""

from django import forms
from django.http import HttpResponseRedirect
from django.urls import reverse

from .. import changes
from ..checks import StepError
from ..models import PendingChange
from .base import PortalAdmin


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", "一行一项。")
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = 4

    def prepare_value(self, value):
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])


class SettingAdmin(PortalAdmin):
    """Saving proposes; nothing changes before a leader has confirmed it (`audit/changes.py`)."""

    change_form_template = "admin/setting_form.html"
    fixed = ("slug",)  # given once, used in addresses

    def get_readonly_fields(self, request, obj=None):
        return self.fixed if obj is not None else ()

    def save_model(self, request, obj, form, change):
        if change:
            changes.propose_change(request.user, obj, {name: form.cleaned_data[name] for name in form.changed_data})
        else:
            changes.propose_new(request.user, obj)

    def save_related(self, request, form, formsets, change):
        return None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"waiting": self._waiting(object_id)} | (extra_context or {})
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except StepError as error:
            self.say(request, str(error), wrong=True)
            return HttpResponseRedirect(request.path)

    def _waiting(self, object_id):
        if object_id is None:
            return []
        waiting = PendingChange.objects.filter(
            model=self.opts.model_name, object_pk=object_id, settled_row=None
        )  # fmt: skip
        return [{"change": change, "rows": changes.differences(change)} for change in waiting]

    def response_add(self, request, obj, post_url_continue=None):
        return self._proposed(request)

    def response_change(self, request, obj):
        return self._proposed(request)

    def _proposed(self, request):
        self.say(request, "已提出，等一位领导确认后生效；在那之前一切照旧。")
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
