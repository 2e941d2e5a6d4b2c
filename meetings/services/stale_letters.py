"""Letters that came back unsent from a sender after what they say had changed: they are withdrawn, and their things planned anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from forum.services.withdrawal import stale_causes, withdraw_stale
from meetings.models import ActionItem, Meeting
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
            for forum, actions in _by_forum(ActionItem, ids).items():
                plan_for_actions(forum, actions)  # type: ignore[arg-type]
            for forum, meetings in _by_forum(Meeting, ids).items():
                plan_for_meetings(forum, meetings)  # type: ignore[arg-type]
        withdraw_stale({cause.message_id for cause in found})
    return len({cause.message_id for cause in found})


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
