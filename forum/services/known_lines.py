"""Lines whose history is known and comes with the program: nobody has checked them for this installation."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import transaction

from forum.calendar.opening_text import read_spans
from forum.enums import OpeningDay
from forum.models import SupportLine
from forum.reference import DATA
from forum.services.opening_hours import set_opening_hours
from forum.services.phone_numbers import normal_number
from forum.services.support_lines import add_support_line

if TYPE_CHECKING:
    from forum.models import Organisation, Topic

WEEKDAYS = tuple(OpeningDay)[:5]


@cache
def known_lines() -> list[dict[str, Any]]:
    """Each operator's time at 020-100 200, with its source."""
    found: list[dict[str, Any]] = json.loads((DATA / "support_lines.json").read_text(encoding="utf-8"))
    return found


def has_known_lines(organisation: Organisation) -> bool:
    numbers = {normal_number(line["number"], field="number") for line in known_lines()}
    return SupportLine.objects.filter(organisation=organisation, number__in=numbers).exists()


@transaction.atomic
def bring_in_known_lines(*, organisation: Organisation, topic: Topic | None = None) -> list[SupportLine]:
    """Adds them to an organisation's register, once, with hours and source. Administrators, the organisation's coordinators."""
    if has_known_lines(organisation):
        return []
    return [_bring_in(organisation, topic, known) for known in known_lines()]


def _bring_in(organisation: Organisation, topic: Topic | None, known: dict[str, Any]) -> SupportLine:
    facts = {name: value for name, value in known.items() if name != "hours"}
    facts["valid_from"] = date.fromisoformat(facts["valid_from"])
    facts["valid_to"] = date.fromisoformat(facts["valid_to"]) if facts["valid_to"] else None
    line = add_support_line(organisation=organisation, topic=topic, **facts)
    for hours in known["hours"]:
        spans = read_spans(hours["weekdays"])
        line = set_opening_hours(
            line_id=line.pk,
            version=None,
            hours=dict.fromkeys(WEEKDAYS, spans),
            valid_from=date.fromisoformat(hours["from"]),
        )
    return line
