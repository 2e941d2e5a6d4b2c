"""The suite: real PostgreSQL and Redis, cheap password hashes, plain static files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from config.env import env
from config.settings.base import *  # noqa: F403  (settings are extended this way)
from config.settings.base import DATABASES, LOGGING, RATE_LIMITS, STORAGES

SECRET_KEY = "only-for-tests-" + "x" * 40
SITE_URL = "http://testserver"
MAIL_DOMAIN = "samverka.example"
DEFAULT_FROM_EMAIL = "Samverka <samverka@samverka.example>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO = True
MEDIA_ROOT = str(Path(tempfile.gettempdir()) / "samverka-test-documents")
MAIL_SINK_DIR = Path(tempfile.gettempdir()) / "samverka-test-mail"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

DATABASES["default"]["CONN_MAX_AGE"] = 0
RATE_LIMITS = dict.fromkeys(RATE_LIMITS, (0, 60))  # the clock of many tests stands still
if template := env.str("TEST_TEMPLATE_DATABASE", default=""):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
LOGGING = {**LOGGING, "root": {"handlers": [], "level": "WARNING"}}
