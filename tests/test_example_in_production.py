"""Production refuses a database that ever held the example town."""

from importlib import reload

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from audit import clock
from tests.cast import published
from township_portal import celery, example_data, wsgi

pytestmark = pytest.mark.django_db


@pytest.fixture
def example(town):
    with clock.example_clock(clock.now()):
        published(town)


def test_a_database_without_example_rows_is_served(town, settings):
    settings.PRODUCTION = True
    published(town)
    example_data.refuse_in_production()
    assert not [error for error in run_checks(databases=["default"]) if error.id == "township_portal.E001"]


def test_web_worker_and_check_refuse_the_example_town(example, settings):
    celery.refuse_example()  # not production: fine
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="空的数据库"):
        reload(wsgi)
    with pytest.raises(ImproperlyConfigured, match="示例镇"):
        celery.refuse_example()
    assert [error for error in run_checks(databases=["default"]) if error.id == "township_portal.E001"]
