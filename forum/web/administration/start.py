"""The first page of administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.models import ApiClient, Organisation, Person
from forum.web.administration.frame import administrators_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@administrators_only
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    context = {
        "organisations": Organisation.objects.count(),
        "people": Person.objects.filter(is_active=True).count(),
        "clients": ApiClient.objects.filter(organisation__isnull=False, revoked_at__isnull=True).count(),
    }
    return render(request, "forum/administration/start.html", context)
