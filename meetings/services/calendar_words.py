"""The calendar package's codes as sentences in the reader's language; it knows no Django itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from meetings.calendar.errors import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentence_for(code: str, params: Mapping[str, object]) -> str:
    """What was wrong, and what to do."""
    return gettext(MESSAGES[code]) % params
