"""Fixed editions of reports, the files of editions and drafts, and their way to an agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from meetings.models import ReportEdition, ReportSending
from meetings.policies import can_write_report
from meetings.services.minutes_docx import WORD
from meetings.services.report_sending import file_name, send_report
from meetings.services.reporting.docx import render_report_docx
from meetings.services.reporting.pdf import render_report_pdf
from meetings.services.reporting.writing import write_report
from meetings.web.minutes_files import PDF, as_file
from meetings.web.report_forms import SendForm
from meetings.web.reports import RELATED, report_of, way_to

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


def edition_of(request: HttpRequest, report_id: uuid.UUID, number: int) -> ReportEdition:
    rows = ReportEdition.objects.visible_to(actor_of(request))
    rows = rows.select_related(*(f"report__{name}" for name in RELATED))
    found: ReportEdition = find(rows, report=report_id, number=number)
    return found


@signed_in
@require_safe
def draft_pdf(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    found = report_of(request, report_id)
    content = write_report(report=found, actor=actor_of(request), day=timezone.localdate())
    return as_file(
        render_report_pdf(content), PDF, file_name(ReportEdition(report=found, number=0), ".pdf"), inline=True
    )


@signed_in
@require_safe
def draft_docx(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    found = report_of(request, report_id)
    content = write_report(report=found, actor=actor_of(request), day=timezone.localdate())
    return as_file(render_report_docx(content), WORD, file_name(ReportEdition(report=found, number=0), ".docx"))


@signed_in
@require_safe
def edition(request: HttpRequest, report_id: uuid.UUID, number: int) -> HttpResponse:
    """An edition as it was fixed, where it went, and its files."""
    found, actor = edition_of(request, report_id, number), actor_of(request)
    sendings = ReportSending.objects.filter(edition=found).select_related("forum", "placement", "item__meeting")
    context = {
        "report": found.report,
        "edition": found,
        "content": found.content,
        "editions": ReportEdition.objects.visible_to(actor).filter(report=found.report_id).defer("pdf", "content"),
        "sendings": sendings,
        "way": way_to(found.report),
        "may_write": can_write_report(actor, found.report),
    }
    return render(request, "meetings/report.html", context)


@signed_in
@require_safe
def edition_pdf(request: HttpRequest, report_id: uuid.UUID, number: int) -> HttpResponse:
    found = edition_of(request, report_id, number)
    return as_file(bytes(found.pdf), PDF, file_name(found, ".pdf"), inline=True)


@signed_in
@require_safe
def edition_docx(request: HttpRequest, report_id: uuid.UUID, number: int) -> HttpResponse:
    found = edition_of(request, report_id, number)
    return as_file(render_report_docx(found.content), WORD, file_name(found, ".docx"))


@signed_in
def send(request: HttpRequest, report_id: uuid.UUID, number: int) -> HttpResponse:
    """To a forum's agenda, with the PDF as document."""
    found, actor, person = edition_of(request, report_id, number), actor_of(request), person_of(request)
    require(can_write_report(actor, found.report))
    form = SendForm(posted(request), actor=actor, only=found.report.forum, initial={"forum": found.report.forum})
    to = reverse("report-edition", args=[report_id, number])

    def act(data: dict[str, Any]) -> object:
        return send_report(edition=found, actor=actor, sent_by=person, **data)

    if attempt(request, form, act):
        return done(request, _said(form.result), to)
    return show(
        request, "meetings/report_send.html", form, title=_("Send to a forum"), submit=_("Send"), cancel_url=to,
        way=[*way_to(found.report), (found.report.title, to)],
        lede=_("It becomes a point on the forum's next agenda, with the PDF as document. A forum that you do not lead is asked first."),
    )  # fmt: skip


def _said(sending: ReportSending | None) -> str:
    if sending and sending.item_id:
        return _("The report stands on the forum's next agenda.")
    return _("The report is proposed. It stands on the agenda when the chair says yes.")
