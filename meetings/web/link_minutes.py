"""Whoever never signs in reads the minutes from the mail, comments on them and, when asked to, approves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render

from forum.errors import DomainError
from forum.models import Anonymous, PersonActor
from forum.services.links import mark_used
from meetings.enums import MinutesState, Via
from meetings.models import Minutes
from meetings.policies import can_approve, can_comment
from meetings.services.actions import Actor
from meetings.services.minutes_approval import approve_minutes
from meetings.services.minutes_comments import write_comment
from meetings.web.minutes import version_context
from meetings.web.minutes_comment_rows import comments_of, points_of
from meetings.web.minutes_comments import words_of
from meetings.web.minutes_files import pdf_for
from meetings.web.minutes_forms import ApproveForm, CommentForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor as Reader
    from forum.web.forms import ServiceForm
    from meetings.models import MinutesLink


def minutes_link(request: HttpRequest, link: MinutesLink) -> HttpResponse:
    """Shows the version as its receiver may read it; POST does what its button says. A seat that was left opens nothing."""
    reader: Reader = PersonActor(link.person) if link.person else Anonymous()
    rows = Minutes.objects.visible_to(reader) if link.person else Minutes.objects.filter(circulated_at__isnull=False)
    minutes = (
        rows.filter(pk=link.minutes_id)
        .select_related("meeting__forum__organisation")
        .prefetch_related("approvals__seat__organisation", "approvals__person")
        .first()
    )
    if minutes is None:
        return render(request, "meetings/link_gone.html", {"ended": True}, status=410)
    facts = _facts(minutes, reader, link)
    if request.method != "POST":
        if "pdf" in request.GET:
            return pdf_for(minutes, facts["content"])
        return _show(request, link, facts)
    who = Actor(person=link.person, address="" if link.person else link.address, via=Via.MAIL_LINK)
    wrong = _act(request, minutes, who, facts)
    if wrong:
        return _show(request, link, facts, **wrong)
    mark_used(link)
    return HttpResponseRedirect(request.get_full_path())


def _facts(minutes: Minutes, reader: Reader, link: MinutesLink) -> dict[str, Any]:
    """What is shown, and what the receiver can do; a bare address comments for its organisation and approves nothing."""
    newest = not minutes.meeting.minutes.filter(number__gt=minutes.number, circulated_at__isnull=False).exists()
    waiting = minutes.state == MinutesState.CIRCULATED
    by_address = (
        link.person is None and waiting and not minutes.meeting.minutes.filter(number__gt=minutes.number).exists()
    )
    forum = minutes.meeting.forum
    return {
        **version_context(minutes, reader),
        "shown": minutes,
        "meeting": minutes.meeting,
        "forum": forum,
        "newest": newest,
        "may_approve": can_approve(reader, minutes),
        "may_comment": can_comment(reader, minutes) or by_address,
        "mine": comments_of(minutes, reader, link.address),
        "given": [
            row
            for row in minutes.approvals.all()
            if link.person and row.person_id == link.person.pk and row.approved_at
        ],
        "contact": forum.mailbox,
    }


def _act(request: HttpRequest, minutes: Minutes, who: Actor, facts: dict[str, Any]) -> dict[str, ServiceForm]:
    """Does what the button says; what is wrong comes back as the form that is."""
    if request.POST.get("do") == "approve":
        return _approve(request, minutes, who)
    if request.POST.get("do") == "comment":
        return _comment(request, minutes, who, facts)
    return {}


def _approve(request: HttpRequest, minutes: Minutes, who: Actor) -> dict[str, ServiceForm]:
    form = ApproveForm(request.POST)
    if who.person is None or not can_approve(PersonActor(who.person), minutes):
        return {}
    if form.is_valid():
        try:
            approve_minutes(
                minutes_id=minutes.pk, version=form.cleaned_data["version"], person=who.person, via=Via.MAIL_LINK
            )
        except DomainError as error:
            form.take(error)
    return {"approve_form": form} if form.status != 200 else {}


def _comment(request: HttpRequest, minutes: Minutes, who: Actor, facts: dict[str, Any]) -> dict[str, ServiceForm]:
    form = CommentForm(request.POST, points=points_of(facts["content"]))
    if form.is_valid() and not _said_before(minutes, who, form.cleaned_data["text"]):
        try:
            write_comment(minutes_id=minutes.pk, actor=who, **words_of(form.cleaned_data))
        except DomainError as error:
            form.take(error)
    return {"comment_form": form} if form.status != 200 else {}


def _said_before(minutes: Minutes, who: Actor, text: str) -> bool:
    """The same comment sent twice."""
    return bool(minutes.comments.filter(person=who.person, address=who.address, text=text.strip()).exists())


def _show(request: HttpRequest, link: MinutesLink, facts: dict[str, Any], **posted: ServiceForm) -> HttpResponse:
    context = {
        "link": link,
        "comment_form": CommentForm(points=points_of(facts["content"])),
        "approve_form": ApproveForm(initial={"version": facts["shown"].version}),
        **facts,
        **posted,
    }
    status = next((form.status for form in posted.values()), 200)
    return render(request, "meetings/link_minutes.html", context, status=status)
