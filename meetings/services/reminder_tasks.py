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
from meetings.services.time_words import meeting_when

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

    @property
    def wants_sign_in(self) -> bool:
        """The button leads to a page, not through a signed link."""
        return bool(self.url) and not self.url.startswith(f"{settings.SITE_URL}/link/")


def task_for_action(
    action: ActionItem, owner: Recipient, now: datetime, links: list[SignedLink], *, kind: ReminderKind
) -> MailTask:
    """An action and its signed link, valid until 30 days after its day."""
    day = action.due_on
    zone = ZoneInfo(action.forum.zone)
    today = now.astimezone(zone).date()
    outlives = now + LINK_LASTS_AT_LEAST + (max(day - today, timedelta()) if day else timedelta())
    link, url = prepare_link(ActionLink, address=owner.address, person=owner.person, expires_at=outlives, action=action)
    links.append(link)
    with override(owner.language):
        return MailTask(
            sort_key=day.isoformat() if day else "9999",
            state=_state(day, today),
            eyebrow=_when_due(day, today),
            heading=action.text,
            source=_source(action),
            url=url,
            act=_("Done, not mine, or more time") if kind == ReminderKind.ACTION_GIVEN else _("Show the action"),
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
    return ngettext("In %(days)d day: %(date)s", "In %(days)d days: %(date)s", days) % {"days": days, **shown}


def _source(action: ActionItem) -> str:
    meeting = action.origin.meeting
    day = meeting.day
    words = {"forum": action.forum.name, "date": date_format(day, "j F"), "number": action.number}
    if action.origin.paragraph:
        return _("Action %(number)d from %(forum)s, %(date)s, § %(paragraph)d") % {
            **words,
            "paragraph": action.origin.paragraph,
        }
    return _("Action %(number)d from %(forum)s, %(date)s") % words


def task_for_meeting(meeting: Meeting, kind: ReminderKind, recipient: Recipient, links: list[SignedLink]) -> MailTask:
    """A meeting with the lines of its agenda; points that are not open in the forum never leave by mail, only their number does."""
    with override(recipient.language):
        when = meeting_when(meeting)
        act, heading = _words(meeting, kind)
        return MailTask(
            sort_key=meeting.day.isoformat(),
            state="soon" if kind != ReminderKind.MEETING_AGENDA else "",
            eyebrow=when[:1].upper() + when[1:],
            heading=heading % {"forum": meeting.forum.name},
            source=meeting.place,
            url=_url(meeting, kind, recipient, links) if recipient.reads_agenda else "",
            act=act,
            lines=agenda_lines(meeting, longest=AGENDA_LINES) if shows_agenda(meeting, kind, recipient) else (),
        )


def shows_agenda(meeting: Meeting, kind: ReminderKind, recipient: Recipient) -> bool:
    """Whether the reminder carries the agenda's lines: once it was sent, to those who read it."""
    return bool(meeting.noticed_at and kind != ReminderKind.LOG_OUTCOME and recipient.reads_agenda)


def _words(meeting: Meeting, kind: ReminderKind) -> tuple[str, str]:
    if kind == ReminderKind.LOG_OUTCOME:
        return _("Log the outcome"), _("Log what came of the meeting of %(forum)s")
    if kind == ReminderKind.MEETING_AGENDA and not meeting.noticed_at:
        return _("Prepare the agenda"), _("The agenda of %(forum)s has not been sent yet")
    if kind == ReminderKind.MEETING_AGENDA:
        return _("Show the agenda"), _("Agenda for %(forum)s")
    return _("Show the meeting"), _("Meeting of %(forum)s")


def _url(meeting: Meeting, kind: ReminderKind, recipient: Recipient, links: list[SignedLink]) -> str:
    """Those who sign in get the page, the others a link that shows the agenda."""
    if kind == ReminderKind.LOG_OUTCOME:
        return f"{_page(meeting)}log/"
    return agenda_url(meeting, recipient, links)


def _page(meeting: Meeting) -> str:
    return f"{settings.SITE_URL}/meetings/{meeting.pk}/"


def agenda_url(meeting: Meeting, recipient: Recipient, links: list[SignedLink]) -> str:
    """The page for those who sign in, for the others a signed link that shows the agenda, which is added to `links`."""
    if recipient.person and recipient.person.has_usable_password():
        return _page(meeting)
    link, url = prepare_link(
        MeetingLink,
        address=recipient.address,
        person=recipient.person,
        expires_at=meeting.ends_at + LINK_OUTLIVES_DUE_DATE,
        meeting=meeting,
    )
    links.append(link)
    return url


def agenda_lines(meeting: Meeting, *, longest: int | None = None) -> tuple[str, ...]:
    """The points as they may leave by mail, in the active language: of those not open in the forum only the number."""
    items = list(meeting.items.all())
    lines = [
        f"{number}. {item.title if item.openness == ItemOpenness.OPEN else _('Restricted item')}"
        for number, item in enumerate(items[:longest], start=1)
    ]
    return (*lines, "…") if longest and len(items) > longest else tuple(lines)


def title_of_new(tasks: list[MailTask], language: str) -> str:
    """The subject of a letter about what was given just now."""
    with override(language):
        if len(tasks) == 1:
            return _("New action for you: %(heading)s") % {"heading": tasks[0].heading}
        return ngettext("%(count)d new action for you", "%(count)d new actions for you", len(tasks)) % {
            "count": len(tasks)
        }


def title_of(tasks: list[MailTask], language: str) -> str:
    """The subject: the thing itself when there is one, else how many wait."""
    with override(language):
        if len(tasks) == 1:
            return _("Reminder: %(heading)s") % {"heading": tasks[0].heading}
        late = sum(task.state == "late" for task in tasks)
        waiting = ngettext("%(count)d thing waits for you", "%(count)d things wait for you", len(tasks)) % {
            "count": len(tasks)
        }
        return (
            waiting
            if not late
            else ngettext("%(waiting)s, %(late)d overdue", "%(waiting)s, %(late)d overdue", late)
            % {"waiting": waiting, "late": late}
        )
