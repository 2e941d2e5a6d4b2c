"""The agenda as others will see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.enums import SITTING
from forum.models import Actor, ApiClient, PersonActor
from forum.models.actor import Anonymous, ClientActor
from forum.selectors.recipients import holder_of
from forum.web.acting import signed_in
from meetings.selectors.agenda_rows import agenda_rows
from meetings.selectors.receivers import organisations_that_read
from meetings.selectors.upcoming import seats_of
from meetings.services.previews import agenda_as_seen
from meetings.web.access import meeting_for_editor

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Forum

Choice = tuple[str, str, Actor]


@signed_in
@require_safe
def preview(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """As a member, a partner's system or the public: `as` in the address, `who` for one of several."""
    meeting = meeting_for_editor(request, meeting_id)
    wanted = request.GET.get("as", "member")
    faces = {"member": _members, "partner": _partners, "public": _public}
    face = wanted if wanted in faces else "member"
    choices = faces[face](meeting.forum)
    chosen = next((one for one in choices if one[0] == request.GET.get("who")), choices[0] if choices else None)
    items = agenda_as_seen(meeting=meeting, actor=chosen[2]) if chosen else []
    context: dict[str, Any] = {
        "meeting": meeting,
        "forum": meeting.forum,
        "face": face,
        "choices": [(key, label) for key, label, _actor in choices],
        "chosen": chosen,
        "rows": agenda_rows(meeting, items),
        "noticed": meeting.noticed_at is not None,
    }
    return render(request, "meetings/preview.html", context)


def _members(forum: Forum) -> list[Choice]:
    """One for each seat that somebody holds, members before those who prepare the meeting."""
    seats = [seat for seat in seats_of(forum) if holder_of(seat)]
    seats.sort(key=lambda seat: (seat.office not in SITTING[3:], seat.position))
    return [
        (str(seat.pk), f"{seat.role_title}, {seat.organisation.name}", PersonActor(person))
        for seat in seats
        if (person := holder_of(seat))
    ]


def _partners(forum: Forum) -> list[Choice]:
    """One for each organisation that gets the notice: what its system could read."""
    return [
        (str(organisation.pk), organisation.name, ClientActor(ApiClient(organisation=organisation)))
        for organisation in organisations_that_read(forum)
    ]


def _public(forum: Forum) -> list[Choice]:
    return [("", _("The public"), Anonymous())]
