"""The calendar that the demo ships: a secretary's whole calendar, to bring a forum in from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.management.demo.whole_calendar import shipped_calendar

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def secretary_calendar(_request: HttpRequest) -> HttpResponse:
    """The file as her program would save it today."""
    if not settings.DEMO:
        raise Http404
    response = HttpResponse(shipped_calendar(timezone.localdate()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="eva-lindgren.ics"'
    return response
