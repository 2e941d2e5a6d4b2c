"""How an action's urgency and a proposal's state are shown: always icon and word."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.calendar.workdays import is_working_day
from forum.enums import MinutesForm, PlacementState
from forum.templatetags.samverka import due_tag, short_date, when
from meetings.enums import ActionState, Answer, DueKind, MinutesState
from meetings.services.follow_up_words import minutes_state_words

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString

    from forum.models import Placement
    from meetings.models import ActionItem, AgendaItem
    from meetings.selectors.follow_up import FollowUp

register = template.Library()

SOON: Final = timedelta(days=7)
COUNTED: Final = timedelta(days=60)
PLACEMENT_TAGS: Final = {
    PlacementState.PROPOSED: "running",
    PlacementState.ACCEPTED: "done",
    PlacementState.DEFERRED: "deferred",
    PlacementState.DECLINED: "declined",
}


@register.simple_tag
def action_tag(action: ActionItem) -> SafeString:
    """Overdue with working days, soon with days, else the state."""
    if action.state == ActionState.DONE:
        return due_tag("done")
    if action.state == ActionState.CLOSED:
        return due_tag("declined", str(action.state.label))
    if action.state == ActionState.HANDED_OVER:
        return due_tag("handed")
    today = timezone.localdate()
    if action.due_on and action.due_on < today:
        return due_tag("late", _overdue(action.due_on, today))
    if action.due_on and action.due_on <= today + SOON:
        word = when(action.due_on)
        return due_tag("soon", word[:1].upper() + word[1:])
    return due_tag("running" if action.state == ActionState.IN_PROGRESS else "plain", str(action.state.label))


def _overdue(due_on: date, today: date) -> str:
    if today - due_on > COUNTED:
        return _("Overdue since %(day)s") % {"day": short_date(due_on)}
    span = (due_on + timedelta(days=number) for number in range(1, (today - due_on).days + 1))
    days = sum(is_working_day(day) for day in span)
    if not days:
        return _("Overdue")
    return ngettext("Overdue %(days)d working day", "Overdue %(days)d working days", days) % {"days": days}


@register.filter
def due_words(action: ActionItem) -> str:
    """When it is to be done, in few words: a day, next meeting, or ongoing."""
    if action.due_kind == DueKind.NEXT_MEETING:
        return f"{_('Next meeting')}, {short_date(action.due_on)}" if action.due_on else _("Next meeting")
    return short_date(action.due_on) if action.due_on else str(DueKind.ONGOING.label)


@register.simple_tag
def minutes_tag(said: FollowUp) -> SafeString:
    """How far the last minutes are."""
    notes = said.forum.minutes_form == MinutesForm.NOTES
    words = minutes_state_words(said.minutes, notes=notes)
    words = words[:1].upper() + words[1:]
    if said.minutes is None or not said.minutes.circulated_at:
        return due_tag("lacking", words)
    return due_tag("running" if said.minutes.state == MinutesState.CIRCULATED else "done", words)


@register.filter
def came_back(item: AgendaItem) -> str:
    """Why the point stands on the agenda again, with its count and since when."""
    origin = item.carried_from
    if origin is None:
        return ""
    day = short_date(timezone.localtime(origin.meeting.starts_at))
    if not item.times_put_off:
        return _("From the cancelled meeting on %(day)s") % {"day": day}
    if item.times_put_off == 1 and not origin.times_put_off and origin.answer != Answer.PUT_OFF:
        return _("Was not reached on %(day)s") % {"day": day}
    since = short_date(item.waiting_since) if item.waiting_since else day
    words = ngettext(
        "Put off %(times)d time since %(day)s", "Put off %(times)d times since %(day)s", item.times_put_off
    )
    return words % {"times": item.times_put_off, "day": since}


@register.simple_tag
def placement_tag(placement: Placement) -> SafeString:
    """A proposal's state; a deferred one says until when beside it."""
    tag = due_tag(PLACEMENT_TAGS.get(placement.state, "plain"), str(placement.state.label))
    if placement.state != PlacementState.DEFERRED or not placement.deferred_until:
        return tag
    words = _("until %(day)s") % {"day": short_date(placement.deferred_until)}
    return format_html('{} <span class="meta">{}</span>', tag, words)
