"""A new term of office: all seats on one page, one holder's next term, and who held the seats before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.enums import Renewed
from forum.errors import DomainError
from forum.models import Forum, Membership
from forum.policies import can_change_settings, offices_in
from forum.services.renewal import coming_term, renew_seats, renew_term, seats_to_renew
from forum.web.acting import attempt, done, find, page_of, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.founding import changeable, way_to_seats
from forum.web.renewal_form import RenewalForm, TermForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.services.renewal import SeatOutcome


@signed_in
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, then what would become of each seat, then the act. Nothing is written before the second button."""
    forum = changeable(actor_of(request), slug)
    form = RenewalForm(posted(request), seats=seats_to_renew(forum))
    person = person_of(request)

    def act(data: dict[str, Any], *, dry_run: bool = False) -> list[SeatOutcome]:
        return renew_seats(
            forum=forum, starts_on=data["starts_on"], ends_on=data["ends_on"], choices=form.choices(),
            invited_by=person if data["invite"] else None, dry_run=dry_run,
        )  # fmt: skip

    back = reverse("forum-seats", args=[slug])
    if "save" in request.POST and attempt(request, form, act):
        return done(request, _("The new term is saved."), back)
    outcomes: list[SeatOutcome] = []
    looking = "look" in request.POST and form.is_valid()
    if looking:
        try:
            outcomes = act(form.cleaned_data, dry_run=True)
        except DomainError as error:
            looking = False
            form.take(error)
    untouched = [choice.seat for choice in form.choices() if choice.what == Renewed.UNTOUCHED] if looking else []
    return show(
        request, "forum/renew_look.html" if looking else "forum/renew.html", form, forum=forum,
        way=way_to_seats(forum), outcomes=outcomes, untouched=untouched, cancel_url=back,
    )  # fmt: skip


@signed_in
def renew_one(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """The next term of somebody whose term has a last day."""
    actor = actor_of(request)
    rows = Membership.objects.visible_to(actor).filter(ends_on__isnull=False, seat__closed_on__isnull=True)
    membership = find(
        rows.select_related("seat__forum", "seat__organisation", "seat__unit", "person"), pk=membership_id
    )
    seat = membership.seat
    require(can_change_settings(actor, seat.forum))
    ended = membership.ends_on or timezone.localdate()
    initial = {"version": membership.version, "ends_on": coming_term(ended)[1]}
    form = TermForm(posted(request), initial=initial)
    back = reverse("forum-seats", args=[seat.forum.slug])
    if attempt(request, form, lambda data: renew_term(membership_id=membership.pk, **data)):
        return done(request, _("The new term is saved."), back)
    return show(
        request, "forum/renew_one.html", form, title=_("Another term in the seat %(seat)s") % {"seat": seat.role_title},
        seat=seat, holder=membership, first=ended + timedelta(days=1), way=way_to_seats(seat.forum),
        submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_safe
def past(request: HttpRequest, slug: str) -> HttpResponse:
    """Who held the seats before, the latest first; for those who may read the seats."""
    actor = actor_of(request)
    forum = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=slug)
    require(can_change_settings(actor, forum) or bool(offices_in(actor, forum)))
    rows = Membership.objects.visible_to(actor).filter(seat__forum=forum, ends_on__lt=timezone.localdate())
    rows = rows.select_related("seat__organisation", "person").order_by("-ends_on", "seat__position", "pk")
    return show(request, "forum/past_holders.html", forum=forum, page=page_of(request, rows), way=way_to_seats(forum))
