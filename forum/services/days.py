"""What is asked of days wherever they are given: in their order, and still to come. Local days."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError

#: Later days stand for “until further notice”: nobody is reminded of them.
LAST_DAY: Final = date(2199, 12, 31)
#: Earlier ones are slips of the keyboard: nothing of today is reminded of by them.
FIRST_DAY: Final = date(1900, 1, 1)


def refuse_wrong_order(first: date | None, last: date | None, *, field: str) -> None:
    """Raises `InvalidInputError` at the last day where it is before the first; what is not given has no order."""
    if first and last and last < first:
        raise InvalidInputError(_("The last day is before the first. Correct one of them."), field=field)


def refuse_today_and_before(day: date | None, *, field: str) -> None:
    """Raises `InvalidInputError` for a day that does not leave anybody time, or all the time in the world."""
    if day and day <= timezone.localdate():
        raise InvalidInputError(_("Choose a day that is still to come."), field=field)
    if day and day > LAST_DAY:
        raise InvalidInputError(_("Choose a day before the year 2200."), field=field)
