"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from meetings.web import report_editions, reports

REPORT, EDITION = "reports/<uuid:report_id>/", "reports/<uuid:report_id>/editions/<int:number>/"

urlpatterns = [
    path("topics/<slug:slug>/reports/", reports.of_topic, name="topic-reports"),
    path("topics/<slug:slug>/reports/new/", reports.new_on_topic, name="topic-report-new"),
    path("forums/<slug:slug>/reports/", reports.of_forum, name="forum-reports"),
    path("forums/<slug:slug>/reports/new/", reports.new_of_forum, name="forum-report-new"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}change/", reports.change, name="report-change"),
    path(f"{REPORT}words/<slug:section>/", reports.words, name="report-words"),
    path(f"{REPORT}fix/", reports.fix, name="report-fix"),
    path(f"{REPORT}discard/", reports.discard, name="report-discard"),
    path(f"{REPORT}pdf/", report_editions.draft_pdf, name="report-pdf"),
    path(f"{REPORT}docx/", report_editions.draft_docx, name="report-docx"),
    path(EDITION, report_editions.edition, name="report-edition"),
    path(f"{EDITION}pdf/", report_editions.edition_pdf, name="report-edition-pdf"),
    path(f"{EDITION}docx/", report_editions.edition_docx, name="report-edition-docx"),
    path(f"{EDITION}send/", report_editions.send, name="report-send"),
]
