"""When a meeting is, as it stands on pages; in the active time zone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django import template
from django.utils import timezone

from meetings.services.time_words import hours_words

if TYPE_CHECKING:
    from datetime import date

register = template.Library()


class Spanning(Protocol):
    """A meeting, an occurrence of a series, the time of a point."""

    starts_at: date
    ends_at: date


@register.filter
def hours(one: Spanning, lead: str = "") -> str:
    """9:00–16:00, after `lead` where there is something to say."""
    words = hours_words(_here(one.starts_at), _here(one.ends_at), all_day=getattr(one, "all_day", False))
    return f"{lead}{words}" if words else ""


def _here(moment: date) -> date:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment
