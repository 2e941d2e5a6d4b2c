"""Seats of a forum: who sits there by function, and who holds the seat from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.models import Forum, Membership, Seat
from forum.policies import can_change_settings, offices_in
from forum.services.organisations import ensure_organisation
from forum.services.seating import seat_person
from forum.services.seats import add_seat, close_seat, end_membership
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.founding import changeable, way_to, way_to_seats
from forum.web.seat_forms import CloseSeatForm, HolderForm, LastDayForm, SeatForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor


@signed_in
def seats(request: HttpRequest, slug: str) -> HttpResponse:
    """The seats with those who hold them now and later; for everybody with a seat, and for who may change them."""
    actor = actor_of(request)
    forum = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=slug)
    may_change = can_change_settings(actor, forum)
    require(may_change or bool(offices_in(actor, forum)))
    today = timezone.localdate()
    current = Membership.objects.exclude(ends_on__lt=today).select_related("person").order_by("starts_on")
    rows = Seat.objects.filter(forum=forum, closed_on__isnull=True).select_related(
        "organisation", "unit", "substitute_for"
    )
    rows = rows.prefetch_related(Prefetch("memberships", current, to_attr="holders"))
    return show(
        request, "forum/seats.html", forum=forum, seats=rows, may_change=may_change, today=today, way=way_to(forum)
    )


@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    forum = changeable(actor_of(request), slug)
    form = SeatForm(posted(request), forum=forum)

    def act(data: dict[str, Any]) -> Seat:
        data["organisation"] = ensure_organisation(code=data["organisation"])
        return add_seat(forum=forum, **data)

    back = reverse("forum-seats", args=[slug])
    if attempt(request, form, act):
        to = reverse("seat-fill", args=[form.result.pk]) if form.result else back
        return done(request, _("The seat is added. Who holds it?"), to)
    return show(
        request,
        "forum/form.html",
        form,
        title=_("Add a seat"),
        way=way_to_seats(forum),
        submit=_("Add the seat"),
        cancel_url=back,
    )


def _changeable_seat(actor: Actor, seat_id: uuid.UUID) -> Seat:
    rows = Seat.objects.visible_to(actor).filter(closed_on__isnull=True).select_related("forum", "organisation", "unit")
    seat = find(rows, pk=seat_id)
    require(can_change_settings(actor, seat.forum))
    return seat


@signed_in
def fill(request: HttpRequest, seat_id: uuid.UUID) -> HttpResponse:
    """Fills a seat that is empty, or lets a successor take over from whoever holds it."""
    seat = _changeable_seat(actor_of(request), seat_id)
    holder = Membership.objects.on(timezone.localdate()).filter(seat=seat).select_related("person").first()
    form = HolderForm(posted(request), seat=seat, initial={"after": holder.pk if holder else None})

    def act(data: dict[str, Any]) -> Membership:
        invited_by = person_of(request) if data.pop("invite") else None
        return seat_person(seat=seat, invited_by=invited_by, **data)

    back = reverse("forum-seats", args=[seat.forum.slug])
    if attempt(request, form, act):
        return done(request, _("The seat %(seat)s is filled.") % {"seat": seat.role_title}, back)
    title = _("Successor in the seat %(seat)s") if holder else _("Fill the seat %(seat)s")
    return show(
        request, "forum/fill_seat.html", form, title=title % {"seat": seat.role_title}, seat=seat, holder=holder,
        way=way_to_seats(seat.forum), submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
def end(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """The last day of a holder; the seat stays and is vacant after it."""
    actor = actor_of(request)
    membership = find(Membership.objects.visible_to(actor).select_related("seat__forum", "person"), pk=membership_id)
    seat = membership.seat
    require(can_change_settings(actor, seat.forum))
    form = LastDayForm(posted(request), initial={"version": membership.version})
    back = reverse("forum-seats", args=[seat.forum.slug])
    if attempt(request, form, lambda data: end_membership(membership_id=membership.pk, **data)):
        return done(request, _("The last day is saved."), back)
    return show(
        request, "forum/fill_seat.html", form, title=_("Last day in the seat %(seat)s") % {"seat": seat.role_title},
        seat=seat, holder=membership, way=way_to_seats(seat.forum), submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
def close(request: HttpRequest, seat_id: uuid.UUID) -> HttpResponse:
    """Takes a seat out of use."""
    seat = _changeable_seat(actor_of(request), seat_id)
    form = CloseSeatForm(posted(request), initial={"version": seat.version})
    back = reverse("forum-seats", args=[seat.forum.slug])
    if attempt(request, form, lambda data: close_seat(seat_id=seat.pk, **data)):
        return done(request, _("The seat is closed. Who held it stays readable."), back)
    return show(
        request, "forum/form.html", form, title=_("Close the seat %(seat)s") % {"seat": seat.role_title},
        way=way_to_seats(seat.forum), lede=_("The seat no longer gets notices, actions or reminders."),
        submit=_("Close the seat"), kind="stop", cancel_url=back,
    )  # fmt: skip
