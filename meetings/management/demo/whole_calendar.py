"""The calendar that the demo ships: a secretary's own, with one forum that is not here yet among what is hers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forum.calendar.workdays import next_working_day
from meetings.management.demo.calendars import DAY, before, filled, regular

if TYPE_CHECKING:
    import datetime as dt

FILE: Final = "eva-lindgren"
_TUESDAY, _WEDNESDAY = 1, 2


def shipped_calendar(today: dt.date) -> bytes:
    """The .ics file as it is exported that day: the EST group every second Wednesday, a weekly desk meeting, the dentist."""
    group = regular(
        "FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY=WE", before(today, _WEDNESDAY) - 26 * 14 * DAY, today, "100000"
    )
    desk = regular("FREQ=WEEKLY;BYDAY=TU", before(today, _TUESDAY) - 52 * 7 * DAY, today, "083000")
    values = {f"est_{name}": text for name, text in group.items()} | {
        f"desk_{name}": text for name, text in desk.items()
    }
    dentist = next_working_day(today + 12 * DAY)
    return filled(FILE, today, {**values, "est": group["first"], "desk": desk["first"], "dentist": f"{dentist:%Y%m%d}"})
