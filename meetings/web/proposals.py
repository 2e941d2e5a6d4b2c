"""Answering a proposal to a forum's agenda, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.enums import ANSWERABLE_PLACEMENTS, LIVE_PLACEMENTS, PlacementState
from forum.models import Placement
from forum.policies import can_answer_proposal, can_coordinate
from forum.web.acting import act_at_once, attempt, back_to, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.topics import way_to_topic
from meetings.models import AgendaItem
from meetings.selectors.forums import next_meeting_for_reader
from meetings.selectors.room import room_in_forums
from meetings.selectors.served_measures import measures_served
from meetings.services.proposals import accept_proposal, decline_proposal, defer_proposal, withdraw_proposal
from meetings.web.download import file_response
from meetings.web.proposal_forms import DeclineForm, DeferForm, WithdrawForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from forum.models import Actor


def _readable(actor: Actor, placement_id: uuid.UUID) -> Placement:
    related = ("forum__organisation", "topic", "proposed_by", "answered_by", "presented_by", "attachment")
    placement: Placement = find(Placement.objects.visible_to(actor).select_related(*related), pk=placement_id)
    return placement


def _answerable(actor: Actor, placement_id: uuid.UUID) -> Placement:
    placement = _readable(actor, placement_id)
    require(can_answer_proposal(actor, placement))
    return placement


@signed_in
@require_safe
def proposal(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponse:
    """The proposal in full, with the answers that the reader may give."""
    return _page(request, _readable(actor_of(request), placement_id))


def _page(
    request: HttpRequest, placement: Placement, *, defer: DeferForm | None = None, decline: DeclineForm | None = None
) -> HttpResponse:
    actor = actor_of(request)
    version = {"version": placement.version}
    room = room_in_forums([placement.forum]).get(placement.forum_id)
    on_agendas = AgendaItem.objects.visible_to(actor).filter(placement=placement).select_related("meeting")
    return show(
        request, "meetings/proposal.html", defer or decline, placement=placement, next=next_meeting_for_reader(actor, placement.forum),
        defer_form=defer or DeferForm(initial=version), decline_form=decline or DeclineForm(initial=version),
        may_answer=placement.state in ANSWERABLE_PLACEMENTS and can_answer_proposal(actor, placement),
        may_withdraw=placement.state in LIVE_PLACEMENTS and can_coordinate(actor, placement.topic),
        may_repeat=placement.state not in LIVE_PLACEMENTS and can_coordinate(actor, placement.topic),
        room=room if room and room.full(placement.minutes) else None, refused=bool(room and room.refused(placement.minutes)),
        serves=measures_served(actor, [placement.measure_id]).get(placement.measure_id),
        items=on_agendas.order_by("-meeting__starts_at", "pk"), now=timezone.now(),
    )  # fmt: skip


@signed_in
@require_safe
def attachment(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponseBase:
    """The file that goes with the proposal, for who may read the proposal."""
    placement = _readable(actor_of(request), placement_id)
    if placement.attachment is None:
        raise Http404
    return file_response(placement.attachment)


@signed_in
@require_POST
def accept(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponse:
    """One click. Accepting twice says the same thing twice."""
    placement = _answerable(actor_of(request), placement_id)
    to = back_to(request, _forum_url(placement))
    words = _("“%(title)s” stands on the agenda of %(forum)s.") % {
        "title": placement.title,
        "forum": placement.forum.name,
    }
    if placement.state == PlacementState.ACCEPTED:
        return done(request, words, to)
    facts: dict[str, Any] = {
        "placement_id": placement_id,
        "version": version_of(request),
        "answered_by": person_of(request),
    }
    return act_at_once(request, lambda: accept_proposal(**facts), words, to)


def _forum_url(placement: Placement) -> str:
    return reverse("forum", args=[placement.forum.slug])


@signed_in
@require_POST
def defer(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponse:
    placement, person = _answerable(actor_of(request), placement_id), person_of(request)
    form = DeferForm(request.POST)
    if attempt(request, form, lambda data: defer_proposal(placement_id=placement_id, answered_by=person, **data)):
        return done(request, _("The proposal is put off and comes back that day."), _forum_url(placement))
    return _page(request, placement, defer=form)


@signed_in
@require_POST
def decline(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponse:
    placement, person = _answerable(actor_of(request), placement_id), person_of(request)
    form = DeclineForm(request.POST)
    if attempt(request, form, lambda data: decline_proposal(placement_id=placement_id, answered_by=person, **data)):
        return done(request, _("The proposal is declined. The coordinator sees why."), _forum_url(placement))
    return _page(request, placement, decline=form)


@signed_in
def withdraw(request: HttpRequest, placement_id: uuid.UUID) -> HttpResponse:
    """Asks first: what stands on coming agendas disappears there."""
    actor = actor_of(request)
    placement = _readable(actor, placement_id)
    require(can_coordinate(actor, placement.topic))
    to = reverse("topic", args=[placement.topic.slug])
    if placement.state == PlacementState.WITHDRAWN:
        return HttpResponseRedirect(to)
    form = WithdrawForm(posted(request), initial={"version": placement.version})
    if attempt(request, form, lambda data: withdraw_proposal(placement_id=placement_id, **data)):
        return done(request, _("The proposal is withdrawn."), to)
    return show(
        request, "forum/form.html", form, title=_("Withdraw the proposal to %(forum)s") % {"forum": placement.forum.name},
        way=way_to_topic(placement.topic),
        lede=_("The point leaves agendas whose notice is not sent. What was held and noted stays."),
        submit=_("Withdraw"), kind="stop", cancel_url=to,
    )  # fmt: skip
