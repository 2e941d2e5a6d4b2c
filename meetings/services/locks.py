from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError
from meetings.enums import MinutesState

if TYPE_CHECKING:
    from meetings.models import Meeting


def refuse_if_locked(meeting: Meeting) -> None:
    """Approved or settled minutes lock what was written at the meeting; until then everything can be logged, at any time.

    Raises `ConflictError`. A correction draft opens the meeting again: it becomes a new version of the minutes.
    """
    latest = meeting.minutes.order_by("-number").only("state").first()
    if latest and latest.state in {MinutesState.APPROVED, MinutesState.SETTLED}:
        raise ConflictError(
            _(
                "The minutes are approved, so this is locked. Begin a correction to change it."
            ),
            code="minutes_locked",
        )
    if latest and latest.state == MinutesState.CIRCULATED:
        raise ConflictError(
            _(
                "The minutes have been sent for approval. Take them back to a new version before you change anything."
            ),
            code="minutes_circulated",
        )
