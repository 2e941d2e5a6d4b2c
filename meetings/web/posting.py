"""The public notice that formal minutes are approved: its dates, and the paper to put up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.enums import MinutesForm
from forum.web.acting import act_or_show, find, require, show, signed_in
from meetings.calendar.appeal import appeal_ends, posting_due
from meetings.models import AgendaItem, Posting
from meetings.services.postings import approved_day, post_notice, take_down_notice
from meetings.web.access import latest_version, meeting_for_editor, standing
from meetings.web.formal_forms import PostForm, TakeDownForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.web.forms import ServiceForm
    from meetings.models import Meeting

KINDS = {"all": False, "immediate": True}


def _meeting(request: HttpRequest, meeting_id: uuid.UUID) -> Meeting:
    meeting = meeting_for_editor(request, meeting_id)
    require(meeting.forum.minutes_form == MinutesForm.FORMAL)
    return meeting


def posting_address(meeting: Meeting) -> str:
    return reverse("posting", args=[meeting.pk])


@signed_in
@require_safe
def posting_page(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Each notice: of all, and of what was approved at once."""
    return _show(request, _meeting(request, meeting_id))


def _show(request: HttpRequest, meeting: Meeting, **forms: ServiceForm) -> HttpResponse:
    known = {row.immediate: row for row in Posting.objects.filter(meeting=meeting)}
    earlier = Posting.objects.filter(meeting__forum=meeting.forum).order_by("-posted_on").first()
    kept_at = earlier.kept_at if earlier else ""
    notices = [
        _notice(meeting, kind, known.get(immediate), kept_at, forms)
        for kind, immediate in KINDS.items()
        if immediate in known or approved_day(meeting, immediate=immediate)
    ]
    context = {**standing(request, meeting, latest_version(meeting)), "notices": notices}
    return show(request, "meetings/posting.html", next(iter(forms.values()), None), **context)


def _notice(
    meeting: Meeting, kind: str, row: Posting | None, kept_at: str, forms: dict[str, ServiceForm]
) -> dict[str, Any]:
    approved_on = row.approved_on if row else approved_day(meeting, immediate=KINDS[kind])
    due = posting_due(approved_on) if approved_on else None
    return {
        "kind": kind,
        "row": row,
        "approved_on": approved_on,
        "due": due,
        "late": bool(row and due and row.posted_on > due),
        "appeal_ends": appeal_ends(row.posted_on) if row else None,
        "paragraphs": paragraphs(meeting, immediate=KINDS[kind]),
        "post_form": forms.get(f"post-{kind}") or PostForm.of(row, kind, kept_at),
        "down_form": forms.get(f"down-{kind}")
        or (TakeDownForm(prefix=f"down-{kind}", initial={"version": row.version}) if row else None),
    }


def paragraphs(meeting: Meeting, *, immediate: bool) -> str:
    """The §§ that the notice is about, as "§ 41", "§§ 41–43, 45"; of all but those that have a notice of their own."""
    items = AgendaItem.objects.filter(
        meeting=meeting, paragraph__isnull=False, immediate_approval__isnull=not immediate
    )
    numbers = list(items.order_by("paragraph").values_list("paragraph", flat=True))
    return number_words(numbers)


def number_words(numbers: list[int]) -> str:
    """Numbers in rising order as ranges; § and number stay on one line."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    words = ", ".join(f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)
    mark = "§§" if len(numbers) > 1 else "§"
    return f"{mark}\N{NO-BREAK SPACE}{words}" if words else "–"


@signed_in
@require_POST
def post(request: HttpRequest, meeting_id: uuid.UUID, kind: str) -> HttpResponse:
    """Notes the posting, or corrects it."""
    meeting = _meeting(request, meeting_id)
    row = Posting.objects.filter(meeting=meeting, immediate=KINDS[kind]).first()
    form = PostForm.of(row, kind, "", request.POST)
    return act_or_show(
        request,
        form,
        lambda data: post_notice(meeting=meeting, immediate=KINDS[kind], **data),
        _("The notice is saved."),
        posting_address(meeting),
        lambda: _show(request, meeting, **{f"post-{kind}": form}),
    )


@signed_in
@require_POST
def take_down(request: HttpRequest, meeting_id: uuid.UUID, kind: str) -> HttpResponse:
    """Notes the day when it came down."""
    meeting = _meeting(request, meeting_id)
    row = find(Posting.objects.filter(meeting=meeting, immediate=KINDS[kind]))
    form = TakeDownForm(request.POST, prefix=f"down-{kind}")
    return act_or_show(
        request,
        form,
        lambda data: take_down_notice(posting_id=row.pk, **data),
        _("The notice is saved."),
        posting_address(meeting),
        lambda: _show(request, meeting, **{f"down-{kind}": form}),
    )


@signed_in
@require_safe
def posting_print(request: HttpRequest, meeting_id: uuid.UUID, kind: str) -> HttpResponse:
    """The notice on one A4, to put up or to copy to the notice board on the web."""
    meeting = _meeting(request, meeting_id)
    row = find(Posting.objects.filter(meeting=meeting, immediate=KINDS[kind]))
    context = {
        "meeting": meeting,
        "forum": meeting.forum,
        "row": row,
        "paragraphs": paragraphs(meeting, immediate=row.immediate),
        "appeal_ends": appeal_ends(row.posted_on),
        "back_url": posting_address(meeting),
    }
    return render(request, "meetings/posting_print.html", context)
