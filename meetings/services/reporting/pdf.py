"""A report as a document for the archive: tagged PDF, PDF/UA-1 and PDF/A-2a at once, as the minutes are."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from meetings.services.typesetting import REGIONS, short_checksum, typeset

if TYPE_CHECKING:
    from meetings.services.reporting.shape import ReportContent

CELLS: Final = frozenset({"head", "rows"})


def content_digest(content: ReportContent) -> str:
    """SHA-256 of the words and figures, shown on the paper."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def render_report_pdf(content: ReportContent) -> bytes:
    """The report as PDF; the same content gives the same bytes, on any machine. No text makes it fail."""
    data: dict[str, Any] = {
        **content,
        "region": REGIONS[content["language"]],
        "document_title": f"{content['title']} – {content['organisation']}",
        "checksum": short_checksum(content_digest(content)),
    }
    return typeset("report", data, datetime.fromisoformat(content["drawn_up_at"]), cells=CELLS)
