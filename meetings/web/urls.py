"""Addresses of the pages that touch both what stands and what happens on a date."""

from __future__ import annotations

from django.urls import include, path, re_path

from meetings.web import client_reads, history, merging, picture_items, powers
from meetings.web.history_kinds import KINDS

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

urlpatterns = [
    re_path(rf"^history/(?P<kind>{'|'.join(KINDS)})/(?P<object_id>{UUID})/$", history.history, name="history"),
    re_path(
        r"^history/(?P<part>item|outcome|decision)/(?P<event>[0-9]{1,9})/(?P<field>[a-z_]+)/$",
        history.restore,
        name="history-restore",
    ),
    path("administration/people/<uuid:person_id>/merge/", merging.merge, name="person-merge"),
    path(
        "topics/<slug:slug>/pictures/answers/<uuid:answer_id>/agenda/", picture_items.from_answer, name="answer-agenda"
    ),
    path("administration/api-clients/<uuid:client_id>/reads/", client_reads.reads, name="api-client-reads"),
    path("who-may-do-what/", powers.powers, name="powers"),
    path("", include("meetings.web.urls_forums")),
    path("", include("meetings.web.urls_meetings")),
    path("", include("meetings.web.urls_reports")),
    path("oppet/", include("meetings.web.urls_public")),
]
