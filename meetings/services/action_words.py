"""Who has an action, until when, and how far it is, in words of the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.enums import UNFINISHED, ActionState, DueKind
from meetings.selectors.follow_up import is_overdue

if TYPE_CHECKING:
    from datetime import date

    from meetings.models import ActionItem


def day_words(day: date) -> str:
    return date_format(day, "j F Y")


def owner_words(action: ActionItem) -> str:
    """Who has the action, by function and organisation; a person's name only where a person was named, an address as it was given."""
    if action.owner_seat:
        return f"{action.owner_seat.role_title}, {action.owner_seat.organisation.name}"
    if action.owner_person and not action.owner_person.protected:
        return _joined(action.owner_person.name, action.owner_organisation)
    if action.owner_organisation:
        return _joined(action.owner_unit, action.owner_organisation)
    return action.owner_address


def function_words(action: ActionItem) -> str:
    """The same for those who get functions and no names: seat or organisation; of a bare address nothing."""
    if action.owner_seat:
        return owner_words(action)
    return _joined(action.owner_unit, action.owner_organisation)


def _joined(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)


def due_words(action: ActionItem) -> str:
    """When it is to be done: a date, "next meeting" with its date, or "ongoing"."""
    if action.due_kind == DueKind.NEXT_MEETING:
        return _("next meeting, %(date)s") % {"date": day_words(action.due_on)} if action.due_on else _("next meeting")
    return day_words(action.due_on) if action.due_on else _("ongoing")


def state_words(action: ActionItem, day: date) -> str:
    """How far it is on that day: done with its date, closed, overdue, under way, or nothing to say."""
    if action.state == ActionState.DONE and action.finished_at:
        return pgettext("action", "done %(date)s") % {"date": day_words(timezone.localdate(action.finished_at))}
    if action.state not in UNFINISHED:
        return str(action.state.label).lower()
    if is_overdue(action, day):
        return pgettext("action", "overdue")
    return str(action.state.label).lower()
