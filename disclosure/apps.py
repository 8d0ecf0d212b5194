from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开栏"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from audit import changes
        from audit.desk import beside

        from . import desk_upkeep
        from .finance import due, limits
        from .models import Classification, StatutoryItem
        from .reminders import sections
        from .timed import due as timed_due
        from .timed import limits as timed_limits

        beside.SECTIONS.append(sections)
        changes.SETTINGS |= {str(model._meta.model_name): model for model in (StatutoryItem, Classification)}
        beside.SECTIONS.append(desk_upkeep.sections)
        beside.SECTIONS.append(due.sections)
        beside.SECTIONS.append(timed_due.sections)
        post_migrate.connect(_fill, sender=self)
        post_migrate.connect(limits.fill, sender=self, dispatch_uid="finance_limits")
        post_migrate.connect(timed_limits.fill, sender=self, dispatch_uid="timed_limits")


def _fill(sender, using, **_):
    from django.db import connections

    from . import defaults

    if "disclosure_classification" in connections[using].introspection.table_names():
        defaults.fill(using)
