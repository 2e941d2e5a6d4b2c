"""Published documents under addresses that stay. What is withdrawn answers 410 and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from forum.web.public import public_page
from meetings.models import DocumentPublication
from meetings.selectors.documents import content_of
from meetings.selectors.public_pages import published_documents
from meetings.web.download import HEADERS

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest


@public_page
def document(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """The file that was reviewed, always as a download."""
    shown = published_documents().filter(document=document_id).first()
    if shown is None:
        return _withdrawn(request, document_id)
    stored = shown.file
    file = content_of(stored) if stored else None
    if stored is None or file is None:
        raise Http404
    with file:
        content = file.read()
    response = HttpResponse(content, content_type=stored.content_type, headers=HEADERS | {"X-Robots-Tag": "noarchive"})
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=stored.file_name)
    return response


def _withdrawn(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """410 where it was published once, 404 where it never was."""
    gone = DocumentPublication.objects.withdrawn().filter(document=document_id)
    row = gone.select_related("document__forum__organisation").first()
    if row is None:
        raise Http404
    forum = row.document.forum
    contact = forum.mailbox
    context = {"forum": forum, "withdrawn_at": row.withdrawn_at, "contact": contact}
    response = render(request, "meetings/public/withdrawn_document.html", context, status=410)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
