from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

LARGEST = {models.PositiveSmallIntegerField: 32767, models.PositiveIntegerField: 2147483647}


def refuse_what_does_not_fit(row: models.Model) -> None:
    """A text that is longer, or a number that is larger, than its column: a sentence at the field instead of the database's own words.

    Raises `InvalidInputError`, code `too_long` or `too_large`.
    """
    for field in row._meta.concrete_fields:
        value = row.__dict__.get(field.attname)
        longest = getattr(field, "max_length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            words: Mapping[str, _StrOrPromise | int] = {"longest": longest, "length": len(value)}
            raise InvalidInputError(
                _("Write at most %(longest)d characters; there are %(length)d now.") % words,
                code="too_long",
                field=field.name,
            )
        largest = LARGEST.get(type(field))  # type: ignore[arg-type]  # any field may be asked for
        if largest and isinstance(value, int) and not 0 <= value <= largest:
            raise InvalidInputError(
                _("Write a number from 0 to %(largest)d.") % {"largest": largest}, code="too_large", field=field.name
            )
