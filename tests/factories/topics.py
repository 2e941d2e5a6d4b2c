from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from forum.enums import PlacementState
from forum.models import Coordinator, Forum, Organisation, Person, Placement, Topic

from .forums import TERM_START

if TYPE_CHECKING:
    from datetime import date


def make_topic(*, organisation: Organisation, name: str = "Våldsbejakande extremism", **fields: Any) -> Topic:
    fields.setdefault("slug", slugify(name))
    return Topic.objects.create(organisation=organisation, name=name, **fields)


def make_coordinator(*, topic: Topic, person: Person, starts_on: date = TERM_START, **fields: Any) -> Coordinator:
    fields.setdefault("organisation", person.organisation)
    return Coordinator.objects.create(topic=topic, person=person, starts_on=starts_on, **fields)


def make_placement(
    *, topic: Topic, forum: Forum, state: PlacementState = PlacementState.ACCEPTED, **fields: Any
) -> Placement:
    fields.setdefault("title", topic.name)
    return Placement.objects.create(topic=topic, forum=forum, state=state, **fields)
