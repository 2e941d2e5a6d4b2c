from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    AnyCharField = models.CharField[Any, Any]
else:
    AnyCharField = models.CharField


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
