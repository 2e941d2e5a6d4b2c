"""Addresses; what stays fixed is listed in docs/architecture."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import health, statements, web
from forum.api import oauth

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # the only way in asks for the second step

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("config.api_urls")),
    path("oauth/token", oauth.token, name="oauth-token"),
    path("oauth/revoke", oauth.revoke, name="oauth-revoke"),
    path(".well-known/oauth-authorization-server", oauth.metadata, name="oauth-metadata"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("demo/", include("config.demo.urls")),
    path("style/", web.style, name="style"),
    path("style/confirm/", web.style_confirm, name="style-confirm"),
    path("tillganglighet/", statements.accessibility, name="accessibility"),
    path("personuppgifter/", statements.privacy, name="privacy"),
    path("robots.txt", statements.robots, name="robots"),
    path("", include("forum.web.urls")),
    path("", include("meetings.web.urls")),
]
