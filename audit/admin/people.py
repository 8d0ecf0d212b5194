"""人员、账号、岗位 in the admin. The administrator makes accounts; who reviews is given by leaders on the desk."""

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from .. import accounts, clock, rights
from ..checks import StepError
from ..models import Account, Appointment, Person, Post
from ..models.people import SYSTEM_NUMBER
from .base import PortalAdmin
from .site import site


@admin.register(Person, site=site)
class PersonAdmin(PortalAdmin):
    hint = "谁在这里办事。先登记人，再给账号。"
    list_display = ("name", "staff_number", "phone", "posts")
    search_fields = ("name", "staff_number")
    search_help_text = "按姓名或工号找"
    fields = ("name", "staff_number", "phone")

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(staff_number=SYSTEM_NUMBER)

    def get_readonly_fields(self, request, obj=None):
        return ("staff_number",) if obj else ()

    @admin.display(description="现任岗位")
    def posts(self, person):
        held = Appointment.objects.active(clock.now()).filter(person=person).select_related("post")
        return "、".join(appointment.post.title for appointment in held) or "—"

    def save_model(self, request, obj, form, change):
        given = form.cleaned_data
        if change:
            accounts.rename_person(request.user, obj, given["name"], given["phone"])
        else:
            obj.pk = accounts.create_person(request.user, given["staff_number"], given["name"], given["phone"]).pk

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StepError as error:
            self.say(request, str(error), wrong=True)
            return HttpResponseRedirect(request.path)


class AccountForm(forms.ModelForm):
    class Meta:
        model = Account
        fields = ("person", "username")
        help_texts = {
            "username": "登录用的名字，例如姓名拼音。",
            "person": "一个人可以有几个账号；经手和签发按人计算。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            self.fields["person"].required = True


@admin.register(Account, site=site)
class AccountAdmin(PortalAdmin):
    hint = "登录用的账号：新设、停用、重置密码。"
    form = AccountForm
    may_change = False
    change_form_template = "admin/account.html"
    list_display = ("username", "display_name", "active", "last_login")
    list_display_links = ("username",)
    list_filter = ("is_active",)
    list_select_related = ("person",)
    search_fields = ("username", "person__name", "person__staff_number")
    search_help_text = "按账号、姓名或工号找"
    ordering = ("username",)
    ACTS = {
        "password": (accounts.reset_password, "密码已重置。"),
        "off": (accounts.deactivate, "账号已停用。"),
        "on": (accounts.reactivate, "账号已恢复启用。"),
        "factor": (accounts.remove_second_factor, "两步验证已撤销，本人登录后可以重新开启。"),
    }

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(person__staff_number=SYSTEM_NUMBER)

    def get_fields(self, request, obj=None):
        return ("person_shown", "username", "active", "waiting", "last_login") if obj else ("person", "username")

    def get_readonly_fields(self, request, obj=None):
        return ("person_shown", "active", "waiting") if obj else ()

    @admin.display(description="人员")
    def person_shown(self, account):
        return str(account.person or "（没有对应的人员）")

    @admin.display(description="启用")
    def active(self, account):
        return "启用" if account.is_active else "停用"

    @admin.display(description="密码")
    def waiting(self, account):
        return "临时密码，下次登录要改" if account.must_change_password else "本人已设"

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "person":
            kwargs["queryset"] = Person.objects.exclude(staff_number=SYSTEM_NUMBER)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "person" and hasattr(field.widget, "widget"):
            field.widget = field.widget.widget
        return field

    @admin.display(description="姓名")
    def display_name(self, account):
        return account.display_name

    def get_urls(self):
        name = "audit_account_act"
        own = [path("<int:pk>/<str:act>/set/", self.admin_site.admin_view(self.act), name=name)]
        return own + super().get_urls()

    def save_model(self, request, obj, form, change):
        given = form.cleaned_data
        request.done = accounts.create_account(request.user, given["person"], given["username"])

    def response_add(self, request, obj, post_url_continue=None):
        return self._told(request, f"账号 {obj.username}", request.done, "账号已新设。")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StepError as error:
            self.say(request, str(error), wrong=True)
            return HttpResponseRedirect(request.path)

    def act(self, request, pk, act):
        """One of `ACTS` on an account, by its button."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        target = self.get_queryset(request).filter(pk=pk).first()
        if target is None or act not in self.ACTS or not rights.can(request.user, self.right):
            raise Http404
        what, sentence = self.ACTS[act]
        try:
            done = what(request.user, target)
        except StepError as error:
            self.say(request, str(error), wrong=True)
            return HttpResponseRedirect(reverse("admin:audit_account_change", args=[pk]))
        return self._told(request, f"账号 {target.username}", done, sentence)

    def _told(self, request, what, done, sentence):
        """The temporary password is shown on this one answer and kept nowhere."""
        if done and done.password:
            context = self.admin_site.each_context(request) | {
                "title": sentence, "what": what, "password": done.password, "opts": self.opts,
            }  # fmt: skip
            return TemplateResponse(request, "admin/temporary_password.html", context)
        if done and done.waiting:
            sentence = "这个人在审核岗位上，要等一位领导确认后才生效；纪检也会看到。"
        self.say(request, sentence)
        return HttpResponseRedirect(reverse("admin:audit_account_changelist"))


@admin.register(Post, site=site)
class PostAdmin(PortalAdmin):
    hint = "看谁在哪个岗位上；任命由领导在办公桌上办。"
    may_add = may_change = False
    list_display = ("title", "kind", "holders")
    fields = ("title", "kind", "holders")
    list_filter = ("kind",)

    @admin.display(description="现在由谁任职")
    def holders(self, post):
        held = Appointment.objects.active(clock.now()).filter(post=post).select_related("person")
        return "、".join(f"{a.person.name}（{a.get_mode_display()}）" for a in held) or "（空缺）"
