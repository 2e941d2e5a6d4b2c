from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Value, When

if TYPE_CHECKING:
    from django.db.models import Exists, Q


def flag(condition: Q | Exists) -> Case:
    """A column that says whether the condition holds of the row; false, never null, where that can't be told."""
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
