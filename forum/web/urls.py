"""Addresses of the pages that touch what stands alone."""

from __future__ import annotations

from django.urls import path

from forum.web import founding, kept_page, member_list, renewal, seats, topics
from forum.web.administration import clients, kept_numbers, letters, organisations, people, people_list, units
from forum.web.administration import start as administration
from forum.web.support import hours, lines, routines

urlpatterns = [
    path("forums/new/", founding.new, name="forum-new"),
    path("forums/<slug:slug>/settings/", founding.settings, name="forum-settings"),
    path("forums/<slug:slug>/settings/first-paragraph/", founding.first_paragraph, name="forum-first-paragraph"),
    path("forums/<slug:slug>/archive/", founding.archive, name="forum-archive"),
    path("forums/<slug:slug>/seats/", seats.seats, name="forum-seats"),
    path("forums/<slug:slug>/seats/new/", seats.new, name="seat-new"),
    path("forums/<slug:slug>/seats/list/", member_list.member_list, name="member-list"),
    path("forums/<slug:slug>/seats/list/<uuid:file>/", member_list.look, name="member-list-look"),
    path("forums/<slug:slug>/seats/renew/", renewal.renew, name="seats-renew"),
    path("forums/<slug:slug>/seats/past/", renewal.past, name="seats-past"),
    path("memberships/<uuid:membership_id>/renew/", renewal.renew_one, name="membership-renew"),
    path("seats/<uuid:seat_id>/fill/", seats.fill, name="seat-fill"),
    path("seats/<uuid:seat_id>/close/", seats.close, name="seat-close"),
    path("memberships/<uuid:membership_id>/end/", seats.end, name="membership-end"),
    path("kept/", kept_page.kept_page, name="kept"),
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.new, name="topic-new"),
    path("topics/<slug:slug>/settings/", topics.settings, name="topic-settings"),
    path("topics/<slug:slug>/archive/", topics.archive, name="topic-archive"),
    path("topics/<slug:slug>/restore/", topics.restore, name="topic-restore"),
    path("coordinators/<uuid:coordinator_id>/end/", topics.end, name="coordinator-end"),
    path("topics/<slug:slug>/coordinators/", topics.coordinators, name="topic-coordinators"),
    path("support/", lines.lines, name="support-lines"),
    path("support/new/", lines.new, name="support-line-new"),
    path("support/known/", lines.bring_in, name="support-lines-known"),
    path("support/<uuid:line_id>/", lines.line, name="support-line"),
    path("support/<uuid:line_id>/change/", lines.change, name="support-line-change"),
    path("support/<uuid:line_id>/checked/", lines.checked, name="support-line-checked"),
    path("support/<uuid:line_id>/hours/", hours.hours, name="support-line-hours"),
    path("support/<uuid:line_id>/exceptions/new/", hours.exception, name="support-line-exception"),
    path("support/<uuid:line_id>/exceptions/<str:day>/end/", hours.end_exception, name="support-line-exception-end"),
    path("routines/<slug:code>/", routines.routine, name="concern-routine"),
    path("routines/<slug:code>/change/", routines.change, name="concern-routine-change"),
    path("administration/", administration.start, name="administration"),
    path("administration/organisations/", organisations.organisations, name="organisations"),
    path("administration/organisations/new/", organisations.new, name="organisation-new"),
    path("administration/organisations/<slug:code>/", organisations.organisation, name="organisation"),
    path("administration/organisations/<slug:code>/units/new/", units.new_unit, name="unit-new"),
    path("administration/units/<uuid:unit_id>/", units.unit, name="unit"),
    path("administration/units/<uuid:unit_id>/archive/", units.archive, name="unit-archive"),
    path("administration/units/<uuid:unit_id>/restore/", units.restore, name="unit-restore"),
    path("administration/people/", people.people, name="people"),
    path("administration/people/new/", people.new, name="person-new"),
    path("administration/people/<uuid:person_id>/", people.person, name="person"),
    path("administration/people/<uuid:person_id>/invite/", people.invite, name="person-invite"),
    path("administration/people/<uuid:person_id>/deactivate/", people.deactivate, name="person-deactivate"),
    path("administration/people/<uuid:person_id>/reactivate/", people.reactivate, name="person-reactivate"),
    path(
        "administration/people/<uuid:person_id>/addresses/<int:address_id>/forget/",
        people.forget,
        name="person-forget-address",
    ),
    path("administration/people/list/", people_list.people_list, name="people-list"),
    path("administration/people/list/<uuid:file>/", people_list.look, name="people-list-look"),
    path("administration/reminders/", letters.letters, name="administration-letters"),
    path("administration/kept-numbers/", kept_numbers.kept_numbers, name="kept-numbers"),
    path("administration/api-clients/", clients.clients, name="api-clients"),
    path("administration/api-clients/new/", clients.new, name="api-client-new"),
    path("administration/api-clients/<uuid:client_id>/secret/", clients.renew, name="api-client-renew"),
    path("administration/api-clients/<uuid:client_id>/old-secret/", clients.end_former, name="api-client-end-former"),
    path("administration/api-clients/<uuid:client_id>/revoke/", clients.revoke, name="api-client-revoke"),
]
