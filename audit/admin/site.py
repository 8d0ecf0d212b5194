"""起草和管理: the admin of this portal. Who may enter and see what comes from `rights` alone."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from .. import rights

ENTER = ("draft", "read", "administer")
# heading → models under it, in the order of a working day; what is not listed stands at the end.
GROUPS = {
    "写信息": (
        "notice",
        "forwardeddocument",
        "personlist",
        "quarterlyfinance",
        "villagefinance",
        "budget",
        "worktargets",
        "targetprogress",
        "publicnotice",
        "noticeresult",
        "consultation",
        "consultationresult",
        "interpretation",
        "emergencytemplate",
        "statement",
        "guide",
        "agentlist",
        "wallrule",
    ),
    "机构和领导": ("leadership", "unitprofile"),
    "人员和账号": ("person", "account", "post"),
    "单位和栏目": ("unit", "column", "wall", "statutoryitem", "classification"),
    "审查用语和时限": (
        "question",
        "phrase",
        "threshold",
        "holidaynotice",
        "lifeevent",
        "vagueword",
        "boardmatter",
        "outletneed",
        "synonym",
    ),
    "自动检查用的词和号码": ("listedword", "fixedphrase", "knownphone", "maskformat"),
}
OTHERS = "其他"


class PortalAdminSite(AdminSite):
    site_header = "起草和管理"
    site_title = "起草和管理"
    index_title = "起草和管理"
    index_template = "admin/portal_index.html"
    enable_nav_sidebar = False
    empty_value_display = "（空）"

    def has_permission(self, request):
        return request.user.is_authenticated and any(rights.can(request.user, right) for right in ENTER)

    def login(self, request, extra_context=None):
        """One way in for all staff: the desk's. Who is in but has no post here is told so."""
        if request.user.is_authenticated and not self.has_permission(request):
            context = {"title": "这里您还进不来", "site_title": self.site_title}
            return TemplateResponse(request, "admin/no_post.html", context, status=403)
        target = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(target, settings.LOGIN_URL)

    def logout(self, request, extra_context=None):
        if request.method == "POST":
            logout(request)
        return HttpResponseRedirect(settings.LOGIN_URL)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("desk:me"))

    def get_app_list(self, request, app_label=None):
        """By what the person does, not by the package a model lies in."""
        found = {
            model["model"]._meta.model_name: model
            for app in super().get_app_list(request, app_label)
            for model in app["models"]
        }
        groups = []
        for name, wanted in {**GROUPS, OTHERS: tuple(found)}.items():
            models = [found.pop(model) for model in wanted if model in found]
            for model in models:
                model["hint"] = getattr(self._registry[model["model"]], "hint", "")
            if models:
                groups.append({
                    "name": name, "app_label": name, "app_url": "", "has_module_perms": True, "models": models,
                })  # fmt: skip
        return groups


site = PortalAdminSite(name="admin")
