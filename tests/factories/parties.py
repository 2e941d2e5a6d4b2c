from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from forum.enums import OrganisationKind
from forum.models import Organisation, Person, Unit


def make_organisation(
    *, code: str, name: str, kind: OrganisationKind = OrganisationKind.MUNICIPALITY, **fields: Any
) -> Organisation:
    return Organisation.objects.create(code=code, name=name, kind=kind, **fields)


def make_unit(*, organisation: Organisation, name: str = "Utbildningskontoret", **fields: Any) -> Unit:
    return Unit.objects.create(organisation=organisation, name=name, **fields)


def make_person(
    *,
    name: str,
    organisation: Organisation | None,
    email: str | None = None,
    password: str | None = None,
    **fields: Any,
) -> Person:
    """A person with a verified address; may sign in by password only when one is given."""
    person = Person.objects.create_user(email, password, name=name, organisation=organisation, **fields)
    if person.email:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
