"""Notice and agenda on paper: as one reads it, and as a letter to each who has no e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.enums import SITTING, Office
from forum.web.acting import signed_in
from forum.web.actor import actor_of
from meetings.selectors.follow_up import follow_up_for_reader
from meetings.selectors.meeting_pages import agenda_for_reader, agenda_outside, seat_rows
from meetings.selectors.paper import agenda_groups, receivers_on_paper
from meetings.services.follow_up_words import as_sent_for_reader, summary_words, words_of
from meetings.services.notice_pdf import render_notice_pdf
from meetings.services.time_words import meeting_when
from meetings.web.access import latest_version, meeting_for_editor, meeting_for_reader, standing

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from forum.models import Actor
    from meetings.models import AgendaItem, Meeting
    from meetings.selectors.meeting_pages import SeatRow


@signed_in
@require_safe
def print_agenda(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Notice and agenda on one A4."""
    meeting = meeting_for_reader(request, meeting_id)
    actor = actor_of(request)
    items = agenda_for_reader(meeting, actor)
    facts = standing(request, meeting, latest_version(meeting))
    context = {
        **facts,
        "groups": agenda_groups(meeting, items),
        "recalled": _on_paper(meeting, items, actor),
        "facts": _facts(meeting),
        "receivers": receivers_on_paper(meeting.forum) if facts["can_edit"] and not facts["over"] else [],
        "back_url": reverse("meeting", args=[meeting.pk]),
        "pdf_url": reverse("meeting-print-pdf", args=[meeting.pk]),
    }
    return render(request, "meetings/print.html", context)


def _on_paper(meeting: Meeting, items: list[AgendaItem], actor: Actor) -> dict[str, Any] | None:
    """What the follow-up point says on paper: as the notice said it, before that as it stands today."""
    item = next((item for item in items if item.recalls), None)
    if item is None:
        return None
    item.meeting = meeting
    said = None if meeting.noticed_at else follow_up_for_reader(item, actor)
    content = words_of(said, timezone.localdate()) if said else as_sent_for_reader(item, actor)
    return {**content, "summary": summary_words(content)} if content else None


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    """Time, place, who is called, where apologies go."""
    forum = meeting.forum
    seats = seat_rows(meeting)
    called = [_seat_words(row) for row in seats if row.seat.office in SITTING]
    co_opted = [_seat_words(row) for row in seats if row.seat.office == Office.CO_OPTED]
    contact = forum.mailbox
    place = meeting.place
    if place and meeting.link:
        place = f"{place} {_('or remotely by the link in the notice')}"
    apologies = _("Tell the secretary in good time, %(contact)s, so that the substitute is called") % {
        "contact": contact
    }
    when = meeting_when(meeting, until=True)
    facts = [
        (_("Time"), when[:1].upper() + when[1:]),
        (_("Place"), place),
        (_("Called"), "; ".join(called)),
        (_("Co-opted"), "; ".join(co_opted)),
        (_("Apologies"), apologies if contact else ""),
    ]
    return [fact for fact in facts if fact[1]]


def _seat_words(row: SeatRow) -> str:
    """The seat, with the chair's office where the title does not tell it."""
    seat, office = row.seat, str(row.seat.office.label)
    tells = seat.office != Office.CHAIR or office.casefold() in seat.role_title.casefold()
    title = seat.role_title if tells else f"{seat.role_title} ({office.lower()})"
    return f"{title}, {seat.organisation.name}"


@signed_in
@require_safe
def agenda_pdf(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The same as a document."""
    meeting = meeting_for_reader(request, meeting_id)
    items = agenda_for_reader(meeting, actor_of(request))
    return _pdf(meeting, _("agenda"), render_notice_pdf(meeting=meeting, items=items, facts=_facts(meeting)))


def _pdf(meeting: Meeting, word: str, document: bytes) -> HttpResponse:
    name = f"{meeting.forum.slug}-{meeting.day:%Y-%m-%d}-{word}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(document, content_type="application/pdf", headers=headers)


@signed_in
@require_safe
def letters(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A notice for each who has no e-mail, with the address where the window of the envelope is. Chair, secretary."""
    meeting = meeting_for_editor(request, meeting_id)
    receivers = receivers_on_paper(meeting.forum)
    context = {
        **standing(request, meeting, latest_version(meeting)),
        "groups": agenda_groups(meeting, agenda_outside(meeting)),
        "facts": _facts(meeting),
        "receivers": receivers,
        "unaddressed": [one for one in receivers if not one.addressed],
        "back_url": reverse("meeting", args=[meeting.pk]),
        "pdf_url": reverse("meeting-letters-pdf", args=[meeting.pk]) if receivers else "",
    }
    return render(request, "meetings/print_letters.html", context)


@signed_in
@require_safe
def letters_pdf(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """All of them in one document, each beginning on a page of its own."""
    meeting = meeting_for_editor(request, meeting_id)
    receivers, items = receivers_on_paper(meeting.forum), agenda_outside(meeting)
    document = render_notice_pdf(meeting=meeting, items=items, facts=_facts(meeting), receivers=receivers)
    return _pdf(meeting, _("letters"), document)
