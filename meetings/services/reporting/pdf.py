"""A report as a document for the archive: tagged PDF, PDF/UA-1 and PDF/A-2a at once, as the minutes are."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from forum.services.printable import LONGEST_WORD, printable_text
from meetings.services.minutes_pdf import CHECKSUM_SHOWN, LONGEST_WORD_IN_CELL, REGIONS
from meetings.services.typesetting import UndrawableError, typeset

if TYPE_CHECKING:
    from meetings.services.reporting.shape import ReportContent

CELLS: Final = frozenset({"head", "rows"})


def content_digest(content: ReportContent) -> str:
    """SHA-256 of the words and figures, shown on the paper."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def render_report_pdf(content: ReportContent) -> bytes:
    """The report as PDF; the same content gives the same bytes, on any machine. No text makes it fail."""
    created = datetime.fromisoformat(content["drawn_up_at"])
    try:
        return typeset("report", _page_data(content, plainest=False), created)
    except UndrawableError:
        return typeset("report", _page_data(content, plainest=True), created)


def _page_data(content: ReportContent, *, plainest: bool) -> dict[str, Any]:
    digest = content_digest(content)[:CHECKSUM_SHOWN]
    data: dict[str, Any] = {
        **content,
        "region": REGIONS[content["language"]],
        "document_title": f"{content['title']} – {content['organisation']}",
        "checksum": " ".join(digest[start : start + 4] for start in range(0, CHECKSUM_SHOWN, 4)),
    }
    return {key: _drawable(value, key, plainest=plainest) for key, value in data.items()}


def _drawable(value: Any, key: str, *, plainest: bool) -> Any:
    if isinstance(value, str):
        longest = LONGEST_WORD_IN_CELL if key in CELLS else LONGEST_WORD
        return printable_text(value, longest_word=longest, plainest=plainest)
    if isinstance(value, list):
        return [_drawable(one, key, plainest=plainest) for one in value]
    if isinstance(value, dict):
        return {name: _drawable(one, name, plainest=plainest) for name, one in value.items()}
    return value
