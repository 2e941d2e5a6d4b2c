from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from forum.web.forms import OnceForm
from meetings.enums import DueKind
from meetings.services.actions import Owner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from forum.models import Organisation, Seat
    from meetings.calendar.quick_line import Reading
    from meetings.web.line_options import LineContext

LONGEST: Final = 4000
PARTS: Final = 4
SENTENCES: Final[Mapping[str, _StrPromise]] = {
    "words": gettext_lazy("Write what is to be done."),
    "owner": gettext_lazy("Who is to do it? Choose a seat or an organisation, or write an address."),
    "two_owners": gettext_lazy("Two are named in the line. Choose the one who is to do it."),
    "unknown_owner": gettext_lazy("Nobody here is called “%(name)s”. Choose from the list."),
    "several_owners": gettext_lazy("“%(name)s” may be several. Choose the one who is to do it."),
    "day": gettext_lazy("Look at the day: it has passed, is far away or does not exist."),
    "two_days": gettext_lazy("Two days stand in the line. Choose when it is to be done."),
}


class LineForm(OnceForm):
    """A decision, an action or a note in one line. `choice`: how its writer wants it understood, as the list offered it.

    Without script it goes with the whole point (`outcome-form`), so that nothing typed is left behind.
    """

    line = forms.CharField(
        label=gettext_lazy("Write a decision or an action"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write what was decided, or who does what.")},
    )
    choice = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    once = forms.UUIDField(widget=forms.HiddenInput(attrs={"form": "outcome-form"}), required=False, initial=uuid.uuid4)


@dataclass(frozen=True)
class Chosen:
    """What is to be saved. Empty `kind`: the line must be asked about first."""

    kind: str
    text: str
    owner: Owner | None = None
    due_kind: DueKind = DueKind.ONGOING
    due_on: date | None = None


def chosen(
    reading: Reading,
    choice: str,
    about: LineContext,
    seats: Mapping[str, Seat],
    organisations: Mapping[str, Organisation],
) -> Chosen:
    """The writer's choice from the list, else the reading itself when it leaves no doubt."""
    kind, *parts = choice.split("|")
    if kind in ("decision", "note"):
        return Chosen(kind, reading.line)
    if kind == "action" and len(parts) == PARTS - 1 and reading.text:
        key, due_kind, day = parts
    elif reading.sure and reading.kind != "action":
        return Chosen(reading.kind, reading.line)
    elif reading.sure:
        due = reading.due or about.usual_due
        key, due_kind, day = (reading.owners[0].key if reading.owners else ""), due.kind, str(due.day or "")
    else:
        return Chosen("", reading.text)
    owner = owner_named(key, reading.address, seats, organisations)
    if owner is None or due_kind not in DueKind.values or not _is_day(day):
        return Chosen("", reading.text)
    return Chosen("action", reading.text, owner, DueKind(due_kind), date.fromisoformat(day) if day else None)


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def owner_named(
    key: str, address: str, seats: Mapping[str, Seat], organisations: Mapping[str, Organisation]
) -> Owner | None:
    """The owner behind a key of the list; None when it names nobody here."""
    kind, _colon, number = key.partition(":")
    seat, organisation = (
        (seats.get(number) if kind == "seat" else None),
        (organisations.get(number) if kind == "org" else None),
    )
    if not (seat or organisation or (not key and address)):
        return None
    return Owner(seat=seat, organisation=organisation, address="" if key else address)


def questions(reading: Reading) -> list[str]:
    """What must be asked about a line, in sentences."""
    return [str(SENTENCES[doubt]) % {"name": reading.named} for doubt in reading.doubts]


def first_values(reading: Reading, about: LineContext) -> dict[str, Any]:
    """The form that asks begins with what was understood."""
    due = reading.due or about.usual_due
    owner = reading.owners[0].key if reading.owners and "several_owners" not in reading.doubts else ""
    return {
        "text": reading.text,
        "owner": owner,
        "owner_address": reading.address,
        "due_kind": due.kind,
        "due_on": due.day,
    }
