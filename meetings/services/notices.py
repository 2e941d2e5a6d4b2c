"""The notice of a meeting: the moment when its agenda is sent and becomes a public record (TF 2:9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from forum.enums import SITTING, MessageKind, NoticeSender, Office, SharedKind, Silence
from forum.errors import ConflictError
from forum.selectors.recipients import recipients_in_forums
from forum.services.outbox import CalendarPart, Cause, Letter, queue_letters
from forum.services.shares import record_shares
from forum.services.withdrawal import withdraw_letters
from meetings.calendar.write import write_calendar
from meetings.enums import MeetingState
from meetings.models import Meeting, MeetingLink
from meetings.selectors.documents import documents_for_bearer
from meetings.selectors.lines_beneath import lines_beneath_mails
from meetings.selectors.receivers import organisations_that_read
from meetings.services.calendar_entries import meeting_entry
from meetings.services.follow_up_words import keep_as_sent
from meetings.services.guests import tell_guests
from meetings.services.locks import lock_meeting
from meetings.services.notice_changes import change_lines, changed_since_notice, what_is_said
from meetings.services.presenters import call_presenters
from meetings.services.reminder_tasks import agenda_lines, agenda_url
from meetings.services.time_words import meeting_when

if TYPE_CHECKING:
    import uuid

    from forum.models import Person, SignedLink
    from forum.selectors.recipients import Recipient
    from meetings.models import Meeting
    from meetings.services.notice_changes import NoticeChanges


@transaction.atomic
def send_notice(*, meeting_id: uuid.UUID, version: int | None, sent_by: Person | None) -> Meeting:
    """Opens the agenda to the members and to their organisations: this is the share. Chair, secretary.

    Letters with agenda and calendar entry go out when the forum lets Samverka send its notices; else the meeting is only marked,
    because the notice went from their own calendar. Who presents a point
    and has no seat gets the point's own time. Raises `ConflictError` when sent, cancelled or begun, `StaleVersionError`.
    """
    meeting = lock_meeting(meeting_id, version)
    if meeting.state == MeetingState.CANCELLED:
        raise ConflictError(gettext_lazy("The meeting is cancelled, so no notice can be sent."))
    if meeting.state == MeetingState.NOTICED:
        raise ConflictError(gettext_lazy("The notice has already been sent."), code="already_noticed")
    if meeting.ends_at <= timezone.now():
        raise ConflictError(gettext_lazy("The meeting is over. Log the outcome instead."))
    meeting.state, meeting.noticed_at, meeting.noticed_by = MeetingState.NOTICED, timezone.now(), sent_by
    meeting.notice_said = what_is_said(meeting)
    meeting.save()
    keep_as_sent(meeting)
    _share(meeting, sent_by)
    meeting.refresh_from_db()
    if meeting.forum.notices_from == NoticeSender.SAMVERKA:
        _send(meeting, MessageKind.NOTICE)
        call_presenters(meeting, called_by=sent_by)
    return meeting


@transaction.atomic
def send_notice_again(*, meeting_id: uuid.UUID, version: int | None, sent_by: Person | None) -> Meeting:
    """Tells of an agenda that changed since the notice, and what changed; calendars get the entry anew (SEQUENCE rises).

    Notices that still wait are withdrawn, since this one says more. Chair, secretary. Raises `ConflictError` when no notice was
    sent, nothing changed or the meeting is over or cancelled, `StaleVersionError`.
    """
    meeting = lock_meeting(meeting_id, version)
    if meeting.state != MeetingState.NOTICED:
        raise ConflictError(gettext_lazy("No notice has been sent yet, so there is none to send again."))
    if meeting.ends_at <= timezone.now():
        raise ConflictError(gettext_lazy("The meeting is over. Log the outcome instead."))
    changed = changed_since_notice(meeting)
    if not changed:
        raise ConflictError(gettext_lazy("Nothing has changed since the notice was sent."), code="nothing_changed")
    withdraw_letters(object_ids=[meeting.pk], kinds=[MessageKind.NOTICE], silence=Silence.CHANGED)
    meeting.notice_said = what_is_said(meeting)
    meeting.sequence += 1
    meeting.save()
    keep_as_sent(meeting)
    _share(meeting, sent_by)
    meeting.refresh_from_db()
    tell_guests(meeting)
    if meeting.forum.notices_from == NoticeSender.SAMVERKA:
        _send(meeting, MessageKind.NOTICE, changed=changed)
        call_presenters(meeting, called_by=sent_by)
    return meeting


def _share(meeting: Meeting, sent_by: Person | None) -> None:
    record_shares(
        forum=meeting.forum,
        kind=SharedKind.NOTICE,
        object_id=meeting.pk,
        version=meeting.sequence + 1,
        organisations=organisations_that_read(meeting.forum),
        shared_by=sent_by,
    )


def tell_of_change(meeting: Meeting) -> None:
    """Tells those who got the notice that the meeting has moved or is cancelled; not after the day. Needs a transaction.

    Notices that still wait are withdrawn: they would tell of what no longer is so.
    """
    withdraw_letters(
        object_ids=[meeting.pk],
        kinds=[MessageKind.NOTICE, MessageKind.CANCELLATION],
        silence=Silence.CANCELLED if meeting.state == MeetingState.CANCELLED else Silence.CHANGED,
    )
    tell_guests(meeting)
    if not meeting.noticed_at or meeting.forum.notices_from != NoticeSender.SAMVERKA:
        return
    if meeting.starts_at > timezone.now():
        cancelled = meeting.state == MeetingState.CANCELLED
        _send(meeting, MessageKind.CANCELLATION if cancelled else MessageKind.NOTICE, moved=True)


def send_to_who_is_reached_now(meeting: Meeting) -> None:
    """The notice, or the cancellation, to who has come to a seat while the letter to the one before still waited.

    Who has it already gets no second. Needs a transaction in which the meeting is locked; not after the day.
    """
    if (
        not meeting.noticed_at
        or meeting.forum.notices_from != NoticeSender.SAMVERKA
        or meeting.starts_at <= timezone.now()
    ):
        return
    cancelled = meeting.state == MeetingState.CANCELLED
    _send(meeting, MessageKind.CANCELLATION if cancelled else MessageKind.NOTICE)


def _send(meeting: Meeting, kind: MessageKind, *, moved: bool = False, changed: NoticeChanges | None = None) -> None:
    """A letter to each whom the seats reach; those who are only called to a point get time and place, not the agenda."""
    forums = [meeting.forum_id]
    sitting = recipients_in_forums(forums, SITTING).get(meeting.forum_id, [])
    known = {recipient.address for recipient in sitting}
    called = [
        recipient
        for recipient in recipients_in_forums(forums, [Office.CO_OPTED]).get(meeting.forum_id, [])
        if recipient.address not in known
    ]
    links: list[SignedLink] = []
    documents = [f"{document.title} ({document.file_name})" for document in documents_for_bearer(meeting)]
    letters = [
        _letter(meeting, recipient, kind, links, reads_agenda=True, moved=moved, documents=documents, changed=changed)
        for recipient in sitting
    ]
    support = [] if kind == MessageKind.CANCELLATION else lines_beneath_mails(meeting)
    letters = [replace(letter, context={**letter.context, "support": support}) for letter in letters]
    letters += [_letter(meeting, recipient, kind, links, reads_agenda=False, moved=moved) for recipient in called]
    MeetingLink.objects.bulk_create([link for link in links if isinstance(link, MeetingLink)])
    queue_letters(letters)


def _letter(
    meeting: Meeting,
    recipient: Recipient,
    kind: MessageKind,
    links: list[SignedLink],
    *,
    reads_agenda: bool,
    moved: bool,
    documents: list[str] | None = None,
    changed: NoticeChanges | None = None,
) -> Letter:
    forum = meeting.forum
    reply_to = forum.mailbox
    context = _context(meeting, recipient, kind, links, reads_agenda=reads_agenda)
    context |= {"moved": moved, "reply_to": reply_to, "documents": (documents or []) if context["lines"] else []}
    if changed:
        with override(recipient.language):
            context["changes"] = change_lines(meeting, changed)
            context["title"] = _("Changed agenda: %(title)s") % {"title": context["title"]}
    return Letter(
        kind=kind,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=forum,
        template=f"mail/{kind.value}",
        context=context,
        reply_to=reply_to,
        dedup_key=f"{kind.value}:{meeting.pk}:{meeting.sequence}:{recipient.address}",
        expires_at=meeting.ends_at,
        calendar=_calendar(meeting, recipient.address, reply_to, "\n".join(context["lines"])),
        causes=(Cause(meeting.pk, forum.pk),),
    )


def _context(
    meeting: Meeting, recipient: Recipient, kind: MessageKind, links: list[SignedLink], *, reads_agenda: bool
) -> dict[str, Any]:
    """What the letter says, in the receiver's language; a cancellation no longer shows the agenda."""
    shows_agenda = reads_agenda and kind != MessageKind.CANCELLATION
    with override(recipient.language):
        return {
            "title": _title(meeting, kind),
            "why": recipient.reason,
            "meeting": meeting,
            "when": meeting_when(meeting, until=True),
            "lines": agenda_lines(meeting) if shows_agenda else (),
            "page": agenda_url(meeting, recipient, links) if shows_agenda else "",
        }


def _title(meeting: Meeting, kind: MessageKind) -> str:
    day = date_format(meeting.day, "j F")
    words = {"forum": meeting.forum.name, "date": day}
    if kind == MessageKind.CANCELLATION:
        return _("Cancelled: %(forum)s, %(date)s") % words
    return _("Notice of meeting: %(forum)s, %(date)s") % words


def _calendar(meeting: Meeting, address: str, organizer: str, description: str) -> CalendarPart:
    """What calendars act on (iMIP, RFC 6047); a plain entry when there is nobody whom an answer could reach."""
    entry = meeting_entry(meeting, organizer=organizer, attendee=address, description=description)
    cancelled = meeting.state == MeetingState.CANCELLED
    if not organizer:
        return CalendarPart(write_calendar([entry]).decode())
    method = "CANCEL" if cancelled else "REQUEST"
    return CalendarPart(write_calendar([entry], method="CANCEL" if cancelled else "REQUEST").decode(), method=method)
