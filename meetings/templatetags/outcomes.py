"""How what came of a point is told on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.templatetags.people import person_name
from forum.templatetags.samverka import clock, short_date
from meetings.enums import ActionState
from meetings.services import action_words, minutes_freeze

if TYPE_CHECKING:
    from meetings.models import ActionItem, ActionUpdate, Attendance

register = template.Library()


@register.filter
def owner_words(action: ActionItem) -> str:
    """Who has the action, by function and organisation, as the minutes tell it."""
    return action_words.owner_words(action)


@register.filter
def state_words(update: ActionUpdate) -> str:
    """The state that an entry of an action's history led to."""
    return str(ActionState(update.new_state).label) if update.new_state in ActionState.values else update.new_state


@register.filter
def attendance_words(row: Attendance) -> str:
    """What is noted about a seat beside its mark: who stood in, from and to which point, a note."""
    parts = [row.substitute_name, minutes_freeze.points_words(row), row.note]
    words = ", ".join(filter(None, parts))
    return words[:1].upper() + words[1:]


@register.filter
def finish_words(action: ActionItem) -> str:
    """How and when it came to be done, and by whom, for an action loaded with `finishes`: done by mail link today 14:03, …"""
    last = next(iter(getattr(action, "finishes", [])), None)
    if action.state != ActionState.DONE or last is None:
        return ""
    at = timezone.localtime(last.at)
    today = at.date() == timezone.localdate()
    moment = f"{_('today') if today else short_date(at)} {clock(at)}"
    words = _("Done %(via)s %(moment)s") % {"via": last.via.label, "moment": moment}
    who = person_name(last.by_person) or last.by_address
    return f"{words}, {who}" if who else words
