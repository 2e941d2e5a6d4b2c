"""The notebook of a topic's coordinators: what was noticed, at group level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError
from forum.models import MonitoringNote, Organisation, Person, Topic
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from datetime import date


@transaction.atomic
def write_note(
    *,
    topic: Topic,
    organisation: Organisation,
    observed_on: date,
    text: str,
    source: str = "",
    written_by: Person | None = None,
) -> MonitoringNote:
    """Notes what was noticed. Coordinators of the topic for that organisation. Raises `InvalidInputError`."""
    note = MonitoringNote(topic=topic, organisation=organisation, written_by=written_by)
    return _save(note, observed_on, text, source)


@transaction.atomic
def change_note(
    *, note_id: uuid.UUID, version: int | None, observed_on: date, text: str, source: str = ""
) -> MonitoringNote:
    """The same people. Raises `InvalidInputError`, `StaleVersionError`."""
    return _save(lock_version(MonitoringNote, note_id, version), observed_on, text, source)


@transaction.atomic
def remove_note(*, note_id: uuid.UUID, version: int | None) -> None:
    """Takes a note away. The same people. Raises `StaleVersionError`."""
    lock_version(MonitoringNote, note_id, version).delete()


def _save(note: MonitoringNote, observed_on: date, text: str, source: str) -> MonitoringNote:
    words = clean_text(text).strip()
    if not words:
        raise InvalidInputError(_("Write what you noticed."), field="text")
    if observed_on > timezone.localdate():
        raise InvalidInputError(_("Choose a day that has passed."), field="observed_on")
    note.observed_on, note.text, note.source = observed_on, words, clean_text(source, single_line=True)
    refuse_what_does_not_fit(note)
    note.save()
    return note.refreshed()
