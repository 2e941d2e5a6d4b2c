"""Minutes as files: PDF, Word document, extract of single points; each masked for its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from forum.errors import InvalidInputError
from forum.web.acting import find, signed_in
from forum.web.actor import actor_of
from meetings.models import Minutes
from meetings.services.minutes_docx import WORD, render_minutes_docx
from meetings.services.minutes_extract import render_extract_pdf
from meetings.services.minutes_pdf import render_minutes_pdf
from meetings.web.access import meeting_for_reader
from meetings.web.minutes import seen_content

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

PDF = "application/pdf"


def _found(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> Minutes:
    meeting = meeting_for_reader(request, meeting_id)
    minutes: Minutes = find(Minutes.objects.visible_to(actor_of(request)).filter(meeting=meeting), number=number)
    minutes.meeting = meeting
    return minutes


def file_name(minutes: Minutes, ending: str) -> str:
    meeting = minutes.meeting
    return f"{meeting.forum.slug}-{meeting.day:%Y-%m-%d}-v{minutes.number}{ending}"


def as_file(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    way = "inline" if inline else "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'{way}; filename="{name}"'})


def pdf_for(minutes: Minutes, content: dict[str, Any]) -> HttpResponse:
    """The frozen PDF, or one made of what this reader may read."""
    masked = any(item["redacted"] for item in content["items"])
    document = render_minutes_pdf(content) if masked else bytes(minutes.pdf)
    return as_file(document, PDF, file_name(minutes, ".pdf"), inline=True)


@signed_in
@require_safe
def pdf(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> HttpResponse:
    """The frozen PDF; for whoever may not read all points one made of what he or she may read."""
    minutes = _found(request, meeting_id, number)
    return pdf_for(minutes, seen_content(minutes, actor_of(request)))


@signed_in
@require_safe
def docx(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> HttpResponse:
    """The same words to go on writing in Word; what is archived is the PDF."""
    minutes = _found(request, meeting_id, number)
    document = render_minutes_docx(seen_content(minutes, actor_of(request)))
    return as_file(document, WORD, file_name(minutes, ".docx"))


@signed_in
@require_safe
def extract(request: HttpRequest, meeting_id: uuid.UUID, number: int, point: int) -> HttpResponse:
    """One § with the head of the minutes; 404 for a point that the reader may not read."""
    minutes = _found(request, meeting_id, number)
    try:
        document = render_extract_pdf(seen_content(minutes, actor_of(request)), {point})
    except InvalidInputError as error:
        raise Http404 from error
    return as_file(document, PDF, file_name(minutes, f"-{point}.pdf"), inline=True)
