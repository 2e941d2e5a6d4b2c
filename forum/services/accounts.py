from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.models import InvitationLink, Person
from forum.selectors.people import further_addresses, person_at
from forum.services.belonging import refuse_unit_of_others
from forum.services.coordinators import leave_coordinations
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.leaving import vacate_seats
from forum.services.organisations import check_address
from forum.services.people import create_person, invite_person
from forum.services.text import clean_text
from forum.services.versions import lock_version
from forum.services.withdrawal import readdress_letters

if TYPE_CHECKING:
    import uuid

LINES = {"name", "title"}
TEXTS = {"postal_address"}


@transaction.atomic
def add_person(*, invited_by: Person | None = None, **facts: Any) -> Person:
    """Adds a person and, when `invited_by` is given, invites him or her in the same act. Administrators. Raises as both."""
    person = create_person(**facts)
    if invited_by:
        invite_person(person=person, invited_by=invited_by)
    return person


@transaction.atomic
def update_person(*, person_id: uuid.UUID, version: int | None, **facts: Any) -> Person:
    """Changes a person's name, title, address, organisation, unit, language, protection or administrator's rights. Administrators.

    Raises `InvalidInputError`, `ConflictError` (address in use, the last administrator), `StaleVersionError`.
    """
    _lock_administrators()
    person = lock_version(Person, person_id, version)
    for field, value in facts.items():
        cleaned = clean_text(value, single_line=field in LINES) if field in LINES | TEXTS else value
        setattr(person, field, cleaned)
    if not person.name:
        raise InvalidInputError(_("Write the person's name."), field="name")
    refuse_unit_of_others(person.unit, person.organisation_id)
    refuse_what_does_not_fit(person)
    if not person.is_administrator:
        _keep_an_administrator(person)
    try:
        with transaction.atomic():
            if "email" in facts:
                _set_address(person, facts["email"] or "")
            person.save()
    except IntegrityError as error:  # somebody else was as quick with the address
        raise _address_taken() from error
    readdress_letters(person=person)
    return person.refreshed()


def _set_address(person: Person, typed: str) -> None:
    address = check_address(typed, field="email") if typed.strip() else None
    owner = person_at(address) if address else None
    if owner and owner.pk != person.pk:
        raise _address_taken()
    person.email = address
    known = EmailAddress.objects.filter(user=person)
    if address and known.filter(email=address, primary=True).exists():
        return
    known.filter(Q(primary=True) | Q(email=address or "")).delete()  # further ones of a double stay
    _end_invitations(person)  # whoever reads the old mailbox has the link
    if address:
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)


def _end_invitations(person: Person) -> None:
    InvitationLink.objects.filter(person=person, revoked_at__isnull=True).delete()


def _address_taken() -> ConflictError:
    return ConflictError(_("Somebody else already has that e-mail address."), field="email")


def _lock_administrators() -> None:
    """Two who take the right from each other at the same moment: the second finds itself the last. Before any other person's row."""
    list(
        Person.objects.filter(is_administrator=True)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .values_list("pk")
    )


def _keep_an_administrator(person: Person) -> None:
    others = Person.objects.filter(is_administrator=True, is_active=True).exclude(pk=person.pk)
    was = Person.objects.filter(pk=person.pk, is_administrator=True, is_active=True).exists()
    if was and not others.exists():
        raise ConflictError(
            _("This is the only administrator. Give somebody else that right first."), field="is_administrator"
        )


@transaction.atomic
def deactivate_person(*, person_id: uuid.UUID, version: int | None) -> Person:
    """Shuts a person out: no sign-in, no mail; the seats become vacant and their secretaries are told. Administrators.

    Saying it twice changes nothing. Raises `ConflictError` for the last administrator, `StaleVersionError`.
    """
    _lock_administrators()
    person = lock_version(Person, person_id, None)
    if not person.is_active:
        return person
    person = lock_version(Person, person_id, version)
    _keep_an_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end_invitations(person)
    vacate_seats(person=person)
    leave_coordinations(person=person)
    readdress_letters(person=person)
    return person.refreshed()


@transaction.atomic
def reactivate_person(*, person_id: uuid.UUID) -> Person:
    """Lets a person in again, without the seats. Administrators. Raises `ConflictError` for a double that was merged."""
    person = lock_version(Person, person_id, None)
    if person.merged_into_id:
        raise ConflictError(_("This entry was a double of somebody. It can't be let in again."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person.refreshed()


@transaction.atomic
def forget_address(*, person_id: uuid.UUID, address_id: int) -> None:
    """Takes a further address away: nobody is found or signs in by it any more. Administrators. One that is gone is no fault."""
    person = lock_version(Person, person_id, None)
    further_addresses(person).filter(pk=address_id).delete()
