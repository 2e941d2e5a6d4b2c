"""Mails of the sign-in itself, by the outbox as all others: a mail server that is away keeps nobody waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from uuid_utils.compat import uuid7

from forum.enums import MessageKind
from forum.services.outbox import Letter, queue_letter

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from forum.models import Person

LASTS: Final = timedelta(days=3)  # as long as the links


class SignInWords(NamedTuple):
    """`act`: the words of the button."""

    title: _StrOrPromise
    reason: _StrOrPromise
    act: _StrOrPromise


WORDS: Final = {
    "password_reset_key": SignInWords(
        _("Choose a new password"),
        _("Somebody, hopefully you, has asked for a new password at Samverka. Was it not you? Then do nothing."),
        _("Choose a new password"),
    ),
    "email_confirmation": SignInWords(
        _("Is this your e-mail address?"),
        _("Somebody, hopefully you, has given this address at Samverka. Was it not you? Then do nothing."),
        _("Yes, it is mine"),
    ),
}


@transaction.atomic
def write_sign_in_letter(*, what: str, address: str, link: str, person: Person) -> None:
    """Queues a mail that the sign-in asks for, in the person's language; `what`: a key of `WORDS`. Anybody: the sign-in counts."""
    with override(person.language):
        words = {name: str(value) for name, value in WORDS[what]._asdict().items()}
    queue_letter(
        Letter(
            kind=MessageKind.SIGN_IN,
            recipient=address,
            person=person,
            language=person.language,
            template="mail/sign_in",
            context={**words, "link": link},
            dedup_key=f"sign-in:{uuid7()}",
            expires_at=timezone.now() + LASTS,
        )
    )
