"""Forms of the second step of sign-in with labels that can be translated; allauth takes the field's name for one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _


class _NameOfKey:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class AddKeyForm(_NameOfKey, AddWebAuthnForm):
    """A new key."""


class EditKeyForm(_NameOfKey, EditWebAuthnForm):
    """Another name for a key."""
