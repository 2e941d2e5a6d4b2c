"""Mails of the sign-in: in the receiver's language, by the outbox, whether the mail server answers or not."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from forum.enums import MessageKind
from forum.models import OutboxMessage
from forum.selectors.people import person_at

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from forum.models import Person
    from tests.conftest import SignIn


def text_of(letter: OutboxMessage) -> str:
    part = message_from_bytes(bytes(letter.body), policy=policy.default).get_body(("plain",))
    return str(part.get_content()) if part else ""


def test_a_forgotten_password_is_chosen_anew_by_a_letter_of_the_outbox(
    settings: Settings, chair: Person, client: Client
) -> None:
    settings.EMAIL_BACKEND = "no.mail.server.answers"
    asked = {"email": str(chair.email)}
    assert client.post("/accounts/password/reset/", asked, headers={"accept-language": "en"}).status_code == 302
    assert client.post("/accounts/password/reset/", {"email": "ingen@demo.example"}).status_code == 302

    letter = OutboxMessage.objects.get()

    assert (letter.recipient, letter.kind, letter.person) == (chair.email, MessageKind.SIGN_IN, chair)
    assert letter.subject == "Välj ett nytt lösenord"
    (link,) = re.findall(r"http://testserver(/\S+)", text_of(letter))
    page = client.get(link, follow=True).content.decode()
    assert 'name="password1"' in page


def test_an_address_is_confirmed_by_who_reads_its_mail(settings: Settings, chair: Person, signed_in: SignIn) -> None:
    settings.EMAIL_BACKEND = "no.mail.server.answers"
    browser = signed_in(chair)
    browser.post("/accounts/email/", {"action_add": "", "email": "ny@demo.example"})
    letter = OutboxMessage.objects.get()
    (link,) = re.findall(r"http://testserver(/\S+)", text_of(letter))
    browser.post(link)

    assert (letter.recipient, letter.person) == ("ny@demo.example", chair)
    assert person_at("ny@demo.example") == chair
