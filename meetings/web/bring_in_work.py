"""While a worker brings in a large calendar: how far it has come, and where to go when it is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from forum.web.acting import find, show, signed_in
from forum.web.actor import person_of
from meetings.delivery.intake import percent_done
from meetings.enums import IntakeState
from meetings.models import CalendarIntake

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
@require_safe
def work(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Its sender's page: asks for itself every other second, by hand without script; leads on when all is done."""
    intake = find(CalendarIntake.objects.defer("calendar", "members"), person=person_of(request), file=file)
    if intake.state == IntakeState.DONE:
        to = reverse("bring-in-done", args=[file])
        return HttpResponseClientRedirect(to) if request.htmx else HttpResponseRedirect(to)  # type: ignore[attr-defined]  # HtmxMiddleware
    way = [(_("Forums"), reverse("forums")), (_("Bring in a forum"), reverse("bring-in"))]
    percent = percent_done(intake.pk)
    return show(request, "meetings/bring_in_work.html", intake=intake, percent=percent, way=way)
