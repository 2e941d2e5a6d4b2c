"""That what is chosen hangs together: a unit with its organisation, seats with their forum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from forum.models import Seat, Unit


def refuse_unit_of_others(unit: Unit | None, organisation_id: uuid.UUID | None, *, field: str = "unit") -> None:
    """Raises `InvalidInputError` for a unit of another organisation; no unit is no fault."""
    if unit and unit.organisation_id != organisation_id:
        raise InvalidInputError(
            _("The unit belongs to another organisation. Choose one of this organisation's units."), field=field
        )


def refuse_seats_elsewhere(seats: Iterable[Seat | None], forum_id: uuid.UUID, *, field: str) -> None:
    """Raises `InvalidInputError` when one of the seats is of another forum."""
    if any(seat and seat.forum_id != forum_id for seat in seats):
        raise InvalidInputError(_("The seat belongs to another forum."), field=field)
