from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开栏"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from audit import changes, duties

        from . import desk_upkeep, reminders
        from .emergency import limits as emergency_limits
        from .finance import due, limits
        from .models import Classification, StatutoryItem
        from .timed import due as timed_due
        from .timed import limits as timed_limits

        duties.register(reminders.ROOM, desk_upkeep.COLUMNS, desk_upkeep.INTERPRETATIONS, due.ROOM, timed_due.ROOM)
        changes.SETTINGS |= {str(model._meta.model_name): model for model in (StatutoryItem, Classification)}
        post_migrate.connect(_fill, sender=self)
        post_migrate.connect(limits.fill, sender=self, dispatch_uid="finance_limits")
        post_migrate.connect(timed_limits.fill, sender=self, dispatch_uid="timed_limits")
        post_migrate.connect(emergency_limits.fill, sender=self, dispatch_uid="emergency_limits")


def _fill(sender, using, **_):
    from django.db import connections

    from . import defaults

    if "disclosure_classification" in connections[using].introspection.table_names():
        defaults.fill(using)
