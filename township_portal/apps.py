from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TownshipPortalConfig(AppConfig):
    name = "township_portal"
    verbose_name = "站点"

    def ready(self):
        from audit import changes, impact

        from . import example_data  # noqa: F401 (registers its check)
        from .models import Synonym
        from .search import attached, follow

        changes.SETTINGS["synonym"] = Synonym
        follow.register()
        impact.ATTACHED.append(attached.attached)
        post_migrate.connect(_make_index, sender=self)


def _make_index(sender, using, **_):
    """The index is no model's table: it is made here, filled where editions were there before it, emptied by a flush."""
    from django.db import connections

    from . import defaults
    from .search import follow

    names = connections[using].introspection.table_names()
    if using == "default" and {"township_portal_searchentry", "audit_placement"} <= set(names):
        follow.prepare()
        defaults.fill(using)
