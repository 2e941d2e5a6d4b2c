from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.enums import OrganisationKind, UnitKind
from forum.errors import ConflictError, InvalidInputError
from forum.models import Organisation, Unit
from forum.reference import counties, municipalities
from forum.services.organisation_numbers import check_organisation_number
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable


@transaction.atomic
def create_organisation(
    *,
    code: str,
    name: str = "",
    kind: OrganisationKind | None = None,
    organisation_number: str = "",
    county_code: str = "",
    mail_domains: Iterable[str] = (),
    contact_address: str = "",
    is_host: bool = False,
) -> Organisation:
    """A new party. A municipality code fills in name, kind and county from the reference. Administrators.

    Raises `InvalidInputError` for a wrong code, number or address and `ConflictError` for one already in use.
    """
    code = code.strip().lower()
    known = municipalities().get(code)
    if known:
        name, kind, county_code = (
            name or known.name,
            kind or OrganisationKind.MUNICIPALITY,
            county_code or known.county_code,
        )
    facts = {
        "name": clean_text(name, single_line=True),
        "kind": kind or OrganisationKind.OTHER,
        "organisation_number": check_organisation_number(organisation_number)
        if organisation_number.strip()
        else None,
        "county_code": county_code,
        "mail_domains": sorted(
            {
                domain.strip().lower().lstrip("@")
                for domain in mail_domains
                if domain.strip()
            }
        ),
        "contact_address": contact_address.strip().lower(),
    }
    _check(code, facts)
    if Organisation.objects.filter(code=code).exists():
        raise ConflictError(
            _("There is already an organisation with that code. Choose another code."),
            field="code",
        )
    _check_number_free(facts["organisation_number"])
    return Organisation.objects.create(code=code, is_host=is_host, **facts)


def _check(code: str, facts: dict[str, Any]) -> None:
    try:
        validate_slug(code)
    except ValidationError as error:
        raise InvalidInputError(
            _(
                "Write a code with letters a to z, digits and hyphens, for example 0486 or polisen."
            ),
            field="code",
        ) from error
    if not facts["name"]:
        raise InvalidInputError(_("Write the organisation's name."), field="name")
    if facts["county_code"] and facts["county_code"] not in counties():
        raise InvalidInputError(
            _("There is no county with that code. Choose one in the list."),
            field="county_code",
        )
    if facts["contact_address"]:
        check_address(facts["contact_address"], field="contact_address")


def check_address(address: str, *, field: str) -> str:
    """The address in lower case; raises `InvalidInputError` when it can't be one."""
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInputError(
            _("Write a complete e-mail address, for example name@example.org."),
            field=field,
        ) from error
    return address


def _check_number_free(number: str | None) -> None:
    if number and Organisation.objects.filter(organisation_number=number).exists():
        raise ConflictError(
            _("Another organisation already has that organisation number."),
            field="organisation_number",
        )


def ensure_organisation(*, code: str) -> Organisation:
    """The organisation with that code; one of the 290 municipalities is taken in by its code at first use.

    Raises `InvalidInputError` when nobody has the code.
    """
    code = code.strip().lower()
    found = Organisation.objects.filter(code=code).first()
    if found:
        return found
    if code not in municipalities():
        raise InvalidInputError(
            _(
                "No organisation has the code “%(code)s”. Use a municipality code such as 0486, or create the organisation first."
            )
            % {"code": code},
            field="organisation",
        )
    return create_organisation(code=code)


@transaction.atomic
def update_organisation(
    *, organisation_id: uuid.UUID, version: int | None, **facts: Any
) -> Organisation:
    """Changes name, kind, number, county, mail domains or contact address. Administrators. Raises as `create_organisation`, and `StaleVersionError`."""
    organisation = lock_version(Organisation, organisation_id, version)
    if "organisation_number" in facts:
        number = facts["organisation_number"]
        facts["organisation_number"] = (
            check_organisation_number(number) if number else None
        )
        if facts["organisation_number"] != organisation.organisation_number:
            _check_number_free(facts["organisation_number"])
    for field, value in facts.items():
        setattr(organisation, field, value)
    fields = ("name", "county_code", "contact_address")
    _check(organisation.code, {field: getattr(organisation, field) for field in fields})
    organisation.save()
    return organisation.refreshed()


@transaction.atomic
def create_unit(
    *,
    organisation: Organisation,
    name: str,
    kind: UnitKind = UnitKind.DEPARTMENT,
    contact_address: str = "",
) -> Unit:
    """A committee, department or school of an organisation. Administrators. Raises `InvalidInputError`, `ConflictError`."""
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write the unit's name."), field="name")
    if organisation.units.filter(name__iexact=name).exists():
        raise ConflictError(
            _("The organisation already has a unit with that name."), field="name"
        )
    address = (
        check_address(contact_address, field="contact_address")
        if contact_address
        else ""
    )
    return Unit.objects.create(
        organisation=organisation, name=name, kind=kind, contact_address=address
    )
