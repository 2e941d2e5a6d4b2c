"""Why a reminder comes just then, and why nobody gets it, in words of the active language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.enums import ABOUT_CONSULTATIONS, ABOUT_MEASURES, ABOUT_PICTURES, ABOUT_UPKEEP, ReminderKind, Silence
from meetings.models import ActionItem, Meeting
from meetings.services.reminders import last_day

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Reminder, ReminderRule


NOT_OF_A_MEETING = (*ABOUT_CONSULTATIONS, *ABOUT_MEASURES, *ABOUT_PICTURES, *ABOUT_UPKEEP)


def words_of_rule(rule: ReminderRule) -> str:
    """Seven days before the due date, the day after the meeting, and so on."""
    if rule.kind == ReminderKind.ACTION_GIVEN:
        return _("When the log has been quiet for a quarter of an hour, or the minutes are sent")
    days = abs(rule.offset_days)
    shown = {"days": days}
    if rule.kind == ReminderKind.ACTION_DUE:
        if not days:
            return _("On the due date")
        before = ngettext("%(days)d day before the due date", "%(days)d days before the due date", days)
        after = ngettext("%(days)d day after the due date", "%(days)d days after the due date", days)
    elif rule.kind in NOT_OF_A_MEETING:
        if not days:
            return _("On the last day")
        before = ngettext("%(days)d day before the last day", "%(days)d days before the last day", days)
        after = ngettext("%(days)d day after the last day", "%(days)d days after the last day", days)
    else:
        if not days:
            return _("On the day of the meeting")
        before = ngettext("%(days)d day before the meeting", "%(days)d days before the meeting", days)
        after = ngettext("%(days)d day after the meeting", "%(days)d days after the meeting", days)
    return (before if rule.offset_days < 0 else after) % shown


def words_of_moment(reminder: Reminder, thing: ActionItem | Meeting | None) -> str:
    """The rule, and whether the day was moved to a working day."""
    rule = words_of_rule(reminder.rule)
    day = _day_of(reminder, thing)
    if day is None or reminder.kind == ReminderKind.ACTION_GIVEN:
        return rule
    wanted = day + timedelta(days=reminder.rule.offset_days)
    moved = reminder.moment.astimezone(ZoneInfo(reminder.forum.zone if reminder.forum else settings.TIME_ZONE)).date()
    if moved == wanted:
        return rule
    words = {"rule": rule, "day": date_format(moved, "l j F"), "wanted": date_format(wanted, "l j F")}
    if moved < wanted:
        return _("%(rule)s, back to %(day)s because %(wanted)s is no working day") % words
    return _("%(rule)s, on to %(day)s because %(wanted)s is no working day") % words


def _day_of(reminder: Reminder, thing: ActionItem | Meeting | None) -> date | None:
    if isinstance(thing, ActionItem):
        return thing.due_on
    if isinstance(thing, Meeting):
        return last_day(thing) if reminder.kind == ReminderKind.LOG_OUTCOME else thing.day
    return None


def words_of_silence(silence: Silence, thing: ActionItem | Meeting | None) -> str:
    """Why nobody will get it as things stand."""
    if silence == Silence.NOBODY and isinstance(thing, ActionItem) and thing.owner_seat:
        return _(
            "Nobody can get this: the seat %(seat)s is vacant or its holder has no address, and %(organisation)s has no contact address."
        ) % {"seat": thing.owner_seat.role_title, "organisation": thing.owner_seat.organisation.name}
    if silence == Silence.NOBODY:
        return _("Nobody can get this: no seat or address that it goes to can be reached.")
    if silence == Silence.NOT_NOTICED:
        return _("Nobody gets this unless a notice is sent.")
    if silence == Silence.LOGGED:
        return _("Nobody gets this: the outcome is already logged.")
    return str(silence.label)
