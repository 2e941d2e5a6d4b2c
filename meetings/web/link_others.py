"""What other links are for: to read an agenda, to answer a proposal, to choose a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.enums import ANSWERABLE_PLACEMENTS
from forum.errors import DomainError, NotAllowedError
from forum.models import PersonActor, Placement
from forum.services.links import mark_used
from forum.services.people import accept_invitation
from forum.web.forms import ServiceForm
from meetings.models import Document, Meeting
from meetings.selectors.documents import documents_for_bearer
from meetings.selectors.meeting_pages import agenda_for_bearer, agenda_for_reader
from meetings.selectors.room import room_in_forums
from meetings.selectors.upcoming import next_meeting
from meetings.services.proposal_letters import answers_still
from meetings.services.proposals import accept_proposal, decline_proposal, defer_proposal
from meetings.web.proposal_forms import DeclineForm, DeferForm

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from forum.models import InvitationLink, PlacementLink
    from meetings.models import MeetingLink


class PasswordForm(ServiceForm):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=gettext_lazy("At least 12 characters. A few words in a row are easy to remember."),
        error_messages={"required": gettext_lazy("Write the password that you choose.")},
    )


def meeting_link(request: HttpRequest, link: MeetingLink) -> HttpResponse:
    """The agenda; nothing can be done here, so that a POST shows the same."""
    meeting = Meeting.objects.select_related("forum__organisation").get(pk=link.meeting_id)
    items = agenda_for_reader(meeting, PersonActor(link.person)) if link.person else agenda_for_bearer(meeting)
    documents = list(documents_for_link(link, meeting))
    contact = meeting.forum.mailbox
    return render(
        request,
        "meetings/link_meeting.html",
        {
            "link": link,
            "meeting": meeting,
            "forum": meeting.forum,
            "items": items,
            "contact": contact,
            "documents": documents,
            "path": request.path,
        },
    )


def documents_for_link(link: MeetingLink, meeting: Meeting) -> QuerySet[Document]:
    """What the receiver may fetch: a person as when signed in, a bare address what is open in the forum."""
    if link.person is None:
        return documents_for_bearer(meeting)
    rows: QuerySet[Document] = Document.objects.visible_to(PersonActor(link.person)).filter(at_meeting=meeting.pk)
    return rows.order_by("item__position", "title", "id")


def document_for_link(link: MeetingLink, document_id: uuid.UUID) -> Document | None:
    """One of them."""
    return documents_for_link(link, link.meeting).filter(pk=document_id).first()


def placement_link(request: HttpRequest, link: PlacementLink) -> HttpResponse:
    """The proposal, and the chair's answer to it."""
    placement = Placement.objects.select_related("forum", "topic__organisation", "attachment").get(pk=link.placement_id)
    posted: dict[str, ServiceForm] = {}
    if request.method == "POST" and placement.state in ANSWERABLE_PLACEMENTS:
        posted = _answer(request, link, placement)
        if not posted:
            mark_used(link)
            return HttpResponseRedirect(request.get_full_path())
    room = room_in_forums([placement.forum]).get(placement.forum_id)
    context: dict[str, Any] = {
        "link": link,
        "token": request.path.strip("/").rpartition("/")[2],
        "room": room if room and room.full(placement.minutes) else None,
        "placement": placement,
        "forum": placement.forum,
        "waiting": placement.state in ANSWERABLE_PLACEMENTS,
        "next_meeting": next_meeting(placement.forum),
        "contact": placement.topic.organisation.contact_address,
        "defer_form": DeferForm(),
        "decline_form": DeclineForm(),
        **posted,
    }
    return render(
        request, "meetings/link_placement.html", context, status=next((form.status for form in posted.values()), 200)
    )


def _answer(request: HttpRequest, link: PlacementLink, placement: Placement) -> dict[str, ServiceForm]:
    """Does what the button says; what is wrong comes back as the form that is."""
    if not answers_still(link):
        refused = ServiceForm(request.POST)
        refused.is_valid()
        refused.take(NotAllowedError(_("Somebody else answers for the forum now. Nothing is changed.")))
        return {"accept_form": refused}
    common = {"placement_id": placement.pk, "version": None, "answered_by": link.person}
    wanted = request.POST.get("do", "")
    forms_by_act = {
        "defer": ("defer_form", DeferForm, defer_proposal),
        "decline": ("decline_form", DeclineForm, decline_proposal),
    }
    if wanted == "accept":
        accepted = ServiceForm(request.POST)
        accepted.is_valid()
        try:
            accept_proposal(**common)  # type: ignore[arg-type]  # the same for all three
        except DomainError as error:
            accepted.take(error)
        return {} if accepted.status == 200 else {"accept_form": accepted}
    if wanted not in forms_by_act:
        return {}
    name, form_class, service = forms_by_act[wanted]
    form = form_class(request.POST)
    if form.is_valid():
        try:
            service(**form.cleaned_data | common)  # type: ignore[operator]  # as above
        except DomainError as error:
            form.take(error)
    return {} if form.status == 200 else {name: form}


def invitation_link(request: HttpRequest, link: InvitationLink) -> HttpResponse:
    """The invited person chooses a password and then signs in."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(link=link, password=form.cleaned_data["password"])
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("The password is saved. Sign in with it."))
            return HttpResponseRedirect(reverse("account_login"))
    return render(
        request,
        "meetings/link_invitation.html",
        {"link": link, "person": link.person, "form": form},
        status=form.status,
    )
