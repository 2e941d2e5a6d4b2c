"""Addresses of the REST API, under /api/."""

from __future__ import annotations

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from forum.api import about
from forum.api.urls import RESOURCES as WHAT_STANDS
from meetings.api.breaks import BreaksView
from meetings.api.changes import ChangesView
from meetings.api.coverage import CoverageView
from meetings.api.urls import RESOURCES as WHAT_HAPPENS

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
for name, viewset in {**WHAT_STANDS, **WHAT_HAPPENS}.items():
    router.register(name, viewset, basename=f"api-{name}")

urlpatterns = [
    path("v1/api-info", about.ApiInfoView.as_view(), name="api-info"),
    path("v1/openapi", about.OpenApiView.as_view(), name="api-openapi"),
    path("v1/api-client", about.ApiClientView.as_view(), name="api-client"),
    path("v1/changes", ChangesView.as_view(), name="api-changes"),
    path("v1/topics/<uuid:topicId>/breaks", BreaksView.as_view(), name="api-topic-breaks"),
    path("v1/topics/<uuid:topicId>/coverage", CoverageView.as_view(), name="api-topic-coverage"),
    path("v1/", include(router.urls)),
    path("docs", about.DocsView.as_view(), name="api-docs"),
    re_path(r"", about.NoSuchAddressView.as_view(), name="api-nowhere"),
]
