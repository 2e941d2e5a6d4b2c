"""Yes or no around meetings; what depends on the forum alone is asked in forum.policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.enums import SITTING, MinutesForm
from forum.models import Actor, ClientActor, PersonActor
from forum.models.visibility import own_seats
from forum.policies import can_begin_plan, can_edit_meetings, can_edit_plan, can_read_drafts, offices_in
from meetings.enums import MinutesState
from meetings.models import ActionItem, Report

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Topic
    from meetings.models import Document, Minutes


def owns_action(actor: Actor, action: ActionItem) -> bool:
    """By seat, by name, by address, or as the organisation's system."""
    return ActionItem.objects.owned_by(actor).filter(pk=action.pk).exists()


def can_change_action(actor: Actor, action: ActionItem) -> bool:
    """State, date and notes: its owner, and chair and secretary of its forum; an API client needs the scope as well."""
    if isinstance(actor, ClientActor):
        return "actions:write" in actor.client.scopes and owns_action(actor, action)
    return can_edit_meetings(actor, action.forum) or owns_action(actor, action)


def can_approve(actor: Actor, minutes: Minutes) -> bool:
    """Chair and approvers chosen at the meeting, while the version waits for them; a vice chair for the chair."""
    if not isinstance(actor, PersonActor) or minutes.state != MinutesState.CIRCULATED:
        return False
    if (
        minutes.meeting.forum.minutes_form == MinutesForm.NOTES
        or minutes.meeting.minutes.filter(number__gt=minutes.number).exists()
    ):
        return False
    asked = minutes.approvals.filter(approved_at__isnull=True)
    if asked.filter(seat__in=own_seats(actor)).exists():
        return True
    return "vice_chair" in offices_in(actor, minutes.meeting.forum) and asked.filter(presiding=True).exists()


def can_comment(actor: Actor, minutes: Minutes) -> bool:
    """Those who sit in the forum, on the newest version while it waits to be approved or settled."""
    if not isinstance(actor, PersonActor) or minutes.state != MinutesState.CIRCULATED:
        return False
    if minutes.meeting.minutes.filter(number__gt=minutes.number).exists():
        return False
    return not offices_in(actor, minutes.meeting.forum).isdisjoint(SITTING)


def can_edit_document(actor: Actor, document: Document) -> bool:
    """Rename, replace, take away: chair and secretary; of a plan those who write it."""
    if document.plan:
        return can_edit_plan(actor, document.plan)
    return document.forum is not None and can_edit_meetings(actor, document.forum)


def can_read_earlier_files(actor: Actor, document: Document) -> bool:
    """The versions before the present one: those who read drafts."""
    if document.plan:
        return can_edit_plan(actor, document.plan)
    return document.forum is not None and can_read_drafts(actor, document.forum)


def can_draft_report(
    actor: Actor, *, topic: Topic | None = None, organisation: Organisation | None = None, forum: Forum | None = None
) -> bool:
    """On a topic: who writes the organisation's plan for it. A forum's year: its chair and secretary."""
    if forum:
        return can_edit_meetings(actor, forum)
    return topic is not None and organisation is not None and can_begin_plan(actor, topic, organisation)


def can_write_report(actor: Actor, report: Report) -> bool:
    """Own words, fix an edition, send it: whoever sees the draft."""
    return Report.objects.visible_to(actor).filter(pk=report.pk).exists()
