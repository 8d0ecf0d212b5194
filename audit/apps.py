from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "办理记录"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import appointments, duties, system_checks  # noqa: F401 (registers the checks)
        from .desk import second_look, withheld

        duties.register(
            second_look.ROOM, duties.Room("missing", "", "", appointments.vacancies),
            duties.Room("withheld", "", "", withheld.due),
        )  # fmt: skip
        pre_migrate.connect(_drop_guards, sender=self)
        post_migrate.connect(_install_guards, sender=self)


def _drop_guards(sender, using, plan=(), **_):
    """SQLite remakes a table to change it: a guard reading it fails, one on it is lost without a word.
    So every migration runs between drop and install, whichever app it is of."""
    from django.db import connections

    from . import guards

    if plan:
        guards.drop(connections[using])


def _install_guards(sender, using, **_):
    from django.db import connections

    from . import defaults, guards

    if "audit_placement" not in connections[using].introspection.table_names():
        return  # migrated back to nothing
    guards.install(connections[using])
    if gone := guards.missing(connections[using]):
        raise RuntimeError(f"guards missing after migration: {', '.join(gone)}")
    defaults.fill(using)
