"""What a reminder says of one action or meeting, in the receiver's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from forum.enums import ReminderKind
from forum.services.links import prepare_link
from meetings.enums import ItemOpenness
from meetings.models import ActionLink, MeetingLink

if TYPE_CHECKING:
    from datetime import date, datetime

    from forum.models import SignedLink
    from forum.selectors.recipients import Recipient
    from meetings.models import ActionItem, Meeting

LINK_OUTLIVES_DUE_DATE = timedelta(days=30)
LINK_LASTS_AT_LEAST = timedelta(days=45)
AGENDA_LINES = 12


@dataclass(frozen=True)
class MailTask:
    """One thing in a reminder: state (late, soon or empty), what it says, and the one button."""

    sort_key: str
    state: str
    eyebrow: str
    heading: str
    source: str
    url: str
    act: str
    lines: tuple[str, ...] = ()


def task_for_action(
    action: ActionItem, owner: Recipient, now: datetime, links: list[SignedLink]
) -> MailTask:
    """An action and its signed link, valid until 30 days after its day."""
    day = action.due_on
    zone = ZoneInfo(action.forum.zone)
    today = now.astimezone(zone).date()
    outlives = (
        now
        + LINK_LASTS_AT_LEAST
        + (max(day - today, timedelta()) if day else timedelta())
    )
    link, url = prepare_link(
        ActionLink,
        address=owner.address,
        person=owner.person,
        expires_at=outlives,
        action=action,
    )
    links.append(link)
    with override(owner.language):
        return MailTask(
            sort_key=day.isoformat() if day else "9999",
            state=_state(day, today),
            eyebrow=_when_due(day, today),
            heading=action.text,
            source=_source(action),
            url=url,
            act=_("Show the action"),
        )


def _state(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return "late" if day < today else "soon"


def _when_due(day: date | None, today: date) -> str:
    if day is None:
        return ""
    shown = {"date": date_format(day, "l j F")}
    if day < today:
        return _("Overdue: was to be done %(date)s") % shown
    if day == today:
        return _("Today: %(date)s") % shown
    days = (day - today).days
    return ngettext("In %(days)d day: %(date)s", "In %(days)d days: %(date)s", days) % {
        "days": days,
        **shown,
    }


def _source(action: ActionItem) -> str:
    meeting = action.origin.meeting
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()
    words = {
        "forum": action.forum.name,
        "date": date_format(day, "j F"),
        "number": action.number,
    }
    if action.origin.paragraph:
        return _("Action %(number)d from %(forum)s, %(date)s, § %(paragraph)d") % {
            **words,
            "paragraph": action.origin.paragraph,
        }
    return _("Action %(number)d from %(forum)s, %(date)s") % words


def task_for_meeting(
    meeting: Meeting, kind: ReminderKind, recipient: Recipient, links: list[SignedLink]
) -> MailTask:
    """A meeting with the lines of its agenda; points that are not open in the forum never leave by mail, only their number does."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    with override(recipient.language):
        clock = date_format(local, "H.i" if recipient.language == "sv" else "H:i")
        day = date_format(local, "l j F")
        when = (
            day
            if meeting.all_day
            else _("%(date)s at %(time)s") % {"date": day, "time": clock}
        )
        act, heading = _words(meeting, kind)
        return MailTask(
            sort_key=local.date().isoformat(),
            state="soon" if kind != ReminderKind.MEETING_AGENDA else "",
            eyebrow=when[:1].upper() + when[1:],
            heading=heading % {"forum": meeting.forum.name},
            source=meeting.place,
            url=_url(meeting, kind, recipient, links),
            act=act,
            lines=_agenda_lines(meeting)
            if meeting.noticed_at and kind != ReminderKind.LOG_OUTCOME
            else (),
        )


def _words(meeting: Meeting, kind: ReminderKind) -> tuple[str, str]:
    if kind == ReminderKind.LOG_OUTCOME:
        return _("Log the outcome"), _("Log what came of the meeting of %(forum)s")
    if kind == ReminderKind.MEETING_AGENDA and not meeting.noticed_at:
        return _("Prepare the agenda"), _(
            "The agenda of %(forum)s has not been sent yet"
        )
    if kind == ReminderKind.MEETING_AGENDA:
        return _("Show the agenda"), _("Agenda for %(forum)s")
    return _("Show the meeting"), _("Meeting of %(forum)s")


def _url(
    meeting: Meeting, kind: ReminderKind, recipient: Recipient, links: list[SignedLink]
) -> str:
    """Those who sign in get the page, the others a link that shows the agenda."""
    page = f"{settings.SITE_URL}/meetings/{meeting.pk}/"
    if kind == ReminderKind.LOG_OUTCOME:
        return f"{page}log/"
    if recipient.person and recipient.person.has_usable_password():
        return page
    expires_at = meeting.ends_at + LINK_OUTLIVES_DUE_DATE
    link, url = prepare_link(
        MeetingLink,
        address=recipient.address,
        person=recipient.person,
        expires_at=expires_at,
        meeting=meeting,
    )
    links.append(link)
    return url


def _agenda_lines(meeting: Meeting) -> tuple[str, ...]:
    items = list(meeting.items.all())
    lines = [
        f"{number}. {item.title if item.openness == ItemOpenness.OPEN else _('Restricted item')}"
        for number, item in enumerate(items[:AGENDA_LINES], start=1)
    ]
    return tuple(lines) if len(items) <= AGENDA_LINES else (*lines, "…")


def title_of(tasks: list[MailTask], language: str) -> str:
    """The subject: the thing itself when there is one, else how many wait."""
    with override(language):
        if len(tasks) == 1:
            return _("Reminder: %(heading)s") % {"heading": tasks[0].heading}
        late = sum(task.state == "late" for task in tasks)
        waiting = ngettext(
            "%(count)d thing waits for you", "%(count)d things wait for you", len(tasks)
        ) % {"count": len(tasks)}
        return (
            waiting
            if not late
            else ngettext(
                "%(waiting)s, %(late)d overdue", "%(waiting)s, %(late)d overdue", late
            )
            % {"waiting": waiting, "late": late}
        )
