"""A document's file as it is handed out: always as a download, never shown by the browser, kept by nobody on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404

from meetings.selectors.documents import content_of

if TYPE_CHECKING:
    from forum.models import StoredFile

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def file_response(stored: StoredFile) -> FileResponse:
    """The bytes, streamed, under the name that the file came with. The caller has found the row among what the reader may see."""
    file = content_of(stored)
    if file is None:
        raise Http404
    return FileResponse(
        file, as_attachment=True, filename=stored.file_name, content_type=stored.content_type, headers=HEADERS
    )
