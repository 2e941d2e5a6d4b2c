from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError
from meetings.services.minutes_content import complete_content
from meetings.services.minutes_pdf import render_minutes_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping


def extract_content(content: Mapping[str, Any], numbers: set[int]) -> dict[str, Any]:
    """The minutes narrowed to the points with these numbers, as this reader may see them.

    Raises `InvalidInputError` when there are none, or one of them is not the reader's.
    """
    complete = complete_content(dict(content))
    items = [item for item in complete["items"] if item["number"] in numbers]
    if not items or len(items) != len(numbers) or any(item["redacted"] for item in items):
        raise InvalidInputError(_("The minutes have no such point for you to take an extract of."))
    return {**complete, "items": items, "documents": [], "next_meeting": "", "support_lines": [], "extract": True}


def render_extract_pdf(content: Mapping[str, Any], numbers: set[int]) -> bytes:
    """An extract of the minutes (protokollsutdrag): head, the §, when it was approved, and a line to certify it. PDF/UA-1 and PDF/A-2a.

    Raises `InvalidInputError` as `extract_content`.
    """
    return render_minutes_pdf(extract_content(content, numbers))
