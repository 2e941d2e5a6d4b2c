from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog
from django.db import transaction
from django.db.models import DurationField, Value
from django.db.models.functions import Now
from django.utils import timezone

from forum.delivery.outgoing import Known, OutgoingError, fetch
from forum.errors import InvalidInputError
from meetings.calendar.limits import MAX_FILE_BYTES
from meetings.models import FollowedCalendar
from meetings.services.following import note_failure, note_good, take_in_calendar

if TYPE_CHECKING:
    from meetings.services.merge_calendar import Merged

LEASE: Final = timedelta(minutes=10)  # longer than a task may last
SHIFT_SECONDS: Final = 60.0
PATIENCE_SECONDS: Final = 10.0

log = structlog.get_logger(__name__)


def follow_due(*, seconds: float = SHIFT_SECONDS) -> int:
    """Reads the calendars that are due, one after the other, until none is left or the shift is over; returns how many.

    Nothing is held while a server keeps us waiting: a calendar is ours for ten minutes, then free again.
    """
    end = time.monotonic() + seconds
    read = 0
    while time.monotonic() < end and (followed := _claimed()):
        follow(followed)
        read += 1
    return read


def _claimed() -> FollowedCalendar | None:
    with transaction.atomic():
        due = FollowedCalendar.objects.filter(next_at__lte=Now(), forum__archived_at__isnull=True)
        found = due.select_for_update(of=("self",), skip_locked=True).select_related("forum").first()
        if found:
            FollowedCalendar.objects.filter(pk=found.pk).update(
                next_at=Now() + Value(LEASE, output_field=DurationField())
            )
        return found


def follow(followed: FollowedCalendar) -> Merged | None:
    """Asks the address and takes in what is new there; None when there is nothing or something went wrong, which is remembered."""
    try:
        fetched = fetch(followed.address, most_bytes=MAX_FILE_BYTES, known=_known(followed))
    except OutgoingError as error:
        log.warning("calendar not read", forum=followed.forum.slug, problem=error.problem.value)
        note_failure(followed=followed, problem=error.problem.value)
        return None
    if fetched.body is None:
        note_good(followed=followed)
        return None
    known = fetched.known
    return take_in_calendar(followed=followed, body=fetched.body, etag=known.etag, last_modified=known.last_modified)


def _known(followed: FollowedCalendar) -> Known:
    """A new day moves the days that are looked at, so each day begins with a whole reading."""
    merged_today = followed.merged_at and timezone.localdate(followed.merged_at) == timezone.localdate()
    return Known(followed.etag, followed.last_modified) if merged_today else Known()


def address_content(address: str) -> bytes:
    """What a published address has now, while somebody waits. Raises `InvalidInputError` at the field `address`."""
    try:
        return fetch(address, most_bytes=MAX_FILE_BYTES, seconds=PATIENCE_SECONDS).body or b""
    except OutgoingError as error:
        raise InvalidInputError(error.problem.label, code=error.problem.value, field="address") from None
