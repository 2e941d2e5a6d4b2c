"""Parties: from the reference or by hand; wrong codes, numbers and addresses answer with a sentence at the field."""

from __future__ import annotations

from typing import Any

import pytest

from forum.enums import OrganisationKind
from forum.errors import ConflictError, DomainError, InvalidInputError, StaleVersionError
from forum.models import Organisation, Unit
from forum.services.organisations import (
    check_address,
    create_organisation,
    create_unit,
    ensure_organisation,
    update_organisation,
)
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db


def test_a_municipality_code_is_enough() -> None:
    found = create_organisation(code=" 0486 ")
    assert (found.code, found.name, found.kind, found.county_code) == (
        "0486",
        "Strängnäs kommun",
        OrganisationKind.MUNICIPALITY,
        "04",
    )


def test_others_are_written_by_hand() -> None:
    made = create_organisation(
        code="Polisen",
        name=" Polis­myndigheten ",
        kind=OrganisationKind.POLICE,
        organisation_number="2021000076",
        mail_domains=["@Polisen.SE", "polisen.se", " "],
        contact_address="Registrator@Polisen.SE",
    )
    assert (made.code, made.name, made.organisation_number) == ("polisen", "Polismyndigheten", "202100-0076")
    assert (made.mail_domains, made.contact_address) == (["polisen.se"], "registrator@polisen.se")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"code": "två ord"}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"code": ""}, "code"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"organisation_number": "202100-0077"}, "organisation_number"),
        ({"organisation_number": "811228-9874"}, "organisation_number"),
        ({"organisation_number": "bokstäver"}, "organisation_number"),
        ({"county_code": "99"}, "county_code"),
        ({"contact_address": "ingen adress"}, "contact_address"),
        ({"contact_address": "a@b.se\nBcc: c@d.se"}, "contact_address"),
        ({"mail_domains": ["inte en domän"]}, "mail_domains"),
    ],
)
def test_what_is_refused(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        create_organisation(**{"code": "polisen", "name": "Polisen", **facts})
    assert error.value.field == field
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"code": "0486"}, "code"),
        ({"code": "ny", "name": "Ny", "organisation_number": "212000-0365"}, "organisation_number"),
        ({"code": "ny", "name": "Ny", "is_host": True}, "is_host"),
    ],
)
def test_what_is_in_use_already(facts: dict[str, Any], field: str) -> None:
    make_organisation(code="0486", name="Strängnäs kommun", organisation_number="212000-0365", is_host=True)
    with pytest.raises(ConflictError) as error:
        create_organisation(**facts)
    assert error.value.field == field
    assert Organisation.objects.count() == 1


def test_ensure_takes_a_municipality_in_once() -> None:
    first = ensure_organisation(code="0480")
    assert ensure_organisation(code="0480") == first
    with pytest.raises(InvalidInputError) as error:
        ensure_organisation(code="9999")
    assert "9999" in str(error.value)


def test_update_changes_and_refuses() -> None:
    row = make_organisation(code="polisen", name="Polisen")
    make_organisation(code="ny", name="Ny", organisation_number="212000-0365")
    changed = update_organisation(
        organisation_id=row.pk, version=1, name="Polismyndigheten", contact_address=" A@Räksmörgås.se "
    )
    kept = ("Polismyndigheten", "a@xn--rksmrgs-5wao1o.se", 2)
    assert (changed.name, changed.contact_address, changed.version) == kept
    refused: list[tuple[dict[str, Any], type[DomainError]]] = [
        ({"version": 1, "name": "X"}, StaleVersionError),
        ({"version": 2, "name": ""}, InvalidInputError),
        ({"version": 2, "organisation_number": "212000-0365"}, ConflictError),
    ]
    for facts, kind in refused:
        with pytest.raises(kind):
            update_organisation(organisation_id=row.pk, **facts)
    assert row.refreshed().name == "Polismyndigheten"


def test_units_have_names_of_their_own() -> None:
    row = make_organisation(code="0486", name="Strängnäs kommun")
    create_unit(organisation=row, name="Utbildningskontoret")
    for name, address in (("utbildningskontoret", ""), ("", ""), ("x" * 201, ""), ("Ny", "fel")):
        with pytest.raises(DomainError):
            create_unit(organisation=row, name=name, contact_address=address)
    assert Unit.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Anna.Ek@Exempel.SE ", "anna.ek@exempel.se"),
        ("anna@räksmörgås.se", "anna@xn--rksmrgs-5wao1o.se"),
    ],
)
def test_addresses_are_kept_as_mail_servers_write_them(typed: str, kept: str) -> None:
    assert check_address(typed, field="email") == kept
