"""Who an address belongs to: the one that a person is written to, and those he or she had before two entries became one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import F, Q

from forum.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


def people_at(addresses: Iterable[str]) -> dict[str, Person]:
    """By address, in one statement; addresses that nobody has are left out. In lower case, as they are kept."""
    wanted = set(addresses) - {""}
    owned = Q(emailaddress__verified=True, emailaddress__email__in=wanted)
    rows = Person.objects.filter(Q(email__in=wanted) | owned).annotate(also=F("emailaddress__email"))
    found: dict[str, Person] = {}
    for person in rows.select_related("organisation", "unit"):
        found |= {address: person for address in (person.email, person.also) if address in wanted}
    return found


def people_working_at(addresses: Iterable[str]) -> dict[str, Person]:
    """The same without those who have left."""
    return {address: person for address, person in people_at(addresses).items() if person.is_active}


def person_at(address: str) -> Person | None:
    """The one who has the address, as first or as further one."""
    return people_at([address.lower()]).get(address.lower())


def further_addresses(person: Person) -> QuerySet[EmailAddress]:
    """By which a person is found and signs in, but is not written to."""
    rows: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=person, primary=False, verified=True)
    return rows.order_by("email")
