from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ServicesCenterConfig(AppConfig):
    name = "services_center"
    verbose_name = "便民服务"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from audit import changes, duties, sweep
        from audit.desk import frame

        from . import outlets, reception_book
        from .models import BoardMatter, LifeEvent, OutletNeed, VagueWord

        changes.SETTINGS |= {
            str(model._meta.model_name): model for model in (BoardMatter, LifeEvent, OutletNeed, VagueWord)
        }
        duties.register(reception_book.ROOM, outlets.ROOM)
        frame.ALSO["outlets:list"] = outlets.reads_some
        sweep.REFERRERS.append(outlets.is_kept)
        post_migrate.connect(_fill, sender=self)

    def guards(self):
        """What the database refuses on this app's append-only tables (`audit/guards/table.py`)."""
        from .guards import guards

        return guards()


def _fill(sender, using, **_):
    from django.db import connections

    from . import defaults

    if "services_center_outletneed" in connections[using].introspection.table_names():
        defaults.fill(using)
