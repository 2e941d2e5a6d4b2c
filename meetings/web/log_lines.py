"""One field for decisions, actions and notes: how the line is understood while it is written, and saving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.enums import MinutesForm
from forum.models import Organisation, Seat
from forum.services.text import clean_text
from forum.web.acting import attempt, done, find, signed_in
from forum.web.actor import person_of
from meetings.models import AgendaItem
from meetings.selectors.line_parties import day_of_line, parties_for_line
from meetings.services.actions import give_action
from meetings.services.meetings import next_meeting_day
from meetings.services.outcomes import add_to_notes, record_decision
from meetings.web.access import meeting_for_editor
from meetings.web.line_forms import Chosen, LineForm, chosen, first_values, questions
from meetings.web.line_options import LineContext, options_for
from meetings.web.log import LogPage, is_scripted, log_address

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Person
    from meetings.calendar.quick_line import Reading
    from meetings.models import Meeting


def line_context(meeting: Meeting, item: AgendaItem) -> LineContext:
    numbered = meeting.forum.minutes_form != MinutesForm.NOTES and item.paragraph
    place = _("under § %(number)d") if numbered else _("under point %(number)d")
    return LineContext(
        parties=parties_for_line(meeting),
        today=day_of_line(meeting),
        next_meeting=next_meeting_day(meeting),
        place=place % {"number": item.paragraph if numbered else item.position},
    )


@signed_in
@require_POST
def reading(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """How the line is understood so far. By POST, so that what is typed stands in no log of addresses."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    raw = request.POST.get("line", "")[:4000]
    at = request.POST.get("caret", "")
    caret = int(at) if at.isdecimal() and len(at) < 6 else len(raw)
    about = line_context(meeting, item)
    options = options_for(raw, caret, about)
    asked = questions(about.read(clean_text(raw, single_line=True))) if raw.strip() else []
    context = {"options": options, "questions": asked, "item": item}
    return render(request, "meetings/_log_reading.html", context)


@signed_in
@require_POST
def line(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Saves a line as it was chosen or is understood; one that leaves a doubt comes back as a form that asks."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    told = save_along(request, meeting, item)
    if told:
        return told
    if is_scripted(request):
        return LogPage(request, meeting).swap("_log_swap_item.html", item=item)
    return done(request, _("Saved: %(title)s") % {"title": item.title}, log_address(meeting, item))


def comes_along(request: HttpRequest) -> bool:
    """Whether a line was typed and not entered when its point was left without script, where all of the point is one form."""
    return not is_scripted(request) and bool(request.POST.get("line", "").strip())


def save_along(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> HttpResponse | None:
    """Saves the line that was sent; None when that is done, else the page that asks or says what is wrong."""
    form = LineForm(request.POST)
    if not form.is_valid():
        return _refused(request, meeting, item, form)
    about = line_context(meeting, item)
    understood = about.read(clean_text(form.cleaned_data["line"], single_line=True))
    choice = chosen(understood, form.cleaned_data["choice"], about, *_owners(meeting))
    if not choice.kind:
        return _ask(request, meeting, item, understood, about)
    if not attempt(request, form, lambda _data: save_line(item=item, choice=choice, writer=person_of(request))):
        return _refused(request, meeting, item, form)
    return None


def _owners(meeting: Meeting) -> tuple[dict[str, Seat], dict[str, Organisation]]:
    seats = Seat.objects.filter(forum=meeting.forum_id, closed_on__isnull=True).select_related("forum")
    return {str(seat.pk): seat for seat in seats}, {str(row.pk): row for row in Organisation.objects.all()}


@transaction.atomic
def save_line(*, item: AgendaItem, choice: Chosen, writer: Person) -> Any:
    """By the service of its kind."""
    if choice.kind == "decision":
        return record_decision(item=item, text=choice.text)
    if choice.kind == "note" or choice.owner is None:
        return add_to_notes(item=item, text=choice.text)
    return give_action(
        item=item,
        text=choice.text,
        owner=choice.owner,
        due_kind=choice.due_kind,
        due_on=choice.due_on,
        given_by=writer,
    )


def _ask(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, understood: Reading, about: LineContext
) -> HttpResponse:
    """The form for an action, filled in as far as the line was understood, with the questions above it."""
    form = LineForm(request.POST)
    form.is_valid()
    page = LogPage(request, meeting, questions=questions(understood))
    page.posted["line"] = form
    page.posted["action"] = page.action_form(initial=first_values(understood, about))
    page.open_item = str(item.pk)
    if is_scripted(request):
        return page.swap("_log_swap_ask.html", item=item, status=422)
    response = page.response()
    response.status_code = 422
    return response


def _refused(request: HttpRequest, meeting: Meeting, item: AgendaItem, form: LineForm) -> HttpResponse:
    page = LogPage(request, meeting)
    if is_scripted(request):
        return page.swap("_log_swap_told.html", item=item, status=422, key="line", form_id="line-form", wrong=form)
    return page.wrong("line", form, item)
