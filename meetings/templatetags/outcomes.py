"""How what came of a point is told on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from meetings.enums import ActionState
from meetings.services import minutes_freeze

if TYPE_CHECKING:
    from meetings.models import ActionItem, ActionUpdate

register = template.Library()


@register.filter
def owner_words(action: ActionItem) -> str:
    """Who has the action, by function and organisation, as the minutes tell it."""
    return minutes_freeze.owner_words(action)


@register.filter
def state_words(update: ActionUpdate) -> str:
    """The state that an entry of an action's history led to."""
    return str(ActionState(update.new_state).label) if update.new_state in ActionState.values else update.new_state
