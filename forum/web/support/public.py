"""Whom to call, and what to do when one is worried: for everybody, without names of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from forum.models import Anonymous, ConcernRoutine
from forum.selectors.support_lines import lines_for_reader
from forum.web.acting import find
from forum.web.public import public_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public_page
def lines(request: HttpRequest) -> HttpResponse:
    """Public lines that have not ended."""
    everybody = Anonymous()
    routines = ConcernRoutine.objects.visible_to(everybody).select_related("organisation")
    context = {"rows": lines_for_reader(everybody), "routines": routines.order_by("organisation__name")}
    return render(request, "forum/support/public_lines.html", context)


@public_page
def routine(request: HttpRequest, code: str) -> HttpResponse:
    """An organisation's sheet, if it is public."""
    everybody = Anonymous()
    found = find(ConcernRoutine.objects.visible_to(everybody).select_related("organisation"), organisation__code=code)
    context = {"routine": found, "organisation": found.organisation, "rows": lines_for_reader(everybody)}
    return render(request, "forum/support/public_routine.html", context)
