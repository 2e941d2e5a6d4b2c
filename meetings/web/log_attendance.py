"""Who took part: seats by one save, guests, and who approves the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.web.acting import act_at_once, attempt, done, find, signed_in, version_of
from meetings.models import Attendance
from meetings.services.attendance import remove_guest, save_attendance
from meetings.services.minutes import choose_approvers
from meetings.services.outcomes import add_guest
from meetings.web.access import meeting_for_editor
from meetings.web.attendance_forms import ApproversForm, AttendanceForm, GuestForm
from meetings.web.log import LogPage, log_address

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
@require_POST
def attendance(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Saves what changed; "all present" marks those who have no mark yet."""
    meeting = meeting_for_editor(request, meeting_id)
    page = LogPage(request, meeting)
    form = AttendanceForm(request.POST, rows=page.rows)

    def act(_data: dict[str, Any]) -> list[Attendance]:
        return save_attendance(meeting=meeting, rows=form.changed(rest_present="all" in request.POST))

    if attempt(request, form, act):
        return done(request, _("The attendance is saved."), f"{log_address(meeting)}#attendance")
    return page.wrong("attendance", form)


@signed_in
@require_POST
def guest(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Adds somebody without a seat."""
    meeting = meeting_for_editor(request, meeting_id)
    page = LogPage(request, meeting)
    form = GuestForm(request.POST, prefix="guest")
    if attempt(request, form, lambda data: add_guest(meeting=meeting, **data)):
        return done(request, _("The guest is noted."), f"{log_address(meeting)}#attendance")
    return page.wrong("guest", form)


@signed_in
@require_POST
def guest_remove(request: HttpRequest, meeting_id: uuid.UUID, attendance_id: uuid.UUID) -> HttpResponse:
    """Takes a guest away again."""
    meeting = meeting_for_editor(request, meeting_id)
    row = find(Attendance.objects.filter(meeting=meeting, seat__isnull=True), pk=attendance_id)
    return act_at_once(
        request,
        lambda: remove_guest(attendance_id=row.pk, version=version_of(request)),
        _("The guest is taken away."),
        f"{log_address(meeting)}#attendance",
    )


@signed_in
@require_POST
def approvers(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Who approves the minutes beside the chair."""
    meeting = meeting_for_editor(request, meeting_id)
    page = LogPage(request, meeting)
    form = ApproversForm(request.POST, rows=page.rows)

    def act(data: dict[str, Any]) -> bool:
        choose_approvers(meeting=meeting, seats=[form.seats[key] for key in data["approvers"]])
        return True

    if attempt(request, form, act):
        return done(request, _("The approvers are saved."), f"{log_address(meeting)}#attendance")
    return page.wrong("approvers", form)
