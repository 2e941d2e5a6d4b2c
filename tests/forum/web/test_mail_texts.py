"""What mails say first: an own text around the reason, checked when it is saved, looked at before, taken back to the standard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from forum.enums import Language, MessageKind
from forum.models import MailText, OutboxMessage
from forum.services.mail_introductions import save_mail_text
from forum.services.outbox import Letter, queue_letter

if TYPE_CHECKING:
    from django.test import Client

    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn

NOTICE = "/administration/mail-texts/notice/en/"
OWN = "Greetings from {host} & {forum}.\n{reason} Questions? Ring us."


@pytest.fixture
def browser(signed_in: SignIn, administrator: Person) -> Client:
    return signed_in(administrator)


def sent(forum: Forum, language: str = "en") -> tuple[str, str]:
    """Text and HTML of a notice that is written now."""
    letter = Letter(
        kind=MessageKind.NOTICE, recipient="a@demo.example", language=language, template="mail/sample", forum=forum,
        context={"title": "T", "why": "Because you sit there.", "about": "About"},
        dedup_key=f"{language}{OutboxMessage.objects.count()}", expires_at=datetime.now(tz=UTC) + timedelta(days=1),
    )  # fmt: skip
    message = queue_letter(letter)
    assert message is not None
    mail = message_from_bytes(bytes(message.body), policy=policy.default)
    parts = [mail.get_body((kind,)) for kind in ("plain", "html")]
    text, html = (" ".join(part.get_content().split()) for part in parts if part)
    return text, html


def test_an_own_text_stands_around_the_reason_in_mails_of_its_kind_and_language(
    host: Organisation, council: Forum, browser: Client
) -> None:
    standard = sent(council)

    assert browser.post(NOTICE, {"text": OWN}).status_code == 302

    text, html = sent(council)
    assert "Greetings from Strängnäs kommun & Forum brottsförebyggande rådet. Because you sit there." in text
    assert "Questions? Ring us. About" in text
    assert "Strängnäs kommun &amp; Forum" in html
    assert "Greetings" not in sent(council, "sv")[0]
    assert browser.post(f"{NOTICE}reset/").status_code == 302
    assert sent(council) == standard


@pytest.mark.parametrize(
    ("address", "text", "remedy"),
    [
        (NOTICE, "Hello {name}. {reason}", "{name} is not filled in by anything. Use {reason}, {host}, {forum}."),
        (NOTICE, "Hello { {reason}", "{ is not filled in by anything."),
        (NOTICE, "Hello", "Write {reason} once"),
        (NOTICE, "{reason} {reason}", "Write {reason} once"),
        (NOTICE, "{reason}" + "x" * 1000, "Write at most 1000 characters"),
        ("/administration/mail-texts/reminder/en/", "{forum} {reason}", "{forum} is not filled in by anything."),
    ],
)
@pytest.mark.parametrize("press", [{}, {"look": "1"}])
def test_what_can_not_be_filled_in_is_refused_with_the_remedy(
    address: str, text: str, remedy: str, press: dict[str, str], host: Organisation, browser: Client
) -> None:
    answer = browser.post(address, {"text": text, **press}, headers={"Accept-Language": "en"})

    assert answer.status_code == 422
    assert remedy in answer.context["form"].errors["text"][0]
    assert not MailText.objects.exists()


def test_a_look_shows_the_whole_mail_and_saves_nothing(host: Organisation, browser: Client) -> None:
    answer = browser.post(NOTICE, {"text": OWN, "look": "1"})

    assert (answer.status_code, MailText.objects.count()) == (200, 0)
    assert answer.context["mail"].text.index("Greetings from Strängnäs kommun") < answer.context["mail"].text.index(
        "Chair"
    )
    page = browser.get(f"{NOTICE}mail/")
    assert (page.status_code, "sandbox" in page["Content-Security-Policy"]) == (200, True)


def test_who_saves_later_sees_both_texts(host: Organisation, browser: Client) -> None:
    save_mail_text(kind=MessageKind.NOTICE, language=Language.ENGLISH, text="First. {reason}")

    answer = browser.post(NOTICE, {"text": "Second. {reason}"})

    assert (answer.status_code, "First." in answer.content.decode()) == (409, True)
    row = MailText.objects.get()
    assert browser.post(NOTICE, {"text": "Second. {reason}", "version": row.version}).status_code == 302
    assert row.refreshed().text == "Second. {reason}"


def test_administrators_alone(council: Forum, secretary: Person, signed_in: SignIn, browser: Client) -> None:
    addresses = ["/administration/mail-texts/", NOTICE, f"{NOTICE}mail/"]

    assert [signed_in(secretary).get(address).status_code for address in addresses] == [403, 403, 403]
    assert [browser.get(address).status_code for address in (*addresses, NOTICE.replace("/en/", "/xx/"))] == [
        200, 200, 200, 404,
    ]  # fmt: skip
