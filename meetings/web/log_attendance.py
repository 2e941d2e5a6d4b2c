"""Who took part: each seat saved by itself or all by one button, guests, and who approves the minutes."""

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
from meetings.web.attendance_forms import ApproversForm, GuestForm
from meetings.web.log import LogPage, is_scripted, log_address

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.models import Meeting


@signed_in
@require_POST
def attendance(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Saves what changed, or `only` one seat; "all present" marks those who have no mark yet."""
    meeting = meeting_for_editor(request, meeting_id)
    form = LogPage(request, meeting).attendance_form(request.POST)
    only = request.POST.get("only", "")

    def act(_data: dict[str, Any]) -> list[Attendance]:
        return save_attendance(meeting=meeting, rows=form.changed(rest_present="all" in request.POST, only=only))

    saved = attempt(request, form, act)
    if is_scripted(request):
        return _parts(request, meeting, only) if saved else _told(request, meeting, form, only)
    if saved:
        return done(request, _("The attendance is saved."), f"{log_address(meeting)}#attendance")
    return LogPage(request, meeting).wrong("attendance", form)


def _parts(request: HttpRequest, meeting: Meeting, only: str) -> HttpResponse:
    """The seat's hidden marks and words, or the whole list."""
    page = LogPage(request, meeting)
    line = next((line for line in page.attendance_form().lines() if str(line.row.seat.pk) == only), None)
    return page.swap("_log_swap_attendance.html", line=line)


def _told(request: HttpRequest, meeting: Meeting, form: Any, only: str) -> HttpResponse:
    told = {"key": only or "attendance", "form_id": "attendance-form", "wrong": form}
    return LogPage(request, meeting).swap("_log_swap_told.html", status=form.status, **told)


@signed_in
@require_POST
def guest(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Adds somebody without a seat."""
    meeting = meeting_for_editor(request, meeting_id)
    page = LogPage(request, meeting)
    form = GuestForm(request.POST, prefix="guest")
    if attempt(request, form, lambda data: add_guest(meeting=meeting, **data)):
        if is_scripted(request):
            return LogPage(request, meeting).swap("_log_swap_attendance.html", guests_only=True)
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
        seats = [form.seats[key] for key in data["approvers"]]
        choose_approvers(meeting=meeting, seats=seats, version=data["version"])
        return True

    if attempt(request, form, act):
        return done(request, _("The approvers are saved."), f"{log_address(meeting)}#attendance")
    return page.wrong("approvers", form)
