"""Which organisation a mail domain belongs to, as it is learnt."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.db import transaction

from forum.enums import OrganisationKind
from forum.models import Organisation
from forum.services.organisations import create_organisation, ensure_organisation, update_organisation
from forum.services.text import clean_text

# Where anybody may have an address: such a domain never tells an organisation.
PUBLIC_PROVIDERS: Final = frozenset(
    (
        "aol.com", "bredband.net", "comhem.se", "gmail.com", "gmx.com", "gmx.net", "googlemail.com", "hotmail.com", "hotmail.se",
        "icloud.com", "live.com", "live.se", "mac.com", "me.com", "msn.com", "outlook.com", "outlook.se", "proton.me", "protonmail.com",
        "spray.se", "swipnet.se", "telia.com", "tutanota.com", "yahoo.com", "yahoo.se",
    )
)  # fmt: skip


def is_public_provider(domain: str) -> bool:
    """Whether anybody may have an address there."""
    return domain.lower() in PUBLIC_PROVIDERS


@transaction.atomic
def organisation_for_domain(
    *, domain: str, code: str = "", name: str = "", kind: OrganisationKind = OrganisationKind.OTHER
) -> Organisation:
    """The organisation that somebody says a mail domain belongs to, by code or as a new one by name; the domain is remembered with it.

    The domain of a public provider is not remembered, nor one that another organisation has as well. Whoever brings a forum in,
    administrators. Raises `InvalidInputError`, `ConflictError`.
    """
    found = ensure_organisation(code=code) if code else _named(name, kind)
    taken = Organisation.objects.filter(mail_domains__contains=[domain]).exists()
    if taken or is_public_provider(domain):
        return found
    return update_organisation(organisation_id=found.pk, version=None, mail_domains=[*found.mail_domains, domain])


def _named(name: str, kind: OrganisationKind) -> Organisation:
    """The organisation of that name, or a new one whose code is made of its name."""
    name = clean_text(name, single_line=True)
    found = Organisation.objects.filter(name__iexact=name).first()
    if found:
        return found
    letters = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:32] or "organisation"
    taken = set(Organisation.objects.filter(code__startswith=stem).values_list("code", flat=True))
    code = next(
        code for code in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if code not in taken
    )
    return create_organisation(code=code, name=name, kind=kind)
