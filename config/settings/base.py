"""What holds everywhere; local, test and production only say where they differ."""

from __future__ import annotations

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import BASE_DIR, VAR_DIR, database, email, env, rate
from config.settings.logs import LOGGING as LOGGING
from config.settings.rest import OAUTH2_PROVIDER as OAUTH2_PROVIDER
from config.settings.rest import OAUTH2_PROVIDER_APPLICATION_MODEL as OAUTH2_PROVIDER_APPLICATION_MODEL
from config.settings.rest import REST_FRAMEWORK as REST_FRAMEWORK
from config.settings.rest import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from config.settings.sign_in import *  # noqa: F403  (settings are extended this way)
from config.settings.work import *  # noqa: F403  (as above)
from config.settings.work import REDIS_URL

django_stubs_ext.monkeypatch()

# Who and where
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="samverka.invalid")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Samverka <samverka@{MAIL_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEMO = False
DEBUG = False

INSTALLED_APPS = [
    "config",
    "forum",
    "meetings",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "django.contrib.admin",
    "pghistory",
    "pgtrigger",
    "oauth2_provider",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    "config.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.NoNulMiddleware",
    "forum.web.number_check.NumberCheckMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "config.forms.SiteFormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

# Data
DATABASES = {
    "default": {
        **database(env.str("DATABASE_URL", default="postgresql:///samverka?host=/nonexistent")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "config.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "samverka",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    },
    # For those who must know whether Redis answers.
    "strict": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "samverka",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    },
}
# The pool needs as many connections as a web process has threads (granian --blocking-threads).
if pool_size := env.int("DATABASE_POOL_SIZE", default=0):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}

# Mail
vars().update(email(env.str("EMAIL_URL", default="smtp://127.0.0.1:2525")))
EMAIL_TIMEOUT = 20  # to connect
MAIL_ANSWER_SECONDS = 120  # for each answer afterwards
MAIL_LEASE_SECONDS = 30  # after which the messages of a dead sender are free again
EMAIL_SUBJECT_PREFIX = ""

# What is fetched from the internet
OUTGOING_PORTS = env.list("OUTGOING_PORTS", cast=int, default=[443])
OUTGOING_SECONDS = 20  # for one address, all together
OUTGOING_TEST: dict[str, str] | None = None  # opens the door to this machine; tests alone set it

# The public
ACCESSIBILITY_ADDRESS = env.str("ACCESSIBILITY_ADDRESS", default="")  # where lacks are told; empty: the host's contact
PRIVACY_ADDRESS = env.str("PRIVACY_ADDRESS", default="")  # the data protection officer; empty: the host's contact

# Language and time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "documents"))  # never below what a web server hands out
PROPOSALS_WAIT_SECONDS = env.int("PROPOSALS_WAIT_SECONDS", default=120)
DOCUMENT_MAX_BYTES = env.int("DOCUMENT_MAX_MEGABYTES", default=25) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "config.document_storage.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {
        "BACKEND": "config.document_storage.DurableStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "config.static_files.ModuleStorage"},
}

# Protection of pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],  # the QR code of the authenticator app
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # forums that may be ticked at once, seats of a term times their fields

# How often: number/seconds, counted in Redis among all processes; 0/60 is no limit
RATE_LIMITS = {
    "api": rate(env.str("RATE_API", default="600/60")),  # each client of the API
    "token": rate(env.str("RATE_TOKEN", default="30/60")),  # /oauth/token, each client id from each address
    "follow": rate(env.str("RATE_FOLLOW", default="10/3600")),  # who wants to follow a public forum, from each address
    "answer": rate(env.str("RATE_ANSWER", default="30/3600")),  # open link of a situation picture, from each address
    "failed": rate(
        env.str("RATE_FAILED", default="60/60")
    ),  # wrong tokens and links that never were, from each address
}
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # that add the caller to X-Forwarded-For
