"""What every page of the admin keeps to: rights from posts, nothing deleted, no second log."""

from django.contrib import admin, messages

from .. import rights
from ..checks import StepError


class PortalAdmin(admin.ModelAdmin):
    """Model permissions derive from `rights`; superuser and Django's own permissions give nothing here."""

    right = "administer"
    may_add = True
    may_change = True
    actions = None
    list_per_page = 50
    save_on_top = False
    view_on_site = False
    show_full_result_count = False
    hint = ""  # one sentence on the front page

    def has_module_permission(self, request):
        return rights.can(request.user, self.right)

    def has_view_permission(self, request, obj=None):
        return rights.can(request.user, self.right)

    def has_add_permission(self, request):
        return self.may_add and rights.can(request.user, self.right)

    def has_change_permission(self, request, obj=None):
        return self.may_change and rights.can(request.user, self.right)

    def has_delete_permission(self, request, obj=None):
        return False  # nothing is deleted: it is switched off, ended, withdrawn or erased

    # Django's own log would keep titles after an erasure; history and ledger already record every act.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None

    def say(self, request, sentence, *, wrong: bool = False):
        self.message_user(request, sentence, messages.ERROR if wrong else messages.SUCCESS)

    def attempt(self, request, what, *args, **given):
        """Call `what`; a refusal becomes its sentence on the page. Returns None when refused."""
        try:
            return what(*args, **given)
        except StepError as error:
            self.say(request, str(error), wrong=True)
            return None
