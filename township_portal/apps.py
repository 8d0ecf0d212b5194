from django.apps import AppConfig


class TownshipPortalConfig(AppConfig):
    name = "township_portal"
    verbose_name = "站点"

    def ready(self):
        from . import example_data  # noqa: F401 (registers its check)
