"""What reports are about in tests, and what they say."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from forum.models import PersonActor
from meetings.enums import Answer, ReportKind
from meetings.services.reporting.writing import write_report
from meetings.services.reports import draft_report
from tests.factories import (
    make_item,
    make_meeting,
    make_minutes,
    make_seat,
)

if TYPE_CHECKING:
    from forum.models import Forum, Person, Topic
    from meetings.models import AgendaItem, Report

DAY = date(2026, 11, 24)
HELD = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)


def report_on(topic: Topic, kind: ReportKind = ReportKind.COUNCIL, **fields: Any) -> Report:
    facts: dict[str, Any] = {"title": "Rapport 2026", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return draft_report(kind=kind, organisation=topic.organisation, topic=topic, drafted_by=None, **(facts | fields))


def year_of(forum: Forum) -> Report:
    return draft_report(
        kind=ReportKind.FORUM_YEAR, organisation=forum.organisation, forum=forum, title="Rådets år", drafted_by=None,
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip


def told(report: Report, reader: Person, day: date = DAY) -> str:
    """Everything that the report says to its reader, as one text."""
    return json.dumps(write_report(report=report, actor=PersonActor(reader), day=day), ensure_ascii=False)


def said_in(report: Report, reader: Person, key: str) -> str:
    content = write_report(report=report, actor=PersonActor(reader), day=DAY)
    return json.dumps(next(one for one in content["sections"] if one["key"] == key), ensure_ascii=False)


def raised(forum: Forum, topic: Topic, *, sent: bool = True, at: datetime = HELD, **fields: Any) -> AgendaItem:
    """A point of a meeting that was held; `sent`: its minutes are."""
    meeting = make_meeting(forum=forum, starts_at=at, noticed=True)
    item = make_item(meeting=meeting, topic=topic, answer=Answer.RAISED, **fields)
    if sent:
        make_minutes(meeting=meeting)
    return item


def coordinator_sits(coordinator: Person, forum: Forum) -> None:
    make_seat(forum=forum, organisation=forum.organisation, role_title="Samordnare", person=coordinator)
