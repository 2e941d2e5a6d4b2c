"""The first page of administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.enums import MessageState
from forum.models import ApiClient, KeptNumber, Organisation, OutboxMessage, Person
from forum.web.administration.frame import administrators_only
from forum.web.administration.letters import AHEAD

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@administrators_only
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    since = timezone.now() - AHEAD
    context = {
        "failed": OutboxMessage.objects.filter(state=MessageState.FAILED, created_at__gte=since).count(),
        "organisations": Organisation.objects.count(),
        "people": Person.objects.filter(is_active=True).count(),
        "kept_numbers": KeptNumber.objects.count(),
        "clients": ApiClient.objects.filter(organisation__isnull=False, revoked_at__isnull=True).count(),
    }
    return render(request, "forum/administration/start.html", context)
