"""The portal's settings for tests: DATABASE_URL and REDIS_URL choose the servers, everything else is temporary."""

import os
import shutil
import tempfile
from atexit import register
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="township-test-"))
register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.update(VAR_ROOT=str(_folder), PRODUCTION="0")

from township_portal.settings import *  # noqa: E402, F403
from township_portal.settings import DATABASES, INSTALLED_APPS, LOGGING  # noqa: E402

# First, so that its flush command wins over Django's (see tests/flush).
INSTALLED_APPS = ["tests.flush", *INSTALLED_APPS]

_database = DATABASES["default"]
if "sqlite3" in _database["ENGINE"]:
    _database["TEST"] = {"NAME": str(_folder / "test.sqlite3")}  # a file: WAL and locks as in earnest
else:
    _database["CONN_MAX_AGE"] = 0
    _database["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", f"test_township_{os.getpid()}")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A cache of each worker's own: emptying one in Redis would empty the other worker's, whatever its prefix.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
