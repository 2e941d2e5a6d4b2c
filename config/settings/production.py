"""A municipality's server: nothing has a default that would be unsafe."""

from __future__ import annotations

from config.env import env
from config.settings.base import *  # noqa: F403  (settings are extended this way)
from config.settings.base import STORAGES

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = env.str("SITE_URL")
MAIL_DOMAIN = env.str("MAIL_DOMAIN")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = False
# Subdomains and the browsers' preload list are the municipality's decision, not a fault of ours.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Only behind a proxy that sets the header itself and removes it from what comes from outside.
if env.bool("TRUST_PROXY_SSL_HEADER", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Compressing takes longer than a first start may; the image does it while it is built.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "config.static_files.CompressedModuleStorage"}}
