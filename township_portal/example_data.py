"""Production never runs on the example town: its accounts have a published password, its clock was set.

The ledger keeps the mark for ever (`clock = "example"`), so no clean-up can hide it: a town begins with an
empty database.
"""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

SENTENCE = "这个数据库装过示例镇（账号密码人人都知道，时间是设定的），不能正式运行。请换一个空的数据库。"


def holds_example() -> bool:
    from audit.models import LedgerEntry

    try:
        return LedgerEntry.objects.filter(clock="example").exists()
    except DatabaseError:  # not migrated yet: nothing in it
        return False


def refuse_in_production() -> None:
    """Called by the web server and the worker before they serve anybody."""
    if settings.PRODUCTION and holds_example():
        raise ImproperlyConfigured(SENTENCE)


@register(Tags.database)
def no_example_in_production(app_configs, databases=(), **_):
    found = settings.PRODUCTION and databases and holds_example()
    return [Error(SENTENCE, id="township_portal.E001")] if found else []
