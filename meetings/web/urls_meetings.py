"""Addresses of meetings, their log and minutes, actions, and signed links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from meetings.web import (
    action_exports,
    action_list,
    actions,
    agenda,
    calendar_feeds,
    calendar_pages,
    documents,
    handovers,
    links,
    log,
    log_attendance,
    log_items,
    log_lines,
    log_recalled,
    meeting,
    minutes,
    minutes_acts,
    minutes_comments,
    minutes_files,
    publish,
    search,
)

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

DOCUMENTS: list[URLPattern | URLResolver] = [
    path("", documents.document_page, name="document"),
    path("file/", documents.download, name="document-file"),
    path("versions/<int:number>/", documents.download, name="document-version"),
    path("replace/", documents.replace, name="document-replace"),
    path("share/", documents.share, name="document-share"),
    path("delete/", documents.delete, name="document-delete"),
]
LOG: list[URLPattern | URLResolver] = [
    path("", log.log_page, name="meeting-log"),
    path("attendance/", log_attendance.attendance, name="log-attendance"),
    path("guests/", log_attendance.guest, name="log-guest"),
    path("guests/<uuid:attendance_id>/remove/", log_attendance.guest_remove, name="log-guest-remove"),
    path("approvers/", log_attendance.approvers, name="log-approvers"),
    path("items/", log_items.add, name="log-add"),
    path("items/<uuid:item_id>/", log_items.outcome, name="log-outcome"),
    path("items/<uuid:item_id>/line/", log_lines.line, name="log-line"),
    path("items/<uuid:item_id>/reading/", log_lines.reading, name="log-reading"),
    path("items/<uuid:item_id>/put-off/", log_recalled.put_off, name="log-put-off"),
    path("items/<uuid:item_id>/decisions/", log_items.decide, name="log-decide"),
    path("items/<uuid:item_id>/actions/", log_items.give, name="log-give"),
    path("decisions/<uuid:decision_id>/", log_items.decision, name="log-decision"),
    path("decisions/<uuid:decision_id>/remove/", log_items.decision_remove, name="log-decision-remove"),
    path("actions/<uuid:action_id>/", log_items.action, name="log-action"),
    path("recalled/<uuid:action_id>/", log_recalled.recalled, name="log-recalled"),
]
MINUTES: list[URLPattern | URLResolver] = [
    path("", minutes.minutes_page, name="meeting-minutes"),
    path("draw-up/", minutes_acts.draw_up, name="minutes-draw-up"),
    path("circulate/", minutes_acts.circulate, name="minutes-circulate"),
    path("approve/", minutes_acts.approve, name="minutes-approve"),
    path("settle/", minutes_acts.settle, name="minutes-settle"),
    path("correct/", minutes_acts.correct, name="minutes-correct"),
    path("<int:number>/", minutes.minutes_page, name="minutes-version"),
    path("<int:number>/publish/", publish.prepare, name="minutes-publish"),
    path("<int:number>/publish/preview/", publish.preview, name="minutes-publish-preview"),
    path("<int:number>/publish/withdraw/", publish.withdraw, name="minutes-publish-withdraw"),
    path("<int:number>/pdf/", minutes_files.pdf, name="minutes-pdf"),
    path("<int:number>/docx/", minutes_files.docx, name="minutes-docx"),
    path("<int:number>/extract/<int:point>/", minutes_files.extract, name="minutes-extract"),
    path("<int:number>/comments/", minutes_comments.comment, name="minutes-comment"),
    path("comments/<uuid:comment_id>/", minutes_comments.answer, name="minutes-answer"),
]
MEETING: list[URLPattern | URLResolver] = [
    path("", meeting.meeting_page, name="meeting"),
    path("print/", meeting.print_agenda, name="meeting-print"),
    path("meeting.ics", meeting.calendar_file, name="meeting-calendar"),
    path("reschedule/", meeting.reschedule, name="meeting-reschedule"),
    path("cancel/", meeting.cancel, name="meeting-cancel"),
    path("notice/", meeting.notice, name="meeting-notice"),
    path("items/", agenda.add, name="item-add"),
    path("items/taken-off/", agenda.take_back, name="item-take-back"),
    path("items/<uuid:item_id>/", agenda.edit, name="item-edit"),
    path("documents/new/", documents.add_to_meeting, name="meeting-document-new"),
    path("items/<uuid:item_id>/documents/new/", documents.add_to_item, name="item-document-new"),
    path("items/<uuid:item_id>/move/", agenda.move, name="item-move"),
    path("items/<uuid:item_id>/heading/", agenda.heading, name="item-heading"),
    path("items/<uuid:item_id>/remove/", agenda.remove, name="item-remove"),
    path("log/", include(LOG)),
    path("minutes/", include(MINUTES)),
]
ACTIONS: list[URLPattern | URLResolver] = [
    path("", action_list.action_list, name="actions"),
    path("print/", action_list.print_list, name="actions-print"),
    path("actions.csv", action_exports.as_csv, name="actions-csv"),
    path("actions.xlsx", action_exports.as_xlsx, name="actions-xlsx"),
    path("<uuid:action_id>/", actions.action_page, name="action"),
    path("<uuid:action_id>/state/", actions.state, name="action-state"),
    path("<uuid:action_id>/change/", action_list.change, name="action-change"),
    path("<uuid:action_id>/due/", actions.due, name="action-due"),
    path("<uuid:action_id>/note/", actions.note, name="action-note"),
    path("<uuid:action_id>/close/", actions.close, name="action-close"),
    path("<uuid:action_id>/owner/", actions.owner, name="action-owner"),
    path("<uuid:action_id>/undo/", actions.undo, name="action-undo"),
    path("<uuid:action_id>/send-back/", actions.send_back, name="action-send-back"),
    path("<uuid:action_id>/hand-over/", handovers.hand_over, name="action-hand-over"),
    path("handovers/<uuid:handover_id>/", handovers.handover_page, name="handover"),
    path("handovers/<uuid:handover_id>/take/", handovers.take, name="handover-take"),
    path("handovers/<uuid:handover_id>/refuse/", handovers.refuse, name="handover-refuse"),
    path("handovers/<uuid:handover_id>/withdraw/", handovers.withdraw, name="handover-withdraw"),
]
CALENDAR: list[URLPattern | URLResolver] = [
    path("", calendar_pages.calendar_page, name="calendar"),
    path("subscribe/", calendar_feeds.subscribe, name="calendar-subscribe"),
    path("subscribe/help/", calendar_feeds.how_to, name="calendar-help"),
    path("subscribe/<uuid:feed_id>/end/", calendar_feeds.end, name="calendar-feed-end"),
    path("<str:token>/", calendar_feeds.feed, name="calendar-feed"),
    path("<str:token>/samverka.ics", calendar_feeds.feed, name="calendar-feed-file"),
]

urlpatterns = [
    path("calendar/", include(CALENDAR)),
    path("meetings/<uuid:meeting_id>/", include(MEETING)),
    path("minutes/<uuid:minutes_id>/", minutes.minutes_by_id, name="minutes"),
    path("actions/", include(ACTIONS)),
    path("documents/<uuid:document_id>/", include(DOCUMENTS)),
    path("search/", search.search, name="search"),
    path("search/by-mail/", search.save, name="search-save"),
    path("search/by-mail/<uuid:search_id>/rhythm/", search.rhythm, name="search-rhythm"),
    path("search/by-mail/<uuid:search_id>/end/", search.end, name="search-end"),
    path("link/<str:token>/", links.link_page, name="signed-link"),
    path("link/<str:token>/documents/<uuid:document_id>/", links.link_document, name="signed-link-document"),
]
