"""How moments of the past are written: `{% load history %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone

from forum.templatetags.samverka import clock, day

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()


@register.filter
def moment_words(moment: datetime) -> str:
    """tisdag 10 mars, 9.00, in the active time zone."""
    local = timezone.localtime(moment)
    return f"{day(local)}, {clock(local)}"
