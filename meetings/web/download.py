"""A document's file as it is handed out: always as a download, never shown by the browser, kept by nobody on the way."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

if TYPE_CHECKING:
    from forum.models import StoredFile

logger = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def file_response(stored: StoredFile) -> FileResponse:
    """The bytes, streamed, under the name that the file came with. The caller has found the row among what the reader may see."""
    try:
        file = default_storage.open(stored.stored_as)
    except FileNotFoundError:
        logger.exception("The file %s of a document is missing in the store", stored.stored_as)
        raise Http404 from None
    return FileResponse(
        file, as_attachment=True, filename=stored.file_name, content_type=stored.content_type, headers=HEADERS
    )
