"""All settings, by environment variables. Without any, everything lives in var/ and serves this machine only;
PRODUCTION=1 demands the rest. README lists the variables."""

from datetime import timedelta
from pathlib import Path

from . import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = env.folder("VAR_ROOT", BASE_DIR / "var")

PRODUCTION = env.boolean("PRODUCTION")
DEBUG = env.boolean("DEBUG")
if PRODUCTION and DEBUG:
    raise env.refuse("DEBUG", "正式运行（PRODUCTION=1）时不能打开调试。")
SECRET_KEY = env.secret_key("SECRET_KEY", PRODUCTION, VAR / "secret_key")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", None if PRODUCTION else ["127.0.0.1", "localhost"])

# The town
TOWN_NAME = env.text("TOWN_NAME", "落儿岭镇")
COUNTY_NAME = env.text("COUNTY_NAME", "霍山县")
SITE_NAME = f"{TOWN_NAME}政务公开"
CREDIT_CODE = env.text("CREDIT_CODE", "11341525000000000X")  # 统一社会信用代码, first part of the index number
SITE_ID_CODE = env.text("SITE_ID_CODE", "3415250000")  # 政府网站标识码
RECORD_NUMBER = env.text("RECORD_NUMBER", "")  # ICP备案号
POLICE_RECORD = env.text("POLICE_RECORD", "")  # 公安备案号
TOWN_UNDERTAKER = env.text("TOWN_UNDERTAKER", "镇党政办公室")
TOWN_PHONE = env.text("TOWN_PHONE", "0564-0000101")
TOWN_ADDRESS = env.text("TOWN_ADDRESS", f"{COUNTY_NAME}{TOWN_NAME}示例路1号")
TOWN_POSTCODE = env.text("TOWN_POSTCODE", "237200")
COUNTY_PORTAL = env.address("COUNTY_PORTAL", ("https", "http"))
EXAMPLE = not PRODUCTION  # the strip that says people and figures are invented

# Where things are served. Empty host lists: on every host.
FORCE_SCRIPT_NAME = env.prefix("PATH_PREFIX") or None
ADMIN_HOSTS = env.hosts("ADMIN_HOSTS", [])
DESK_HOSTS = env.hosts("DESK_HOSTS", [])
ALLOWED_HOSTS += [host for host in ADMIN_HOSTS + DESK_HOSTS if host not in ALLOWED_HOSTS]
TRUSTED_PROXY = env.boolean("TRUSTED_PROXY")  # one proxy in front sets X-Forwarded-For and -Proto
HTTPS = env.boolean("HTTPS", PRODUCTION)
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "township_portal",
    "township_portal.paper",
    "audit",
    "disclosure",
    "services_center",
    "django_prose_editor",
    "js_asset",
    "simple_history",
    "guardian",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "township_portal.security.request_log",
    "township_portal.security.client_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "township_portal.security.compressed",
    "township_portal.security.headers",
    "township_portal.security.staff_hosts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "township_portal.security.session_limits",
    "audit.desk.second_factor.demand",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "township_portal.urls"
WSGI_APPLICATION = "township_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "township_portal.town.town",
                "township_portal.site.frame",
            ],
        },
    },
]

# Data
DATABASES = {"default": env.database("DATABASE_URL", None if PRODUCTION else f"sqlite:///{VAR}/portal.sqlite3")}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    if PRODUCTION and not env.boolean("ALLOW_SQLITE"):
        raise env.refuse("DATABASE_URL", "正式运行请用 PostgreSQL；确要用 SQLite，另设 ALLOW_SQLITE=1。")
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_ROOT = env.folder("FILES_ROOT", None if PRODUCTION else VAR / "files")  # private, by SHA-256
FILES_KEYS = env.file_keys("FILES_KEYS", None if PRODUCTION else VAR / "files_key")  # first: to write with
LEDGER_KEY_FILE = env.text("LEDGER_KEY_FILE", str(VAR / "ledger_key.pem"))  # Ed25519; kept off the web worker
REDIS_URL = env.address("REDIS_URL", ("redis", "rediss", "unix"))
if PRODUCTION and not REDIS_URL and not env.boolean("ALLOW_SQLITE"):
    raise env.refuse("REDIS_URL", "没有设置，正式运行时必须设置。")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Uploads
CLAMD = env.address("CLAMD", ("tcp", "unix"))  # the virus scanner; none: files are not scanned for viruses
UPLOAD_MAX_BYTES = env.whole("UPLOAD_MAX_MB", 50, 1, 2000) * 1024 * 1024  # one file
UPLOAD_MAX_FILES = 20  # one item
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # text of one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# People
AUTH_USER_MODEL = "audit.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "audit.backend.PersonBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
LOGIN_URL = "/desk/login/" if not FORCE_SCRIPT_NAME else f"{FORCE_SCRIPT_NAME}/desk/login/"
LOGIN_REDIRECT_URL = LOGIN_URL.removesuffix("login/")
SECOND_FACTOR = env.choice("SECOND_FACTOR", "optional", ("optional", "required"))
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "audit.desk.login.attempt_name"
AXES_LOCKOUT_TEMPLATE = "lockout.html"

# Sessions: eight hours at most, one hour without a request (security.session_limits)
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_SECONDS = 3600
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = FORCE_SCRIPT_NAME or "/"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.whole("HSTS_SECONDS", 31536000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and env.boolean("HSTS_WHOLE_DOMAIN")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# A township lives on a subdomain of the county: it may not speak for the whole domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W019"]

# Words and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# Static files of the code itself
STATIC_URL = f"{FORCE_SCRIPT_NAME or ''}/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "pages": {  # pages nginx serves without Django: what a paper's code answers
        "BACKEND": "township_portal.pages_storage.PagesStorage",
        "OPTIONS": {"location": VAR / "pages"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Work queue: Redis where there is one, else files in var/
QUEUE = VAR / "queue"
CELERY_BROKER_URL = REDIS_URL or "filesystem" + "://"
if not REDIS_URL:
    for name in ("messages", "processed", "control"):
        (QUEUE / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE / "messages"),
        "data_folder_out": str(QUEUE / "messages"),
        "processed_folder": str(QUEUE / "processed"),
        "control_folder": str(QUEUE / "control"),
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
# The database is the schedule; this only asks it every minute. What nobody fetched in time is dropped.
CELERY_BEAT_SCHEDULE = {
    "run-due": {"task": "audit.tasks.run_due", "schedule": 60, "options": {"expires": 55}},
    "print-runs": {"task": "township_portal.paper.tasks.print_waiting", "schedule": 60, "options": {"expires": 55}},
    "erase-visitors": {"task": "services_center.tasks.erase_visitors", "schedule": 3600, "options": {"expires": 3500}},
    "keep-search": {"task": "township_portal.tasks.keep_search", "schedule": 60, "options": {"expires": 55}},
}

# Messages to staff
WEBHOOK_URL = env.address("WEBHOOK_URL", ("https", "http"))
NOTIFY_EMAILS = env.names("NOTIFY_EMAILS", [])
SITE_URL = env.address("SITE_URL", ("https", "http"))  # scheme and host, for links in messages
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.whole("EMAIL_PORT", 465, 1, 65535)
EMAIL_HOST_USER = env.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "webmaster@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"

# One line a request (method, path, status, milliseconds): no names, addresses or search words
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "ERROR", "handlers": ["console"], "propagate": False},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "kombu.connection": {"level": "ERROR"},
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
