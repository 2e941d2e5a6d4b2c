"""Whose the mail domains are of those whom a calendar invites."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forum.models import Organisation
from forum.reference import municipality_of_domain
from forum.services.mail_domains import is_public_provider

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class UnknownDomain:
    """A mail domain that no organisation has: how many are invited from there, and whose it may be."""

    domain: str
    number: int
    guess: str
    public: bool


def organisations_by_domain(domains: Iterable[str]) -> dict[str, Organisation]:
    """The only organisation that has each domain among its mail domains."""
    wanted = set(domains)
    found: dict[str, list[Organisation]] = {}
    for organisation in Organisation.objects.exclude(mail_domains=[]):
        for domain in wanted.intersection(organisation.mail_domains):
            found.setdefault(domain, []).append(organisation)
    return {domain: rows[0] for domain, rows in found.items() if len(rows) == 1}


def unknown_domains(domains: Iterable[str]) -> list[UnknownDomain]:
    """Each of them once, in their order, with how often it came."""
    return [_unknown(domain, number) for domain, number in Counter(domains).items()]


def _unknown(domain: str, number: int) -> UnknownDomain:
    public = is_public_provider(domain)
    place = None if public else municipality_of_domain(domain)
    return UnknownDomain(domain, number, place.code if place else "", public)
