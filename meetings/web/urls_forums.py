"""Addresses of the start page, forums, proposals and topics."""

from __future__ import annotations

from django.urls import path

from meetings.web import (
    backlog,
    bring_in,
    coverage,
    day_facts,
    documents,
    following,
    forums,
    proposals,
    propose,
    reminder_rules,
    reminders,
    start,
    year_wheel,
)

urlpatterns = [
    path("", start.start, name="start"),
    path("forums/", forums.forums, name="forums"),
    path("forums/bring-in/", bring_in.bring_in, name="bring-in"),
    path("forums/bring-in/<uuid:file>/", bring_in.which_forum, name="bring-in-forum"),
    path("forums/bring-in/<uuid:file>/done/", bring_in.brought_in, name="bring-in-done"),
    path("forums/<slug:slug>/", forums.forum, name="forum"),
    path("forums/<slug:slug>/reminders/", reminders.forum_reminders, name="forum-reminders"),
    path("forums/<slug:slug>/settings/reminders/", reminder_rules.rules, name="forum-reminder-rules"),
    path(
        "forums/<slug:slug>/settings/reminders/tell-of-actions/",
        reminder_rules.tell_of_actions,
        name="forum-tell-of-actions",
    ),
    path(
        "forums/<slug:slug>/settings/reminders/<uuid:rule_id>/remove/",
        reminder_rules.remove,
        name="forum-reminder-rule-remove",
    ),
    path("reminders/", reminders.my_reminders, name="my-reminders"),
    path("letters/<uuid:message_id>/send-again/", reminders.letter_again, name="letter-again"),
    path("forums/<slug:slug>/backlog/", backlog.backlog, name="forum-backlog"),
    path("forums/<slug:slug>/backlog/<uuid:parked_id>/", backlog.take_up, name="backlog-take-up"),
    path("forums/<slug:slug>/backlog/<uuid:parked_id>/remove/", backlog.remove, name="backlog-remove"),
    path("forums/<slug:slug>/meetings/", forums.past, name="forum-meetings"),
    path("forums/<slug:slug>/documents/new/", documents.add_to_forum, name="forum-document-new"),
    path("forums/<slug:slug>/year/", year_wheel.year_wheel, name="forum-year"),
    path("forums/<slug:slug>/meetings/day/", day_facts.day_facts, name="meeting-day"),
    path("forums/<slug:slug>/meetings/new/", forums.new_meeting, name="meeting-new"),
    path("forums/<slug:slug>/calendar/", following.calendar, name="forum-calendar"),
    path("forums/<slug:slug>/calendar/choose-again/", following.choose_again, name="forum-calendar-choose-again"),
    path("forums/<slug:slug>/calendar/read-now/", following.read_now, name="forum-calendar-read-now"),
    path("forums/<slug:slug>/calendar/agree/", following.agree, name="forum-calendar-agree"),
    path("forums/<slug:slug>/calendar/stop/", following.stop, name="forum-calendar-stop"),
    path("forums/<slug:slug>/calendar/<uuid:file>/", following.series, name="forum-calendar-series"),
    path("topics/<slug:slug>/", coverage.topic, name="topic"),
    path("topics/<slug:slug>/propose/", propose.propose, name="topic-propose"),
    path("topics/<slug:slug>/proposed/", propose.proposed, name="topic-proposed"),
    path("proposals/<uuid:placement_id>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:placement_id>/accept/", proposals.accept, name="proposal-accept"),
    path("proposals/<uuid:placement_id>/defer/", proposals.defer, name="proposal-defer"),
    path("proposals/<uuid:placement_id>/decline/", proposals.decline, name="proposal-decline"),
    path("proposals/<uuid:placement_id>/withdraw/", proposals.withdraw, name="proposal-withdraw"),
]
