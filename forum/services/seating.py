from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import Office
from forum.errors import ConflictError, InvalidInputError
from forum.models import FoundingReason, PersonActor
from forum.selectors.carriers import forums_like
from forum.selectors.people import person_at
from forum.services.forums import create_forum
from forum.services.organisations import check_address, ensure_organisation
from forum.services.people import create_person, invite_person
from forum.services.seats import add_seat, fill_seat, succeed_in_seat
from forum.services.text import clean_text

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import date

    from forum.enums import ForumKind
    from forum.models import Forum, Membership, Organisation, Person, Seat
    from forum.selectors.carriers import Carrier


@transaction.atomic
def seat_person(
    *,
    seat: Seat,
    starts_on: date,
    ends_on: date | None = None,
    person: Person | None = None,
    name: str = "",
    email: str = "",
    invited_by: Person | None = None,
    after: uuid.UUID | None = None,
) -> Membership:
    """Puts somebody in a seat: a known person, whoever has the address, or somebody new of the seat's organisation.

    `after`: the membership of who holds the seat and leaves the day before; None = the seat is vacant.
    `invited_by`: somebody new gets an invitation by mail.
    Chair, secretary, administrator. Raises `InvalidInputError`, `ConflictError` (as `fill_seat`); writes all or nothing.
    """
    chosen, new = _chosen(seat, person, name, email)
    term: dict[str, Any] = {"seat": seat, "person": chosen, "starts_on": starts_on, "ends_on": ends_on}
    membership = succeed_in_seat(**term, after=after) if after else fill_seat(**term)
    if new and invited_by and chosen.email:
        invite_person(person=chosen, invited_by=invited_by)
    return membership


def _chosen(seat: Seat, person: Person | None, name: str, email: str) -> tuple[Person, bool]:
    if person:
        if name.strip() or email.strip():
            raise InvalidInputError(_("Choose somebody in the list or write somebody new, not both."), field="person")
        return person, False
    known = person_at(check_address(email, field="email")) if email.strip() else None
    if known:
        return known, False
    if not name.strip():
        raise InvalidInputError(_("Choose somebody in the list, or write the name of somebody new."), field="person")
    return create_person(name=name, email=email, organisation=seat.organisation, unit=seat.unit), True


@transaction.atomic
def found_forum(
    *,
    founder: Person,
    name: str,
    kind: ForumKind,
    organisation_code: str,
    as_secretary: bool,
    organisations: Iterable[Organisation] = (),
    reason: str = "",
    **facts: Any,
) -> Forum:
    """Writes a forum in by hand; the organisation is taken in by its code. `as_secretary`: the founder gets that seat from today.

    Where forums that exist could carry the matter (`forums_like`), a `reason` is needed, which is kept with what was suggested;
    not for one that others lead. `organisations`: who is to sit there. Officials of the host, administrators.
    Raises as `create_forum` and `ensure_organisation`, and `ParallelForumError`.
    """
    forum = create_forum(name=name, kind=kind, organisation=ensure_organisation(code=organisation_code), **facts)
    if not forum.external:
        _answer_for_beside(forum, founder, organisations, clean_text(reason))
    if as_secretary:
        seat_founder(forum=forum, founder=founder)
    return forum


class ParallelForumError(ConflictError):
    """Forums that exist could carry it: `carriers`, with why. Needs an answer."""

    code = "parallel_forum"

    def __init__(self, carriers: list[Carrier]) -> None:
        super().__init__(
            _("Write why none of these forums can carry it, or propose your topic to one of them instead."),
            field="reason",
        )
        self.carriers = carriers


def _answer_for_beside(forum: Forum, founder: Person, organisations: Iterable[Organisation], reason: str) -> None:
    found = forums_like(
        PersonActor(founder),
        name=forum.name,
        purpose=forum.purpose,
        kind=forum.kind,
        leader=forum.organisation,
        organisations=organisations,
        but=forum,
    )
    if not found:
        return
    if not reason:
        raise ParallelForumError(found)
    suggested = [
        {"slug": one.forum.slug, "name": one.forum.name, "score": one.fit.score, "reasons": one.reasons}
        for one in found
    ]
    FoundingReason.objects.create(forum=forum, reason=reason, suggested=suggested, given_by=founder)


@transaction.atomic
def seat_founder(*, forum: Forum, founder: Person) -> None:
    """Gives whoever brought a forum in the secretary's seat from today, so that it can be led from here."""
    organisation = founder.organisation or forum.organisation
    title = founder.title or str(Office.SECRETARY.label)
    seat = add_seat(forum=forum, role_title=title, organisation=organisation, office=Office.SECRETARY)
    fill_seat(seat=seat, person=founder, starts_on=timezone.localdate())
