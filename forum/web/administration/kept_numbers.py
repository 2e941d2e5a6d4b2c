"""How often a personal identity number was kept in a text after the warning; the text itself is not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.models import KeptNumber
from forum.web.acting import page_of
from forum.web.administration.frame import administrators_only, way

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@administrators_only
@require_safe
def kept_numbers(request: HttpRequest) -> HttpResponse:
    rows = KeptNumber.objects.select_related("person", "api_client__organisation")
    context = {"page": page_of(request, rows), "way": way()}
    return render(request, "forum/administration/kept_numbers.html", context)
