"""Addresses of the pages that touch both what stands and what happens on a date."""

from __future__ import annotations

from django.urls import include, path

from meetings.web import merging

urlpatterns = [
    path("administration/people/<uuid:person_id>/merge/", merging.merge, name="person-merge"),
    path("", include("meetings.web.urls_forums")),
    path("", include("meetings.web.urls_meetings")),
    path("oppet/", include("meetings.web.urls_public")),
]
