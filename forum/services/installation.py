"""The settings of the whole installation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.enums import ReminderKind
from forum.errors import InvalidInputError
from forum.models import Installation, Organisation
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.organisations import check_address, update_organisation
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FARTHEST: Final = 60
MOST: Final = 6
LAST_HOUR: Final = 23
CHOSEN: Final = (
    ReminderKind.ACTION_DUE,
    ReminderKind.MEETING_AGENDA,
    ReminderKind.MEETING_AHEAD,
    ReminderKind.LOG_OUTCOME,
)


@transaction.atomic
def update_installation(
    *,
    version: int | None,
    host_version: int | None,
    host_name: str,
    contact_address: str = "",
    accessibility_address: str = "",
    privacy_address: str = "",
    public_words: str = "",
    reminders: Mapping[ReminderKind, Iterable[int]],
    reminder_hour: int = 8,
) -> Installation:
    """Writes all settings at once; name and mailbox stand with the host's organisation. Administrators.

    `reminders`: days from the day (negative: before) with which a forum starts that is added from now on; forums that are here keep theirs.
    Raises `InvalidInputError`, `StaleVersionError` with the row, of the installation or the host, that was changed meanwhile.
    """
    Installation.objects.get_or_create(only=True)
    row = lock_version(Installation, Installation.objects.values_list("pk", flat=True).get(), version)
    row.accessibility_address = _address(accessibility_address, "accessibility_address")
    row.privacy_address = _address(privacy_address, "privacy_address")
    row.public_words = clean_text(public_words)
    row.reminders = {kind.value: _days(kind, reminders.get(kind, ())) for kind in CHOSEN}
    if not 0 <= reminder_hour <= LAST_HOUR:
        raise InvalidInputError(_("Choose an hour from 0 to 23."), field="reminder_hour")
    row.reminder_hour = reminder_hour
    refuse_what_does_not_fit(row)
    row.save()
    host = Organisation.objects.filter(is_host=True).first()
    if host and (host.name, host.contact_address) != (host_name, contact_address):
        update_organisation(
            organisation_id=host.pk, version=host_version, name=host_name, contact_address=contact_address
        )
    return row.refreshed()


def _address(typed: str, field: str) -> str:
    return check_address(typed, field=field) if typed.strip() else ""


def _days(kind: ReminderKind, days: Iterable[int]) -> list[int]:
    found = sorted(set(days))
    if any(abs(day) > FARTHEST for day in found):
        raise InvalidInputError(_("Choose at most 60 days."), field=kind.value)
    if len(found) > MOST:
        raise InvalidInputError(_("Choose at most six reminders; more are not read."), field=kind.value)
    return found
