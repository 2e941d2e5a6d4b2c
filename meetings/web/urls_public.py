"""Addresses of the public pages. They are given out and linked to, so none of them ever changes."""

from __future__ import annotations

from django.urls import path

from forum.web import coordinators, public_pictures
from forum.web.support import public as support
from meetings.web import public, public_documents, public_feed, public_minutes, public_search

urlpatterns = [
    path("", public.start, name="public-start"),
    path("dates/", public.dates, name="public-dates"),
    path("search/", public_search.search, name="public-search"),
    path("feed/", public_feed.feed, name="public-feed"),
    path("forums/<slug:slug>/", public.forum, name="public-forum"),
    path("forums/<slug:slug>/feed/", public_feed.feed, name="public-forum-feed"),
    path("forums/<slug:slug>/dates.ics", public_search.dates_file, name="public-forum-dates"),
    path("forums/<slug:slug>/follow/", public.follow, name="public-follow"),
    path("forums/<slug:slug>/follow/asked/", public.asked, name="public-follow-asked"),
    path("pictures/<uuid:picture_id>/", public_pictures.summary, name="public-picture"),
    path("kontakt/", coordinators.public_contacts, name="public-contacts"),
    path("stod/", support.lines, name="public-support"),
    path("rutin/<slug:code>/", support.routine, name="public-routine"),
    path("documents/<uuid:document_id>/", public_documents.document, name="public-document"),
    path("minutes/<uuid:meeting_id>/", public_minutes.page, name="public-minutes"),
    path("minutes/<uuid:meeting_id>/<int:number>/", public_minutes.page, name="public-minutes-version"),
    path("minutes/<uuid:meeting_id>/<int:number>/pdf/", public_minutes.pdf, name="public-minutes-pdf"),
]
