"""What can be done with minutes: draw up, send, approve, settle, correct."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.enums import MinutesForm
from forum.web.acting import act_at_once, act_or_show, find, signed_in, version_of
from forum.web.actor import actor_of, person_of
from meetings.models import Minutes
from meetings.services.minutes import begin_correction, circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes, settle_notes
from meetings.web.access import meeting_for_editor, meeting_for_reader
from meetings.web.log import log_address
from meetings.web.minutes import minutes_address, show_minutes
from meetings.web.minutes_forms import CirculateForm, CorrectionForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.models import Meeting


def _latest(request: HttpRequest, meeting_id: uuid.UUID) -> tuple[Meeting, Minutes]:
    """The meeting and its newest minutes, for chair and secretary."""
    meeting = meeting_for_editor(request, meeting_id)
    minutes: Minutes = find(Minutes.objects.filter(meeting=meeting, number=meeting.minutes.count()))
    return meeting, minutes


@signed_in
@require_POST
def draw_up(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Makes or renews the draft."""
    meeting, person = meeting_for_editor(request, meeting_id), person_of(request)
    words = _("The draft shows what is logged now.")
    act = partial(draw_up_minutes, meeting=meeting, drawn_up_by=person)
    return act_at_once(request, act, words, minutes_address(meeting))


@signed_in
@require_POST
def circulate(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Sends the minutes to the seats: this is the share."""
    meeting, minutes = _latest(request, meeting_id)
    form, person = CirculateForm(request.POST), person_of(request)
    notes = meeting.forum.minutes_form == MinutesForm.NOTES
    return act_or_show(
        request,
        form,
        lambda data: circulate_minutes(minutes_id=minutes.pk, circulated_by=person, **data),
        _("The notes are sent.") if notes else _("The minutes are sent."),
        minutes_address(meeting),
        lambda: show_minutes(request, meeting, circulate=form),
    )


@signed_in
@require_POST
def approve(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The chair's or a chosen approver's yes."""
    meeting, person = meeting_for_reader(request, meeting_id), person_of(request)
    readable = Minutes.objects.visible_to(actor_of(request)).filter(meeting=meeting)
    minutes = find(readable, number=readable.aggregate(last=Max("number"))["last"])
    act = partial(approve_minutes, minutes_id=minutes.pk, version=version_of(request), person=person)
    return act_at_once(request, act, _("You have approved the minutes."), minutes_address(meeting))


@signed_in
@require_POST
def settle(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Notes that the meeting found right."""
    meeting, minutes = _latest(request, meeting_id)
    act = partial(settle_notes, minutes_id=minutes.pk, version=version_of(request))
    return act_at_once(request, act, _("The notes are settled."), minutes_address(meeting))


@signed_in
@require_POST
def correct(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Opens a new version and lets the outcome be changed again."""
    meeting, minutes = _latest(request, meeting_id)
    form, person = CorrectionForm(request.POST), person_of(request)
    said = _("A new version is begun. Change what is to be corrected, then send it.")
    return act_or_show(
        request,
        form,
        lambda data: begin_correction(minutes_id=minutes.pk, begun_by=person, **data),
        said,
        log_address(meeting),
        lambda: show_minutes(request, meeting, correct=form),
    )
