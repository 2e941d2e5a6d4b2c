"""What tests of minutes do before their own matter begins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from meetings.services.minutes import circulate_minutes, draw_up_minutes

if TYPE_CHECKING:
    from forum.enums import MinutesForm
    from forum.models import Forum, Person
    from meetings.models import Meeting, Minutes

HELD = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def circulate(meeting: Meeting, by: Person) -> Minutes:
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=by)
    return circulate_minutes(minutes_id=draft.pk, version=draft.version, circulated_by=by)


def writes(council: Forum, form: MinutesForm) -> None:
    council.minutes_form = form
    council.save()
