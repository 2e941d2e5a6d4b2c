from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email, validate_slug
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from forum.enums import OrganisationKind, UnitKind
from forum.errors import ConflictError, InvalidInputError
from forum.models import Organisation, Unit
from forum.reference import counties, municipalities
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.organisation_numbers import check_organisation_number
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable

LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3


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
    postal_address: str = "",
    is_host: bool = False,
) -> Organisation:
    """A new party. A municipality code fills in name, kind and county from the reference. Administrators.

    Raises `InvalidInputError` for a wrong code, number or address and `ConflictError` for one already in use.
    """
    code = code.strip().lower()
    known = municipalities().get(code)
    facts = _cleaned(
        {
            "name": name or (known.name if known else ""),
            "kind": kind or (OrganisationKind.MUNICIPALITY if known else OrganisationKind.OTHER),
            "organisation_number": organisation_number,
            "county_code": county_code or (known.county_code if known else ""),
            "mail_domains": mail_domains,
            "contact_address": contact_address,
            "postal_address": postal_address,
        }
    )
    organisation = Organisation(code=code, is_host=is_host, **facts)
    _check(organisation)
    _refuse_taken(organisation)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError as error:  # somebody else was as quick
        raise _code_taken() from error
    return organisation


def _refuse_taken(organisation: Organisation) -> None:
    if Organisation.objects.filter(code=organisation.code).exists():
        raise _code_taken()
    if organisation.is_host and Organisation.objects.filter(is_host=True).exists():
        raise ConflictError(_("There is already a host organisation; an installation has one."), field="is_host")
    _check_number_free(organisation.organisation_number)


def _code_taken() -> ConflictError:
    return ConflictError(_("There is already an organisation with that code. Choose another code."), field="code")


def _domains(words: Iterable[str]) -> list[str]:
    """Each once, in lower case, with or without the @ that people write."""
    domains = sorted({word.strip().lower().lstrip("@") for word in words} - {""})
    for domain in domains:
        check_address(f"name@{domain}", field="mail_domains")
    return domains


def _cleaned(facts: dict[str, Any]) -> dict[str, Any]:
    """What was given, as it is kept. Raises `InvalidInputError`."""
    ways: dict[str, Callable[[Any], Any]] = {
        "name": lambda typed: clean_text(typed, single_line=True),
        "postal_address": clean_text,
        "contact_address": lambda typed: check_address(typed, field="contact_address") if typed.strip() else "",
        "mail_domains": _domains,
        "organisation_number": lambda typed: check_organisation_number(typed) if (typed or "").strip() else None,
    }
    return {name: ways[name](value) if name in ways else value for name, value in facts.items()}


def _check(organisation: Organisation) -> None:
    try:
        validate_slug(organisation.code)
    except ValidationError as error:
        raise InvalidInputError(
            _("Write a code with letters a to z, digits and hyphens, for example 0486 or polisen."), field="code"
        ) from error
    if not organisation.name:
        raise InvalidInputError(_("Write the organisation's name."), field="name")
    if organisation.county_code and organisation.county_code not in counties():
        raise InvalidInputError(_("There is no county with that code. Choose one in the list."), field="county_code")
    refuse_what_does_not_fit(organisation)


def check_address(address: str, *, field: str) -> str:
    """The address in lower case, its domain as mail servers write it (RFC 5891); raises `InvalidInputError` when it can't be one."""
    try:
        return _on_the_wire(address.strip().lower())
    except (ValidationError, UnicodeError) as error:
        raise InvalidInputError(
            _("Write a complete e-mail address, for example name@example.org."), field=field
        ) from error


def _on_the_wire(address: str) -> str:
    validate_email(address)
    local, _at, domain = address.rpartition("@")
    address = f"{local}@{domain.encode('idna').decode('ascii')}"
    validate_email(address)
    MaxLengthValidator(LONGEST_ADDRESS)(address)
    return address


def _check_number_free(number: str | None) -> None:
    if number and Organisation.objects.filter(organisation_number=number).exists():
        raise _number_taken()


def _number_taken() -> ConflictError:
    return ConflictError(_("Another organisation already has that organisation number."), field="organisation_number")


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
def update_organisation(*, organisation_id: uuid.UUID, version: int | None, **facts: Any) -> Organisation:
    """Changes name, kind, number, county, mail domains, contact or postal address. Administrators.

    Raises as `create_organisation`, and `StaleVersionError`.
    """
    organisation = lock_version(Organisation, organisation_id, version)
    before = organisation.organisation_number
    for field, value in _cleaned(facts).items():
        setattr(organisation, field, value)
    _check(organisation)
    if organisation.organisation_number != before:
        _check_number_free(organisation.organisation_number)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:  # somebody else was as quick with the number
        raise _number_taken() from error
    return organisation.refreshed()


@transaction.atomic
def create_unit(
    *, organisation: Organisation, name: str, kind: UnitKind = UnitKind.DEPARTMENT, contact_address: str = ""
) -> Unit:
    """A committee, department or school of an organisation. Administrators. Raises `InvalidInputError`, `ConflictError`."""
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write the unit's name."), field="name")
    if organisation.units.filter(name__iexact=name).exists():
        raise _unit_taken()
    address = check_address(contact_address, field="contact_address") if contact_address else ""
    unit = Unit(organisation=organisation, name=name, kind=kind, contact_address=address)
    refuse_what_does_not_fit(unit)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:  # somebody else was as quick
        raise _unit_taken() from error
    return unit


def _unit_taken() -> ConflictError:
    return ConflictError(_("The organisation already has a unit with that name."), field="name")
