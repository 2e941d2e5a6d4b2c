"""What all random writers share: a chance, parties, and a way to choose and to change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from forum.models import Seat

if TYPE_CHECKING:
    import random

    from django.db import models

    from forum.models import Forum, Organisation, Person, Unit

CLOSED = date(2026, 11, 1)


class BusyHand:
    """The first two seats stay as they are, so that nobody's copy is equal by being empty."""

    chance: random.Random
    made: int
    parties: list[Organisation]
    people: list[Person]
    forums: list[Forum]
    reader: Organisation
    unit: Unit

    def any(self, model: type[models.Model], **conditions: Any) -> Any:
        """Raises `LookupError` when there is none."""
        rows: Any = model._default_manager
        found = list(rows.filter(**conditions).order_by("pk"))
        return self.chance.choice(found[2:] if model is Seat else found)

    def word(self) -> str:
        self.made += 1
        return f"Ord {self.made}"

    def set(self, row: Any, **values: Any) -> None:
        known = {name: value for name, value in values.items() if hasattr(row, name)}
        type(row)._default_manager.filter(pk=row.pk).update(**known)

    def unit_of(self, party: Organisation) -> Unit | None:
        """The reader's unit, every other time."""
        return self.unit if party == self.reader and self.chance.random() < 0.5 else None
