from django.apps import AppConfig


class ServicesCenterConfig(AppConfig):
    name = "services_center"
    verbose_name = "便民服务"
    default_auto_field = "django.db.models.BigAutoField"
