"""Accounts are made by invitation only, and mails of the sign-in go by the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import DefaultAccountAdapter

from forum.services.sign_in_letters import write_sign_in_letter

if TYPE_CHECKING:
    from django.http import HttpRequest

# Where the package has the link, of what is told in words of our own.
LINKS: Final = {"password_reset_key": "password_reset_url", "email_confirmation": "activate_url"}


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Closes allauth's sign-up page, and says what it has to say in words of our own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth's signature)
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The rest goes as the package sends it."""
        what = template_prefix.rpartition("/")[2]
        if what not in LINKS:
            super().send_mail(template_prefix, email, context)
            return
        write_sign_in_letter(what=what, address=email, link=context[LINKS[what]], person=context["user"])
