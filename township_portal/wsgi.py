import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "township_portal.settings")

application = get_wsgi_application()

from .example_data import refuse_in_production  # noqa: E402 (after the apps are loaded)

refuse_in_production()
