from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from forum.enums import MinutesForm
from forum.models import ParagraphSeries
from meetings.models import AgendaItem

if TYPE_CHECKING:
    from meetings.models import Meeting


def number_paragraphs(meeting: Meeting) -> None:
    """Gives every point of the meeting its §, in order, following on from the forum's last in the year. Needs the meeting's lock.

    Numbers once given stay, also when a point moves; a point added later gets the next free one. Notes have none.
    """
    if meeting.forum.minutes_form == MinutesForm.NOTES:
        return
    year = meeting.day.year
    last = AgendaItem.objects.filter(forum=meeting.forum_id, paragraph_year=year).aggregate(last=Max("paragraph"))[
        "last"
    ]
    series = ParagraphSeries.objects.filter(forum=meeting.forum_id, year=year).first()
    following = max(last + 1 if last else 1, series.first_number if series else 1)
    for item in meeting.items.filter(paragraph__isnull=True).order_by("position"):
        item.paragraph, item.paragraph_year = following, year
        item.save(update_fields=["paragraph", "paragraph_year"])
        following += 1
