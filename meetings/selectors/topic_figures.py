"""What a question's first look tells in numbers, as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forum.enums import PictureState
from forum.policies import can_lead_picture
from forum.selectors.pictures import pictures_of_topic
from forum.selectors.training import training_coverage
from meetings.selectors.plan_breaks import breaks_for_reader

if TYPE_CHECKING:
    from typing import Any

    from forum.calendar.reach import Reach
    from forum.models import Actor, Topic


@dataclass(frozen=True)
class TopicFigures:
    """`round`: the one that is out for answers, with `answered` and `asked`, for who leads it; `reach`: of all target groups."""

    breaks: int
    reach: Reach | None
    round: Any


def figures_of_topic(actor: Actor, topic: Topic) -> TopicFigures:
    """In a constant number of statements."""
    out = pictures_of_topic(actor, topic).filter(state=PictureState.OPEN).first()
    return TopicFigures(
        breaks=len(breaks_for_reader(actor, topic)),
        reach=training_coverage(actor, topic).whole,
        round=out if out and can_lead_picture(actor, out) else None,
    )
