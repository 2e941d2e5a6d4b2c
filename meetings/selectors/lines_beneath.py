"""Support lines that go along with a meeting: what its forum and the questions on its agenda wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.models import Topic
from forum.selectors.support_lines import lines_for_paper
from meetings.enums import ItemOpenness
from meetings.models import AgendaItem

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable

    from forum.models import Forum
    from forum.selectors.support_lines import ShownLine
    from meetings.models import Meeting


def lines_beneath_mails(meeting: Meeting) -> list[ShownLine]:
    """What stands beneath notices and sent minutes, in at most four statements."""
    return _lines(meeting, wanted_by_forum=meeting.forum.lines_in_mails, wish="lines_in_mails")


def lines_beneath_minutes(meeting: Meeting) -> list[ShownLine]:
    """What stands at the end of the minutes, in at most four statements."""
    return _lines(meeting, wanted_by_forum=meeting.forum.lines_in_minutes, wish="lines_in_minutes")


def topics_with_lines(forum: Forum, topics: Iterable[Topic]) -> set[uuid.UUID | None]:
    """Of which topics lines stand beneath a mail in that forum that tells of these; None for those that are of every topic."""
    wished = {topic.pk for topic in topics if forum.lines_in_mails or topic.lines_in_mails}
    return {None, *wished} if wished or forum.lines_in_mails else set()


def lines_of_topics(keys: Collection[uuid.UUID | None]) -> list[ShownLine]:
    """Public lines that exist today, as `topics_with_lines` names them: in three statements, in none when nothing is wished."""
    return lines_for_paper([key for key in keys if key]) if keys else []


def open_topics(items: Iterable[AgendaItem]) -> list[Topic]:
    """Of points that are open in their forum; `topic` is loaded."""
    return [item.topic for item in items if item.topic and item.openness == ItemOpenness.OPEN]


def _lines(meeting: Meeting, *, wanted_by_forum: bool, wish: str) -> list[ShownLine]:
    """Only of open points: a line must not tell which question a restricted point is about."""
    taken_up = AgendaItem.objects.filter(meeting=meeting, openness=ItemOpenness.OPEN, topic__isnull=False)
    topics = Topic.objects.filter(pk__in=taken_up.order_by().values("topic"))
    if not wanted_by_forum:
        topics = topics.filter(**{wish: True})
    found = list(topics.values_list("pk", flat=True))
    return lines_for_paper(found) if found or wanted_by_forum else []
