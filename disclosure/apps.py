from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开栏"
    default_auto_field = "django.db.models.BigAutoField"
