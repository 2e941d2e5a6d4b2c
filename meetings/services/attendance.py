"""The whole attendance list of a meeting, saved at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from forum.services.versions import lock_version
from meetings.models import Attendance, Meeting
from meetings.services.locks import open_for_logging
from meetings.services.outcomes import set_attendance

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from forum.models import Seat
    from meetings.enums import Presence
    from meetings.models import AgendaItem

UNMARKED = 0


@dataclass(frozen=True)
class SeatPresence:
    """What is to be noted for one seat. `version` is that of the row the writer saw, UNMARKED when there was none."""

    seat: Seat
    presence: Presence
    version: int | None = None
    substitute_name: str = ""
    note: str = ""
    from_item: AgendaItem | None = None
    to_item: AgendaItem | None = None


@transaction.atomic
def save_attendance(*, meeting: Meeting, rows: Iterable[SeatPresence]) -> list[Attendance]:
    """Notes the seats that have changed, all or none. Chair, secretary. Raises as `set_attendance`."""
    open_for_logging(meeting)
    return [
        set_attendance(
            meeting=meeting,
            seat=row.seat,
            presence=row.presence,
            version=row.version,
            substitute_name=row.substitute_name,
            note=row.note,
            from_item=row.from_item,
            to_item=row.to_item,
        )
        for row in rows
    ]


@transaction.atomic
def remove_guest(*, attendance_id: uuid.UUID, version: int | None) -> None:
    """Takes away a guest who was noted by mistake; history keeps the row. Chair, secretary. Raises `ConflictError`, `StaleVersionError`."""
    open_for_logging(Meeting.objects.get(attendances=attendance_id))
    row = lock_version(Attendance, attendance_id, version)
    if row.seat_id is None:
        row.delete()
