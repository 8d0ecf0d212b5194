"""The work queue. The database is the schedule; a queued task is only a hint and may run twice."""

import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "township_portal.settings")

app = Celery("township_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_example(**_):
    from .example_data import refuse_in_production

    refuse_in_production()
