"""The meeting's third face: finish. Minutes as they were frozen, masked for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from forum.enums import MinutesForm
from forum.web.acting import find, signed_in
from forum.web.actor import actor_of
from meetings.enums import MinutesState
from meetings.models import AgendaItem, Meeting, Minutes, Publication
from meetings.policies import can_approve
from meetings.services.carrying import carried_when_sent
from meetings.services.minutes import approving_seats
from meetings.services.minutes_content import PEOPLE, content_checksum
from meetings.services.minutes_freeze import is_outdated
from meetings.services.minutes_lists import appendix_list, paragraph_span
from meetings.services.minutes_view import content_as_seen
from meetings.services.typesetting import short_checksum
from meetings.web.access import meeting_for_reader, standing
from meetings.web.minutes_comment_rows import comments_context
from meetings.web.minutes_forms import CirculateForm, CorrectionForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from forum.models import Actor
    from forum.web.forms import ServiceForm


def minutes_address(meeting: Meeting) -> str:
    return reverse("meeting-minutes", args=[meeting.pk])


def seen_content(minutes: Minutes, actor: Actor) -> dict[str, Any]:
    """The frozen content, with the points that this reader may not read reduced to number and neutral title."""
    items = AgendaItem.objects.visible_to(actor).filter(meeting=minutes.meeting_id)
    return content_as_seen(minutes.content, in_full={str(item.pk) for item in items if item.in_full})


@signed_in
@require_safe
def minutes_page(request: HttpRequest, meeting_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """The newest version that the reader may see, or the one with that number."""
    return show_minutes(request, meeting_for_reader(request, meeting_id), number)


def show_minutes(
    request: HttpRequest, meeting: Meeting, number: int | None = None, **posted: ServiceForm
) -> HttpResponse:
    """The page; a form that was posted and is wrong takes the place of the empty one."""
    actor = actor_of(request)
    versions = list(
        Minutes.objects.visible_to(actor)
        .filter(meeting=meeting)
        .defer("pdf")
        .prefetch_related("approvals__seat__organisation", "approvals__person")
    )
    shown = next((row for row in versions if number in {None, row.number}), None)
    facts = standing(request, meeting, versions[0] if versions else None)
    if shown is None and (number is not None or not facts["can_read_drafts"]):
        shown = get_object_or_404(Minutes.objects.none())
    context = {
        **facts,
        "versions": versions,
        "shown": shown,
        "notes": meeting.forum.minutes_form == MinutesForm.NOTES,
        "formal": meeting.forum.minutes_form == MinutesForm.FORMAL,
    }
    if shown:
        shown.meeting = meeting
        context |= version_context(shown, actor)
        context["newest"] = shown == versions[0]
        context["waits_for"] = [one.seat.role_title for one in shown.approvals.all() if not one.approved_at]
        context |= comments_context(meeting, actor, shown, context["content"], **posted)
        context["circulate_form"] = posted.get("circulate", CirculateForm(initial={"version": shown.version}))
        context["correct_form"] = posted.get("correct", CorrectionForm(initial={"version": shown.version}))
        context |= _for_editor(shown, actor) if facts["can_edit"] else {}
    status = next((form.status for form in posted.values()), 200)
    return render(request, "meetings/minutes.html", context, status=status)


def _for_editor(minutes: Minutes, actor: Actor) -> dict[str, Any]:
    """What is published of a locked version; what becomes of the points of a draft, and who is asked to approve it."""
    if minutes.locked_at:
        rows = Publication.objects.visible_to(actor).filter(minutes=minutes)
        return {"publication": rows.defer("pdf", "content").first()}
    if minutes.state == MinutesState.DRAFT:
        asked = [seat.role_title for seat in approving_seats(minutes.meeting)]
        unreached = list(carried_when_sent(minutes.meeting))
        return {"unreached": unreached, "outdated": is_outdated(minutes), "asked_to_approve": asked}
    return {}


def version_context(minutes: Minutes, actor: Actor) -> dict[str, Any]:
    content = seen_content(minutes, actor)
    return {
        "content": content,
        "span": paragraph_span(content),
        "appendices": appendix_list(content),
        "masked": any(item["redacted"] for item in content["items"]),
        "checksum": short_checksum(content_checksum(content)),
        "people": [(content["labels"][key], content[key]) for key in PEOPLE if content[key]],
        "may_approve": can_approve(actor, minutes),
        "draft": minutes.state == MinutesState.DRAFT,
    }


@signed_in
@require_safe
def minutes_by_id(request: HttpRequest, minutes_id: uuid.UUID) -> HttpResponse:
    """From a version's id to its page."""
    minutes = find(Minutes.objects.visible_to(actor_of(request)).only("meeting", "number"), pk=minutes_id)
    return HttpResponseRedirect(reverse("minutes-version", args=[minutes.meeting_id, minutes.number]))
