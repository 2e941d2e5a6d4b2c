from __future__ import annotations

import base64
import enum
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    AnyCharField = models.CharField[Any, Any]
    AnyTextField = models.TextField[Any, Any]
else:
    AnyCharField = models.CharField
    AnyTextField = models.TextField


class EnumField(AnyCharField):
    """A short text that reads back as a member of its enumeration; migrations see a plain CharField, so a new member needs none."""

    def __init__(self, enumeration: type[enum.Enum] | None = None, **kwargs: Any) -> None:
        self.enumeration = enumeration
        kwargs.setdefault("max_length", 24)
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        if isinstance(kwargs.get("default"), enum.Enum):
            kwargs["default"] = kwargs["default"].value
        return name, "django.db.models.CharField", list(args), kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:  # noqa: ARG002  (called by position)
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        if not value or self.enumeration is None:
            return value
        try:
            return self.enumeration(value)
        except ValueError as error:
            raise ValidationError(f"{value!r} is not one of {[m.value for m in self.enumeration]}") from error

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(value)
        return value.value if isinstance(value, enum.Enum) else value


class SealedField(AnyTextField):
    """A secret that lies encrypted in the database (Fernet), by a key made of SECRET_KEY; it can't be searched for.

    Keys in SECRET_KEY_FALLBACKS still open it, so that the key can be changed. What no key opens reads as empty.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", list(args), kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:  # noqa: ARG002  (called by position)
        try:
            return _seal().decrypt(value.encode()).decode() if value else value
        except InvalidToken:
            return ""

    def get_prep_value(self, value: Any) -> Any:
        return _seal().encrypt(str(value).encode()).decode() if value else value


def _seal() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    """A key for this use alone (HKDF, RFC 5869)."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"samverka sealed field").derive(key.encode())
    return base64.urlsafe_b64encode(made)
