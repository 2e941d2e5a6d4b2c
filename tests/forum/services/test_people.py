"""People and invitations."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress

from forum.errors import ConflictError, InvalidInputError
from forum.models import InvitationLink, OutboxMessage, Person
from forum.models.link import token_digest
from forum.services.accounts import update_person
from forum.services.people import accept_invitation, create_person, invite_person
from tests.factories import make_person, make_unit

if TYPE_CHECKING:
    from forum.models import Organisation

GOOD = "en-mycket-lang-fras-2026"


def test_a_person_has_a_verified_address_and_no_password(host: Organisation) -> None:
    host.mail_domains = ["strangnas.se"]
    host.save()
    person = create_person(name=" Anna  Ek ", email="Anna.Ek@Strangnas.se", title="Skolchef")
    assert (person.name, person.email, person.title, person.organisation) == (
        "Anna Ek",
        "anna.ek@strangnas.se",
        "Skolchef",
        host,
    )
    assert not person.has_usable_password()
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("anna.ek@strangnas.se", True, True)
    ]


def test_a_unit_tells_the_organisation_and_nobody_needs_an_address(host: Organisation, police: Organisation) -> None:
    unit = make_unit(organisation=host)
    assert create_person(name="Bo", unit=unit).organisation == host
    with pytest.raises(InvalidInputError) as error:
        create_person(name="Cia", unit=unit, organisation=police)
    assert error.value.field == "unit"


@pytest.mark.parametrize(
    ("facts", "kind", "field"),
    [
        ({"name": ""}, InvalidInputError, "name"),
        ({"name": "x" * 201}, InvalidInputError, "name"),
        ({"name": "Bo", "title": "x" * 201}, InvalidInputError, "title"),
        ({"name": "Bo", "email": "bo"}, InvalidInputError, "email"),
        ({"name": "Bo", "email": f"{'x' * 60}@{'y' * 250}.se"}, InvalidInputError, "email"),
        ({"name": "Bo", "email": f"{'x' * 60}@{'yyyyyyyyyy.' * 20}se"}, InvalidInputError, "email"),
        ({"name": "Bo", "email": "CHAIR@demo.example"}, ConflictError, "email"),
    ],
)
def test_what_is_refused(facts: dict[str, Any], kind: type[Exception], field: str, chair: Person) -> None:
    with pytest.raises(kind) as error:
        create_person(**facts)
    assert error.value.field == field  # type: ignore[attr-defined]
    assert Person.objects.count() == 1


def _text(message: OutboxMessage) -> str:
    body = message_from_bytes(bytes(message.body), policy=policy.default).get_body(("plain",))
    return str(body.get_content())  # type: ignore[union-attr]


def _token(message: OutboxMessage) -> str:
    return _text(message).split("/link/")[1].split("/")[0]


def test_an_invitation_is_a_link_of_which_only_the_digest_is_kept(chair: Person, administrator: Person) -> None:
    invite_person(person=chair, invited_by=administrator)
    (message,) = OutboxMessage.objects.all()
    (link,) = InvitationLink.objects.all()
    token = _token(message)
    assert (message.recipient, link.digest, link.address) == (chair.email, token_digest(token), chair.email)
    assert InvitationLink.objects.for_token(token).get() == link
    assert token not in str(list(InvitationLink.objects.values()))


def test_an_invitation_from_somebody_protected_tells_no_name(chair: Person, administrator: Person) -> None:
    Person.objects.filter(pk=administrator.pk).update(protected=True)
    invite_person(person=chair, invited_by=Person.objects.get(pk=administrator.pk))
    assert administrator.name not in _text(OutboxMessage.objects.get())


def test_a_second_invitation_ends_the_first(chair: Person, administrator: Person) -> None:
    invite_person(person=chair, invited_by=administrator)
    invite_person(person=chair, invited_by=administrator)
    first, second = [_token(message) for message in OutboxMessage.objects.order_by("created_at")]
    assert not InvitationLink.objects.for_token(first).exists()
    accept_invitation(link=InvitationLink.objects.for_token(second).get(), password=GOOD)
    assert Person.objects.get(pk=chair.pk).check_password(GOOD)


def test_an_invitation_ends_with_the_address_that_it_went_to(chair: Person, administrator: Person) -> None:
    invite_person(person=chair, invited_by=administrator)
    update_person(person_id=chair.pk, version=None, email=str(chair.email), title="Ordförande")
    assert InvitationLink.objects.count() == 1
    update_person(person_id=chair.pk, version=None, email="ratt@demo.example")
    assert not InvitationLink.objects.exists()


def test_a_link_works_once_and_not_after_its_days(chair: Person, administrator: Person, now: datetime) -> None:
    invite_person(person=chair, invited_by=administrator)
    link = InvitationLink.objects.get()
    with pytest.raises(InvalidInputError) as error:
        accept_invitation(link=link, password="1234")
    assert error.value.field == "password"
    accept_invitation(link=link, password=GOOD)
    with pytest.raises(InvalidInputError):
        accept_invitation(link=link, password=f"{GOOD}-igen")
    assert Person.objects.get(pk=chair.pk).check_password(GOOD)

    invite_person(person=chair, invited_by=administrator)
    late = InvitationLink.objects.filter(revoked_at=None).get()
    InvitationLink.objects.filter(pk=late.pk).update(expires_at=now - timedelta(seconds=1))
    with pytest.raises(InvalidInputError):
        accept_invitation(link=late, password=f"{GOOD}-igen")


def test_nobody_is_invited_without_an_address(host: Organisation) -> None:
    person = make_person(name="Bo", organisation=host)
    with pytest.raises(InvalidInputError) as error:
        invite_person(person=person, invited_by=None)
    assert error.value.field == "email"
    assert not OutboxMessage.objects.exists()
