"""Letters that came back unsent from a sender after what they say had changed: they are withdrawn, and their things planned anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from forum.enums import MessageKind
from forum.services.locks import lock_forums
from forum.services.withdrawal import letters_to_write_anew, stale_causes, withdraw_stale, written_anew
from meetings.models import ActionItem, Meeting
from meetings.services.locks import lock_meeting
from meetings.services.minutes_letters import ask_for_approval, send_to_seats
from meetings.services.notices import send_to_who_is_reached_now
from meetings.services.reminders import plan_for_actions, plan_for_meetings

if TYPE_CHECKING:
    import uuid

    from forum.models import Forum


def settle_stale_letters() -> int:
    """Withdraws what must not be tried again and plans the reminders behind it as things stand now; how many letters.

    The round before each release. The rows are locked first, so that a change that is being written is seen whole.
    """
    found = stale_causes()
    ids = {cause.object_id for cause in found if cause.reminder_id}
    with transaction.atomic():
        if ids:
            of_meetings, of_actions = _by_forum(Meeting, ids), _by_forum(ActionItem, ids)
            for forum, meetings in of_meetings.items():
                plan_for_meetings(forum, meetings)  # type: ignore[arg-type]
            for forum, actions in of_actions.items():
                plan_for_actions(forum, actions)  # type: ignore[arg-type]
        withdraw_stale({cause.message_id for cause in found})
    _write_anew()
    return len({cause.message_id for cause in found})


@transaction.atomic
def _write_anew() -> None:
    """Notices and minutes go to who has the seat now, where the one before left while they waited; forums are locked in their order."""
    causes = letters_to_write_anew()
    meetings = Meeting.objects.filter(pk__in={cause.object_id for cause in causes})
    lock_forums(meetings.values_list("forum", flat=True))
    for meeting_id, of_minutes in {
        (cause.object_id, cause.message.kind == MessageKind.MINUTES): None for cause in causes
    }:
        meeting = lock_meeting(meeting_id)
        if not of_minutes:
            send_to_who_is_reached_now(meeting)
            continue
        newest = meeting.minutes.order_by("-number").first()
        if newest and newest.circulated_at:
            newest.meeting = meeting
            send_to_seats(newest)
            ask_for_approval(newest)
    written_anew(causes)


def _by_forum(model: type[ActionItem] | type[Meeting], ids: set[uuid.UUID]) -> dict[Forum, list[ActionItem | Meeting]]:
    rows = (
        model.objects.filter(pk__in=ids)
        .select_related("forum")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    found: dict[Forum, list[ActionItem | Meeting]] = {}
    for row in rows:
        found.setdefault(row.forum, []).append(row)
    return found
