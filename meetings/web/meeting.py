"""The meeting's first face: prepare. Members read the agenda here; chair and secretary change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.enums import NoticeSender
from forum.policies import can_sit
from forum.web.acting import attempt, done, posted, show, signed_in
from forum.web.actor import actor_of, person_of
from meetings.models import ParkedItem
from meetings.selectors.agenda_rows import agenda_length, agenda_rows
from meetings.selectors.documents import documents_for_bearer, meeting_documents_for_reader
from meetings.selectors.follow_up import follow_up_for_reader
from meetings.selectors.guests import guests_for_editor, presenters_beside_notice
from meetings.selectors.meeting_pages import (
    agenda_for_reader,
    seat_rows,
    waiting_until_later,
)
from meetings.selectors.receivers import organisations_that_read, receivers_of_notice
from meetings.selectors.served_measures import tell_what_is_served
from meetings.services.calendar_entries import meeting_file
from meetings.services.meetings import cancel_meeting, reschedule_meeting
from meetings.services.notice_changes import change_lines, changed_since_notice
from meetings.services.notices import send_notice, send_notice_again
from meetings.services.reminder_tasks import agenda_lines
from meetings.web.access import latest_version, meeting_for_editor, meeting_for_reader, standing
from meetings.web.day_facts import facts_of_day
from meetings.web.document_places import way_of
from meetings.web.item_forms import QuickItemForm
from meetings.web.meeting_forms import CancelForm, RescheduleForm, VersionForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from meetings.models import AgendaItem, Meeting


def address(meeting: Meeting) -> str:
    return reverse("meeting", args=[meeting.pk])


@signed_in
@require_safe
def meeting_page(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Agenda, and what came of it for those who may read that."""
    meeting = meeting_for_reader(request, meeting_id)
    return show_meeting(request, meeting, QuickItemForm())


def show_meeting(request: HttpRequest, meeting: Meeting, form: QuickItemForm) -> HttpResponse:
    """The page with its form for a new point, as posted or empty."""
    actor = actor_of(request)
    items = agenda_for_reader(meeting, actor)
    tell_what_is_served(actor, items)
    facts = standing(request, meeting, latest_version(meeting))
    recalling = None if facts["locked"] else _recalling(meeting, items)
    telling = facts["noticed"] and not facts["over"] and not facts["cancelled"]
    whole = facts["can_read_drafts"] or can_sit(actor, meeting.forum)
    changes = changed_since_notice(meeting, items, whole=whole) if telling else None
    context = {
        **facts,
        "editing": facts["can_edit"] and not facts["locked"] and not facts["cancelled"],
        "rows": agenda_rows(meeting, items, changes.points if changes else None),
        "length": agenda_length(meeting, items),
        "changes": changes,
        "follow_up": follow_up_for_reader(recalling, actor) if recalling else None,
        "parked": list(ParkedItem.objects.visible_to(actor).filter(forum=meeting.forum_id))
        if facts["can_edit"]
        else [],
        "later": waiting_until_later(meeting, actor) if facts["can_edit"] else [],
        "guests": guests_for_editor(actor, meeting) if facts["can_edit"] else [],
        "documents": list(meeting_documents_for_reader(actor, meeting)),
        "seats": seat_rows(meeting),
        "invitation": meeting.description if can_sit(actor, meeting.forum) else "",
        "mails": meeting.forum.notices_from == NoticeSender.SAMVERKA,
    }
    return show(request, "meetings/meeting.html", form, **context)


def _recalling(meeting: Meeting, items: list[AgendaItem]) -> AgendaItem | None:
    """The point that follows up the last meeting, when the reader sees it."""
    item = next((item for item in items if item.recalls), None)
    if item:
        item.meeting = meeting
    return item


@signed_in
@require_safe
def calendar_file(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The meeting alone, for one's own calendar."""
    meeting = meeting_for_reader(request, meeting_id)
    name = f"{meeting.forum.slug}-{meeting.day:%Y-%m-%d}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(meeting_file(meeting), content_type="text/calendar; charset=utf-8", headers=headers)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reschedule(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Another day, hour or place."""
    meeting = meeting_for_editor(request, meeting_id)
    form = RescheduleForm(posted(request), meeting=meeting)

    def act(data: dict[str, Any]) -> Meeting:
        starts_at, ends_at = form.moments()
        return reschedule_meeting(
            meeting_id=meeting.pk,
            version=data["version"],
            starts_at=starts_at,
            ends_at=ends_at,
            place=data["place"],
            link=data["link"],
        )

    if "look" not in request.POST and attempt(request, form, act):
        return done(request, _("The meeting has been moved."), address(meeting))
    facts = facts_of_day(actor_of(request), meeting.forum, request.POST, meeting.pk)
    return show(request, "meetings/reschedule.html", form, meeting=meeting, forum=meeting.forum, **facts)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Cancel, or note that it was not held."""
    meeting = meeting_for_editor(request, meeting_id)
    form = CancelForm(posted(request), initial={"version": meeting.version})
    if attempt(request, form, lambda data: cancel_meeting(meeting_id=meeting.pk, **data)):
        return done(request, _("The meeting is cancelled."), address(meeting))
    context = {
        "title": _("Cancel the meeting?"),
        "text": _("Its actions due “next meeting” move on. A cancelled meeting can't be taken up again."),
        "label": _("Cancel the meeting"),
        "kind": "stop",
        "cancel_url": address(meeting),
        "way": way_of(meeting.forum, meeting),
    }
    return show(request, "ui/confirm.html", form, **context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Send the notice: asks first, because it is the share."""
    meeting = meeting_for_editor(request, meeting_id)
    mails = meeting.forum.notices_from == NoticeSender.SAMVERKA
    form = VersionForm(posted(request), initial={"version": meeting.version})
    person = person_of(request)
    again = meeting.noticed_at is not None
    send = send_notice_again if again else send_notice
    if attempt(request, form, lambda data: send(meeting_id=meeting.pk, version=data["version"], sent_by=person)):
        return done(request, _said(mails=mails, again=again), address(meeting))
    context = {
        **standing(request, meeting, None),
        "mails": mails,
        "again": again,
        "changes": change_lines(meeting, changed_since_notice(meeting)) if again else [],
        "seats": seat_rows(meeting),
        "receivers": receivers_of_notice(meeting.forum) if mails else [],
        "presenters": presenters_beside_notice(meeting) if mails else [],
        "organisations": organisations_that_read(meeting.forum),
        "lines": agenda_lines(meeting),
        "documents": list(documents_for_bearer(meeting)),
        "cancel_url": address(meeting),
    }
    return show(request, "meetings/notice.html", form, **context)


def _said(*, mails: bool, again: bool) -> str:
    if again:
        return _("The changed agenda is sent.") if mails else _("The changes are marked as told.")
    return _("The notice is sent.") if mails else _("The agenda is open to the members.")
