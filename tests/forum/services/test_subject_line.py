"""The subject as its receiver reads it: no space lost where the line is folded, nothing but ASCII on the wire."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest

from forum.services.mail_headers import POLICY


@pytest.mark.parametrize(
    "words",
    [
        "Påminnelse: Följ upp överenskommelsen: Samverkansöverenskommelse med Polisen",
        "Nytt uppdrag till dig: Redovisa vilka skolor som satt upp rutinen vid oro",
        "Kallelse",
        "Förslag: " + "trygghetsskapande åtgärder 🙂 och mer " * 6 + "slut",
    ],
)
def test_a_subject_keeps_its_spaces(words: str) -> None:
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = words
    mail.set_content("Hej")

    sent = mail.as_bytes(policy=POLICY)

    assert email.message_from_bytes(sent, policy=email.policy.default)["Subject"] == words
    assert max(len(line) for line in sent.splitlines()) <= 78
