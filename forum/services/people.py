from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import MessageKind
from forum.errors import ConflictError, InvalidInputError
from forum.models import InvitationLink, Organisation, Person
from forum.selectors.people import person_at
from forum.services.belonging import refuse_unit_of_others
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.links import issue_link
from forum.services.organisations import check_address
from forum.services.outbox import Letter, queue_letter
from forum.services.text import clean_text

if TYPE_CHECKING:
    from forum.models import Unit

INVITATION_LASTS = timedelta(days=14)


@transaction.atomic
def create_person(
    *,
    name: str,
    email: str = "",
    title: str = "",
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    postal_address: str = "",
    **facts: Any,
) -> Person:
    """Somebody who takes part; without an address he or she gets printed notices only. No password: see `invite_person`.

    The organisation is found by the address's domain when none is given. Raises `InvalidInputError`, `ConflictError` (address in use).
    """
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write the person's name."), field="name")
    address = check_address(email, field="email") if email.strip() else None
    if address and person_at(address):
        raise _address_taken()
    organisation = organisation or (unit.organisation if unit else None)
    refuse_unit_of_others(unit, organisation.pk if organisation else None)
    person = Person(
        name=name,
        email=address,
        title=clean_text(title, single_line=True),
        organisation=organisation or (organisation_of_address(address) if address else None),
        unit=unit,
        postal_address=clean_text(postal_address),
        **facts,
    )
    person.set_unusable_password()
    refuse_what_does_not_fit(person)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # somebody else was as quick
        raise _address_taken() from error
    if address:
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    return person


def _address_taken() -> ConflictError:
    return ConflictError(
        _("Somebody already has that e-mail address. Search for the person instead of adding a new one."), field="email"
    )


def name_from_address(address: str) -> str:
    """“anna-lena.ek2@…” reads “Anna-Lena Ek”: a name to begin with, until somebody tells the right one."""
    local = address.rsplit("@", 1)[0].split("+", 1)[0]
    words = (word.strip("0123456789-") for word in re.split(r"[._\s]+", local))
    return " ".join(word.title() for word in words if word) or address


@transaction.atomic
def complete_person(*, person: Person, name: str = "", email: str = "") -> bool:
    """Puts a name in the place of one that was only read out of the address, and an address where there is none; what was written by
    somebody stays. Tells whether anything changed. Raises `InvalidInputError`, `ConflictError` (address in use).
    """
    name, changed = clean_text(name, single_line=True), False
    if name and person.email and person.name == name_from_address(person.email) != name:
        person.name, changed = name, True
    if email and not person.email:
        address = check_address(email, field="email")
        if person_at(address):
            raise _address_taken()
        person.email, changed = address, True
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    if changed:
        refuse_what_does_not_fit(person)
        person.save(update_fields=["name", "email"])
    return changed


def organisation_of_address(address: str) -> Organisation | None:
    """The only organisation that has the address's domain among its mail domains."""
    domain = address.rsplit("@", 1)[-1]
    found = list(Organisation.objects.filter(mail_domains__contains=[domain])[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def invite_person(*, person: Person, invited_by: Person | None) -> None:
    """Sends a mail with a link to choose a password, valid for 14 days; earlier links end. Administrators, chairs, secretaries.

    Raises `InvalidInputError` when the person has no address.
    """
    if not person.email:
        raise InvalidInputError(_("Add an e-mail address before you invite the person."), field="email")
    now = timezone.now()
    InvitationLink.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    named = invited_by if invited_by and not invited_by.protected else None
    link = issue_link(InvitationLink, address=person.email, person=person, expires_at=now + INVITATION_LASTS)
    queue_letter(
        Letter(
            kind=MessageKind.INVITATION,
            recipient=person.email,
            person=person,
            language=person.language,
            template="mail/invitation",
            context={"person": person, "link": link, "invited_by": named, "days": INVITATION_LASTS.days},
            dedup_key=f"invitation:{person.pk}:{now.isoformat()}",
            expires_at=now + INVITATION_LASTS,
        )
    )


@transaction.atomic
def accept_invitation(*, link: InvitationLink, password: str) -> Person:
    """Sets the password that the invited person chose; the link ends.

    Raises `InvalidInputError` for a weak password or a link that has ended.
    """
    current = InvitationLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    person: Person | None = current.person
    if person is None or current.revoked_at or current.expires_at <= timezone.now():
        raise InvalidInputError(_("The invitation is no longer valid. Ask for a new one."))
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidInputError(" ".join(error.messages), field="password") from error
    person.set_password(password)
    person.save(update_fields=["password"])
    now = timezone.now()
    InvitationLink.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now, used_at=now)
    return person
