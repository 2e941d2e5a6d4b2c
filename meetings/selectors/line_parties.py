"""Who can be named in a line at a meeting, and from which day its dates are counted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from forum.models import Organisation, Seat
from meetings.calendar.quick_owners import Party

if TYPE_CHECKING:
    from datetime import date

    from meetings.models import Meeting

NEAR: Final = timedelta(days=6)


def parties_for_line(meeting: Meeting) -> list[Party]:
    """The forum's open seats in their order, then all organisations; labels tell apart what has the same name."""
    seats = list(
        Seat.objects.filter(forum=meeting.forum_id, closed_on__isnull=True).select_related("organisation", "unit")
    )
    titles = Counter(seat.role_title for seat in seats)
    taken: Counter[str] = Counter()
    parties = []
    for seat in seats:
        label = seat.role_title if titles[seat.role_title] == 1 else f"{seat.role_title}, {seat.organisation.name}"
        taken[label] += 1
        label = f"{label} {taken[label]}" if taken[label] > 1 else label
        parties.append(
            Party(f"seat:{seat.pk}", seat.role_title, seat.organisation.name, label, str(seat.substitute_for_id or ""))
        )
    rows = Organisation.objects.values_list("pk", "name")
    return [*parties, *(Party(f"org:{pk}", name, "", name) for pk, name in rows)]


def day_of_line(meeting: Meeting) -> date:
    """ "Friday" said at a meeting is the Friday after it; noted down a week later it is the next one from now."""
    held = meeting.day
    today = timezone.localdate()
    return held if today - held <= NEAR else today
