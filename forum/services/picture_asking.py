"""Who is asked: forums, units, organisations, persons, bare addresses, and the open link for associations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import AskedState, PictureState
from forum.errors import ConflictError, InvalidInputError
from forum.models import Answer, PictureOpenLink, PictureRecipient, SituationPicture
from forum.selectors.people import people_working_at
from forum.services.links import issue_link
from forum.services.organisations import check_address
from forum.services.picture_letters import invite
from forum.services.pictures import plan_answers
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from forum.models import Forum, Organisation, Person, Unit

OPEN_LINK_LASTS = timedelta(days=90)


@transaction.atomic
def ask(
    *,
    picture_id: uuid.UUID,
    forums: Iterable[Forum] = (),
    units: Iterable[Unit] = (),
    organisations: Iterable[Organisation] = (),
    people: Iterable[Person] = (),
    addresses: Iterable[str] = (),
) -> list[PictureRecipient]:
    """Adds those who are to be asked; who is on the list already stays as is. When the round is out they get the letter at once.

    An address that is a person's here becomes that person, who then answers on the own pages too.
    Coordinators. Raises `InvalidInputError` for an address that is none, `ConflictError` when the round is closed.
    """
    picture = lock_version(SituationPicture, picture_id, None)
    if picture.state not in {PictureState.DRAFT, PictureState.OPEN}:
        raise ConflictError(_("The round is closed. Open it again before you ask more."))
    typed = [_address(one) for one in addresses]
    known_people = people_working_at(typed) if typed else {}
    wanted: list[dict[str, Any]] = [
        *({"forum": one} for one in forums),
        *({"unit": one} for one in units),
        *({"organisation": one} for one in organisations),
        *({"person": one} for one in people),
        *({"person": known_people[one]} if one in known_people else {"address": one} for one in typed),
    ]
    known = {_key(row) for row in picture.recipients.filter(by_open_link=False)}
    rows = {_key(row): row for row in (PictureRecipient(picture=picture, **facts) for facts in wanted)}
    fresh = PictureRecipient.objects.bulk_create([row for key, row in rows.items() if key not in known])
    if picture.state == PictureState.OPEN and fresh:
        plan_answers(picture, fresh)
        invite(picture, fresh)
    return fresh


def _key(row: PictureRecipient) -> tuple[object, ...]:
    return row.forum_id, row.unit_id, row.organisation_id, row.person_id, row.address


def _address(text: str) -> str:
    try:
        return check_address(text, field="addresses")
    except InvalidInputError as error:
        raise InvalidInputError(
            _("“%(address)s” is no complete e-mail address.") % {"address": text.strip()[:60]}, field="addresses"
        ) from error


@transaction.atomic
def ask_no_more(*, asked_id: uuid.UUID, version: int | None) -> None:
    """Takes somebody off the list, and those to whom he or she passed it on. Coordinators.

    Raises `ConflictError` when one of them has answered, `StaleVersionError`.
    """
    lock_version(SituationPicture, PictureRecipient.objects.values_list("picture", flat=True).get(pk=asked_id), None)
    asked = lock_version(PictureRecipient, asked_id, version)
    rows = _with_those_after(asked)
    if Answer.objects.filter(recipient__in=rows).exists():
        raise ConflictError(_("There are answers already, so it stays on the list."))
    for row in rows:
        row.state = AskedState.DECLINED
    plan_answers(asked.picture, rows)
    asked.delete()


def _with_those_after(asked: PictureRecipient) -> list[PictureRecipient]:
    """The row and all that its questions were passed on to, by however many hands."""
    found = latest = [asked]
    while latest := list(PictureRecipient.objects.filter(passed_on_from__in=latest)):
        found = found + latest
    return found


@transaction.atomic
def ask_again(*, asked_id: uuid.UUID) -> None:
    """Sends the letter once more, with a new link. Coordinators. Raises `ConflictError` when nobody is reached or it is not out."""
    asked = PictureRecipient.objects.select_related("picture").get(pk=asked_id)
    if asked.picture.state != PictureState.OPEN:
        raise ConflictError(_("The round is not out for answers."))
    if not invite(asked.picture, [asked], key=timezone.now().isoformat(timespec="minutes")):
        raise ConflictError(_("Nobody can be reached there: it has no address. Choose somebody else."))


@transaction.atomic
def open_to_associations(*, picture_id: uuid.UUID) -> str:
    """One address that any association may answer by, until the round is closed; an earlier one ends. Shown once. Coordinators.

    Raises `ConflictError` when the round is not out.
    """
    picture = lock_version(SituationPicture, picture_id, None)
    if picture.state != PictureState.OPEN:
        raise ConflictError(_("Send the questions first; then there can be an open link."))
    close_to_associations(picture_id=picture_id)
    until = timezone.now() + OPEN_LINK_LASTS
    return issue_link(PictureOpenLink, address="", expires_at=until, picture=picture)


@transaction.atomic
def close_to_associations(*, picture_id: uuid.UUID) -> None:
    """Ends the open link; answers that came by it stay. Coordinators."""
    PictureOpenLink.objects.filter(picture=picture_id, revoked_at=None).update(revoked_at=timezone.now())
