"""An agenda as it is laid out: headings, clock slots, and how the points fill the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from meetings.selectors.meeting_pages import planned_minutes, planned_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class AgendaRow:
    """A point with the heading that begins above it, and its slot if all before it keep their time (UTC)."""

    item: AgendaItem
    heading: str
    starts_at: datetime | None
    ends_at: datetime | None
    after_the_end: bool
    change: Sequence[object] | None = None

    @property
    def change_known(self) -> bool:
        """Whether the point is new or changed since the notice; a new one has an empty `change`."""
        return self.change is not None


@dataclass(frozen=True)
class AgendaLength:
    """In minutes. `length`: of the meeting, 0 when it lasts all day; `over`: what does not fit; `unknown`: points without a length."""

    planned: int
    length: int
    over: int
    left: int
    unknown: int


def agenda_rows(
    meeting: Meeting, items: Sequence[AgendaItem], changed: Mapping[str, Sequence[object]] | None = None
) -> list[AgendaRow]:
    """The points in their order, with what `changed` since the notice, by id.

    One that is restricted for the reader does not break a heading off.
    """
    rows, heading = [], ""
    for item, at in zip(items, planned_times(meeting, list(items)), strict=True):
        shown = getattr(item, "in_full", True)
        begins = item.section if shown and item.section != heading else ""
        heading = item.section if shown else heading
        ends_at = at + timedelta(minutes=item.minutes) if at and item.minutes else None
        late = bool(ends_at and not meeting.all_day and ends_at > meeting.ends_at)
        rows.append(AgendaRow(item, begins, at, ends_at, late, (changed or {}).get(str(item.pk))))
    return rows


def agenda_length(meeting: Meeting, items: Sequence[AgendaItem]) -> AgendaLength:
    """How much of the meeting the points take."""
    planned = planned_minutes(list(items))
    length = 0 if meeting.all_day else round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    spare = length - planned if length else 0
    unknown = sum(not item.minutes for item in items)
    return AgendaLength(planned, length, max(0, -spare), max(0, spare), unknown)
