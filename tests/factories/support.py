from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from forum.models import (
    Agreement,
    AgreementParty,
    OpeningInterval,
    Participation,
    SupportLine,
    TargetGroup,
    TrainingActivity,
)

if TYPE_CHECKING:
    from forum.models import Organisation, Topic

LINE_BEGAN = date(2025, 1, 1)
CHECKED = date(2026, 11, 2)


def make_line(*, organisation: Organisation, name: str = "Stödtelefonen", **fields: Any) -> SupportLine:
    """Open on weekdays 9–15, checked three weeks before `now`."""
    defaults = {"operator": "Röda Korset", "number": "+4620100200", "valid_from": LINE_BEGAN, "checked_on": CHECKED}
    line = SupportLine.objects.create(organisation=organisation, name=name, **(defaults | fields))
    OpeningInterval.objects.bulk_create(
        OpeningInterval(line=line, day=day, opens=540, closes=900, valid_from=line.valid_from) for day in range(5)
    )
    return line


def make_group(*, topic: Topic, organisation: Organisation, name: str = "Lärare", **fields: Any) -> TargetGroup:
    """Forty people."""
    defaults = {"size": 40, "size_as_of": LINE_BEGAN}
    return TargetGroup.objects.create(topic=topic, organisation=organisation, name=name, **(defaults | fields))


def make_training(*, organisation: Organisation, counts: dict[TargetGroup, int], **fields: Any) -> TrainingActivity:
    """Held on 2 November 2026, counts for two years."""
    defaults = {"name": "Grundutbildning", "held_on": CHECKED, "topic": next(iter(counts)).topic}
    activity = TrainingActivity.objects.create(organisation=organisation, **(defaults | fields))
    for group, count in counts.items():
        Participation.objects.create(activity=activity, group=group, count=count)
    return activity


def make_agreement(
    *, organisation: Organisation, party: Organisation, title: str = "Samverkansöverenskommelse", **fields: Any
) -> Agreement:
    """Signed."""
    defaults = {"purposes": "Trygghet", "areas": "Centrum", "signed_on": CHECKED}
    agreement = Agreement.objects.create(organisation=organisation, title=title, **(defaults | fields))
    AgreementParty.objects.create(agreement=agreement, organisation=party)
    return agreement
